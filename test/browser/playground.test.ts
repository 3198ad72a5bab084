/** The playground in a real browser, and with it the library where there is no Buffer. Needs Chromium: CHROMIUM names it, or Debian's is taken. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parse } from '../../src/index.js'
import { largeMessage } from './large-message.js'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const absent = !existsSync(executablePath)
if (absent) console.info(`no Chromium at ${executablePath}: the browser tests are skipped (CHROMIUM may name another)`)

const SAMPLE_SUBJECT = 'Minutes of the meeting – draft'

describe.skipIf(absent)('playground', { timeout: 60_000 }, () => {
  let folder: string
  let server: ChildProcess
  let address: string
  let browser: Browser
  let context: BrowserContext
  let page: Page
  /** Requests that left the page's own server, and what the page complained of. */
  let outside: string[]
  let errors: string[]

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'messagerie-browser-'))
    execFileSync(process.execPath, ['docs/playground/build.mjs'])
    server = spawn(process.execPath, ['docs/playground/serve.mjs', '0'])
    address = await new Promise((found) => server.stdout!.once('data', (line) => found(String(line).trim())))
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    server?.kill()
    rmSync(folder, { recursive: true })
  })

  beforeEach(async () => {
    outside = []
    errors = []
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true })
    context.on('request', (request) => {
      if (!request.url().startsWith(address) && !/^(?:blob|data|about):/.test(request.url()))
        outside.push(request.url())
    })
    // What the policy refuses is announced as well, and never sent.
    context.on('requestfailed', (request) => {
      if (request.failure()?.errorText === 'csp') outside = outside.filter((url) => url !== request.url())
    })
    page = await context.newPage()
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(address)
    await page.waitForSelector('body[data-loaded]')
  })

  afterEach(async () => {
    // A request and its refusal are told by different processes: one may be known before the other.
    await expect.poll(() => outside, { timeout: 5000 }).toEqual([])
    await context.close()
    expect(outside).toEqual([])
    expect(errors).toEqual([])
  })

  async function openFile(name: string, bytes: Uint8Array | string): Promise<void> {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    await page.setInputFiles('#file', path)
    await checked(name)
  }

  /** Lists take their height from the frame after, and draw their rows in the one after that. */
  const painted = () =>
    page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))')

  /** It is open and checked; its source is shown, one button away from what a reader sees. */
  async function checked(name: string): Promise<void> {
    await page.waitForSelector(`body[data-checked="${name}"]`, { timeout: 60_000 })
    await page.click('#view-source')
    await painted()
  }

  async function openSample(i: number, name: string): Promise<void> {
    await page.selectOption('#sample', String(i))
    await checked(name)
  }

  async function download(press: string): Promise<{ name: string; bytes: Uint8Array }> {
    const [saved] = await Promise.all([page.waitForEvent('download'), page.click(press)])
    return { name: saved.suggestedFilename(), bytes: new Uint8Array(readFileSync(await saved.path())) }
  }

  /** The octets that carry a class, as text, in the order of the page. */
  const marked = async (name: string) => {
    await painted()
    return page.$$eval(`#bytes .octets .${name}`, (runs) => runs.map((run) => run.textContent).join(''))
  }

  it('opens a sample: tree, octets, fields', async () => {
    await openSample(0, 'minutes.eml')
    const rows = await page.$$eval('#tree [role=treeitem]', (items) =>
      items.map((item) => [item.getAttribute('aria-level'), item.querySelector('.type')?.textContent]),
    )
    expect(rows).toEqual([
      ['1', 'multipart/mixed'],
      ['2', 'multipart/alternative'],
      ['3', 'text/plain'],
      ['3', 'text/html'],
      ['2', 'text/csv'],
      ['2', 'message/rfc822'],
      ['3', 'text/plain'],
    ])
    expect(await page.textContent('#tree .filename')).toBe('tableau décisions.csv')
    const values = await page.$$eval('#fields .value', (found) => found.map((value) => value.textContent))
    expect(values).toContain(SAMPLE_SUBJECT)
    expect(await page.textContent('#fault-counts')).toBe('none')

    // A part that is chosen shows its octets, its header apart from its body.
    await page.click('#tree-6')
    await page.waitForFunction(() => document.querySelector('#where')?.textContent?.startsWith('3.1'))
    expect(await marked('node-head')).toContain('From: carol@example.net')
    expect(await marked('node-body')).toBe('One more point: the budget.')
    // A field that is pointed at, and one that is clicked: of that part, whose fields come from the worker.
    await page.waitForSelector('#fields[data-of="3.1"]')
    await page.hover('#fields li:nth-child(3) .field')
    await page.waitForSelector('#bytes .hovered')
    expect(await marked('hovered')).toMatch(/^Subject: Re: agenda/)
    await page.click('#fields li:nth-child(5) .field')
    await page.waitForSelector('#bytes .marked')
    expect(await marked('marked')).toMatch(/^Message-ID: <17@example\.net>/)
    // An octet that is clicked leads to its part and its field.
    // The pointer leaves the field, and the rows are drawn anew: a row that goes between press and release has no click.
    await page.hover('#bytes .line:first-child .octets span')
    await painted()
    await page.click('#bytes .line:first-child .octets span')
    await page.waitForFunction(() => /^octet \d+ · /.test(document.querySelector('#where')?.textContent ?? ''))
    expect(await page.locator('#bytes .octets .octet').textContent()).toHaveLength(1)
  })

  it('shows decoded text, and a message under a transfer encoding with its own octets', async () => {
    await openSample(0, 'minutes.eml')
    await page.click('#tree-2')
    await page.click('#tab-content')
    await page.waitForSelector('#content pre.text')
    expect(await page.textContent('#content pre.text')).toContain('in the café at the corner, at ten.')
    await page.click('#tree-4')
    await page.waitForFunction(() => document.querySelector('#content pre.text')?.textContent?.startsWith('no,'))
    const { name, bytes } = await download('#content .bar button')
    expect(name).toBe('tableau décisions.csv')
    expect(new TextDecoder().decode(bytes)).toMatch(/^no,decision,by\n1,Adopt/)

    await openSample(1, 'faulty.eml')
    await page.click('#tree-4')
    await page.waitForFunction(() => document.querySelector('#where')?.textContent?.includes('decoded body'))
    await expect.poll(() => marked('node-head')).toContain('Subject: Inside base64')
  })

  it('leads from a defect to its octets, in text and in hex', async () => {
    await openSample(1, 'faulty.eml')
    await page.waitForFunction(() => document.querySelectorAll('#defects .code').length > 3)
    const codes = await page.$$eval('#defects .code', (found) => found.map((code) => code.textContent))
    expect(codes.length).toBeGreaterThan(3)
    await page.click('#by-code')
    await page.waitForSelector('#by-code[aria-pressed=true]')
    await painted()
    const grouped = await page.$$eval('#defects .code', (found) => found.map((code) => code.textContent))
    expect(grouped.filter((code, i) => code !== grouped[i - 1] && grouped.indexOf(code) !== i)).toEqual([])
    await page.click('#by-code')
    await painted()
    const row = page.locator('#defects [role=option]', { hasText: 'address-invalid' }).first()
    await row.click()
    await page.waitForSelector('#bytes .chosen-error')
    expect(await marked('chosen-error')).toBe('undisclosed recipients')
    expect(await page.textContent('#defect a')).toBe('RFC 5322 §3.4')
    expect(await page.textContent('#defect')).toContain('Shown: ')
    await page.click('#as-hex')
    await page.waitForSelector('#bytes .hex .chosen-error')
    const hex = await page.$$eval('#bytes .hex .chosen-error', (runs) => runs.map((run) => run.textContent).join(''))
    expect(hex.startsWith('75 6e 64 69 ')).toBe(true)
    // The same with the keyboard alone.
    await page.focus('#defects')
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    const active = await page.getAttribute('#defects', 'aria-activedescendant')
    expect(active).toBe('defects-1')
    await page.waitForSelector('#defects-1[aria-selected=true]')
  })

  it('edits header fields and gives out the bytes that the library gives', async () => {
    const source =
      'DKIM-Signature: d=example.org; s=k; h=subject\r\nfrom:  ada@example.org\r\nSubject: old\r\nX-Spam: no\r\n\r\nBody\r\n'
    await openFile('letter.eml', source)
    const message = parse(source)
    expect((await download('#download')).bytes).toEqual(message.toBytes())

    await page.click('#tab-edit')
    async function change(action: string, name: string, value: string): Promise<void> {
      const before = await page.locator('#edits li').count()
      await page.selectOption('#edit-action', action)
      await page.fill('#edit-name', name)
      if (action !== 'delete') await page.fill('#edit-value', value)
      await page.click('#edit-form [type=submit]')
      await page.waitForFunction((n) => document.querySelectorAll('#edits li').length > n, before)
    }
    await change('set', 'Subject', 'Grüße')
    await change('append', 'X-Checked', 'yes')
    await change('delete', 'X-Spam', '')
    message.headers.set('Subject', 'Grüße').append('X-Checked', 'yes').delete('X-Spam')
    expect(await page.textContent('#broken')).toContain('DKIM-Signature d=example.org s=k')
    const { name, bytes } = await download('#download')
    expect(name).toBe('edited-letter.eml')
    expect(bytes).toEqual(message.toBytes())

    // What the library refuses is said, and nothing is changed.
    await page.fill('#edit-name', 'From')
    await page.selectOption('#edit-action', 'set')
    await page.fill('#edit-value', 'two\nlines')
    await page.click('#edit-form [type=submit]')
    await page.waitForSelector('#edit-error:not([hidden])')
    expect((await download('#download')).bytes).toEqual(message.toBytes())
    await page.click('#revert')
    await page.waitForFunction(() => document.querySelectorAll('#edits li').length === 0)
    expect((await download('#download')).bytes).toEqual(parse(source).toBytes())
  })

  it('opens what is pasted and what is dropped', async () => {
    await page.click('#paste')
    await page.fill('#paste-text', 'Subject: pasted\n\nhi\n')
    await page.click('#paste-dialog [value=open]')
    await checked('pasted.eml')
    expect((await download('#download')).bytes).toEqual(new TextEncoder().encode('Subject: pasted\r\n\r\nhi\r\n'))
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['Subject: dropped\r\n\r\nhi\r\n'], 'dropped.eml'))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    })
    await checked('dropped.eml')
    expect(await page.textContent('#fields .value')).toBe('dropped')
  })

  it('composes a new message, and says what cannot be written', async () => {
    await page.click('#write-first')
    await page.fill('#write-from', 'Ada <ada@example.org>')
    await page.fill('#write-to', 'Bob')
    await page.fill('#write-subject', 'Grüße')
    await page.fill('#write-text', 'Hello\nthere')
    await page.setInputFiles('#write-files', { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('1,2\n') })
    await page.click('#write-form [type=submit]')
    await page.waitForSelector('#write-error:not([hidden])')
    expect(await page.textContent('#write-error')).toMatch(/^to: "Bob" is no address: expected name@domain/)
    await page.fill('#write-to', 'Bob <bob@example.net>')
    await page.click('#write-form [type=submit]')
    await checked('new.eml')
    expect(await page.isVisible('#write-dialog')).toBe(false)
    const { name, bytes } = await download('#download')
    const message = parse(bytes)
    expect([name, message.subject, message.to[0]?.address, message.text]).toEqual([
      'new.eml',
      'Grüße',
      'bob@example.net',
      'Hello\r\nthere',
    ])
    expect(message.attachments[0]?.decodeText()).toBe('1,2\n')
    expect(message.check()).toEqual([])
    // It can be edited like one that was opened.
    await page.click('#tab-edit')
    await page.fill('#edit-name', 'Subject')
    await page.fill('#edit-value', 'Again')
    await page.click('#edit-form [type=submit]')
    await page.waitForSelector('#edits li')
    expect(parse((await download('#download')).bytes).subject).toBe('Again')
  })

  describe('HTML of a message', () => {
    let tracker: Server
    let connections = 0
    let port: number

    beforeAll(async () => {
      // Counts connections, not requests: a connection made ahead tells as much.
      tracker = createServer((socket) => {
        connections++
        socket.destroy()
      })
      await new Promise<void>((listening) => tracker.listen(0, '127.0.0.1', listening))
      const bound = tracker.address()
      port = typeof bound === 'object' && bound !== null ? bound.port : 0
    })
    afterAll(() => new Promise((closed) => tracker.close(closed)))

    /** Shows the HTML in the frame, waits, and gives the frame. */
    async function shown(html: string) {
      await openFile('html.eml', `Subject: x\r\nContent-Type: text/html\r\n\r\n${html}\r\n`)
      await page.click('#tab-content')
      await page.waitForSelector('#content .toggle')
      await page.click('#content .toggle')
      return await page.waitForSelector('#content iframe')
    }

    it('runs no script and reaches no network', async () => {
      const to = `http://127.0.0.1:${port}`
      const html = [
        `<link rel="preconnect" href="${to}"><link rel="dns-prefetch" href="${to}"><link rel="stylesheet" href="${to}/1">`,
        `<link rel="prefetch" href="${to}/2"><meta http-equiv="refresh" content="0;url=${to}/3"><base href="${to}/">`,
        `<style>@import "${to}/4"; body { background: url(${to}/5) } @font-face { font-family: f; src: url(${to}/6) }</style>`,
        `<p style="font-family: f; color: red; background: url(${to}/21); width: 3em">Hello</p><img src="${to}/7" srcset="${to}/8 2x" onerror="parent.hurt=1"><img src=x onerror="top.hurt=1">`,
        `<script>top.hurt = 1; document.getElementById('p').textContent = 'ran'</script><script src="${to}/9"></script>`,
        `<iframe src="${to}/10"></iframe><object data="${to}/11"></object><embed src="${to}/12"><video src="${to}/13" poster="${to}/14"></video>`,
        `<svg><use href="${to}/15#a"/><image href="${to}/16"/><script>top.hurt = 1</script></svg><form action="${to}/17"><button>b</button></form>`,
        `<noscript><link rel="preconnect" href="${to}"></noscript><template><img src="${to}/18"></template>`,
        `<a href="${to}/19" ping="${to}/20" target="_top">link</a><a href="javascript:top.hurt=1">script</a>`,
        '<img alt="inside" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
      ].join('\n')
      const element = await shown(html)
      expect(await element.getAttribute('sandbox')).toBe('')
      const frame = await element.contentFrame()
      await frame!.waitForSelector('p')
      await page.waitForTimeout(500)
      expect(await frame!.textContent('p')).toBe('Hello')
      expect(await frame!.getAttribute('p', 'style')).toBe(
        'font-family: f; color: red; background-color: initial; width: 3em',
      )
      expect(await frame!.locator('img[src]').count()).toBe(1)
      // A link says where it would have led.
      expect(await frame!.getAttribute('text=link', 'title')).toBe(`${to}/19`)
      await frame!.click('text=link')
      await frame!.click('text=script')
      await page.waitForTimeout(500)
      expect(await page.evaluate('typeof hurt')).toBe('undefined')
      expect(page.url()).toBe(address)
      expect(await frame!.textContent('p')).toBe('Hello')
      expect(connections).toBe(0)
      // As source, after all.
      await page.click('#content .toggle')
      expect(await page.textContent('#content pre.text')).toContain('<script>top.hurt = 1')
    })

    // Each opened a connection, or made another document of itself when it was parsed again, in one reader or another.
    it.each<[string, (to: string) => string, string?]>([
      [
        'a shadow root',
        (to) => `<div>hello<template shadowrootmode="open"><link rel="preconnect" href="${to}"></template></div>`,
        'hello',
      ],
      [
        'a frame in a shadow root',
        (to) => `<div><template shadowrootmode="closed"><iframe src="${to}/f"></iframe></template></div>`,
      ],
      [
        'a shadow root in a shadow root',
        (to) =>
          `<b><template shadowrootmode="open"><i><template shadowrootmode="open"><link rel="preconnect" href="${to}"></template></i></template>x</b>`,
      ],
      [
        'forms in MathML',
        (to) => `<form><math><mtext></form><form><mglyph><style></math><link rel=preconnect href="${to}">`,
      ],
      ['a style in SVG', (to) => `<svg></p><style><a id="</style><link rel=preconnect href='${to}'>">`],
      [
        'a comment in a style in MathML',
        (to) => `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=${to}/i&gt;">`,
      ],
      [
        'a title in SVG',
        (to) => `<svg><desc><noscript><img title="</noscript><link rel=preconnect href=${to}>"></desc></svg>`,
      ],
      [
        'a template in a table',
        (to) => `<table><template shadowrootmode=open><tr><td><img src="${to}/t"></template><tr><td>cell</table>`,
        'cell',
      ],
      ['a table in a paragraph', () => '<p>one<table><tr><td>two</table>three', 'three'],
      ['nested links', (to) => `<a href="${to}/1"><table><a href="${to}/2">in</a></table>out`, 'in'],
      ['empty lines of pre', () => '<pre>\n\n\n\nlast</pre>', 'last'],
      ['nested formatting', () => `${'<b><p><i>'.repeat(30)}deep`, 'deep'],
      ['plaintext', (to) => `<p>a<plaintext></p><link rel=preconnect href="${to}">`, 'a'],
      [
        'a body in a body',
        (to) => `<body background="${to}/b"><table background="${to}/c"><td>cell</table><body onload="top.hurt=1">`,
        'cell',
      ],
      [
        'inputs',
        (to) => `<input type=image src="${to}/i"><button formaction="${to}">b</button><select><option>one</select>`,
        'b',
      ],
      [
        'escapes in a style',
        (to) =>
          `<p style="background:u\\72l(${to}/e);color:red">hello</p><p style="background:image-set('${to}/s' 1x)">x</p>`,
        'hello',
      ],
      [
        'pictures of other kinds',
        (to) =>
          `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='${to}/d'/></svg>"><img src="//127.0.0.1:${'0'}/x">text`,
        'text',
      ],
    ])('%s', async (_name, html, said = '') => {
      const before = connections
      const element = await shown(html(`http://127.0.0.1:${port}`))
      await page.waitForTimeout(400)
      expect(connections).toBe(before)
      const srcdoc = (await element.getAttribute('srcdoc'))!
      await page.goto('about:blank')
      const [once, twice, elements] = (await page.evaluate(
        `(() => {
          const read = (text) => new DOMParser().parseFromString(text, 'text/html')
          const once = read(${JSON.stringify(srcdoc)})
          const twice = read('<!doctype html>' + once.documentElement.outerHTML)
          return [once.documentElement.outerHTML, twice.documentElement.outerHTML, [...once.body.querySelectorAll('*')].map((one) => one.localName)]
        })()`,
      )) as [string, string, string[]]
      expect(twice).toBe(once)
      expect(once.replace(/<[^>]*>/g, '')).toContain(said)
      expect(
        elements.filter((name) =>
          /^(?:link|meta|style|script|iframe|template|form|input|button|svg|math|plaintext)$/.test(name),
        ),
      ).toEqual([])
    })
  })

  it('opens on what a reader wants, with the pictures that the message brings', async () => {
    const pixel = 'R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=='
    const path = join(folder, 'picture.eml')
    writeFileSync(
      path,
      'From: Ada <ada@example.org>\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nContent-Type: multipart/related; boundary=b\r\n\r\n' +
        '--b\r\nContent-Type: text/html\r\n\r\n<p>Hello <img src="cid:p@a" alt=p><img src="cid:other" alt=o></p>\r\n' +
        `--b\r\nContent-Type: image/gif; name=p.gif\r\nContent-ID: <p@a>\r\nContent-Transfer-Encoding: base64\r\n\r\n${pixel}\r\n--b--\r\n`,
    )
    await page.setInputFiles('#file', path)
    await page.waitForSelector('#reader .subject')
    expect(await page.isVisible('#workspace')).toBe(false)
    expect(await page.textContent('#reader .subject')).toBe('Grüße')
    expect(await page.textContent('#reader .who')).toContain('Ada <ada@example.org>')
    await page.click('#reader .as-html')
    const srcdoc = await page.getAttribute('#reader iframe[sandbox=""]', 'srcdoc')
    expect(srcdoc).toContain(`src="data:image/gif;base64,${pixel}"`)
    expect(srcdoc).not.toContain('cid:')
  })

  it('lists the messages of an mbox', async () => {
    const path = join(folder, 'inbox.mbox')
    const one = (n: number) => `From a@b Thu Feb 29 12:34:56 2024\nFrom: a@example.org\nSubject: number ${n}\n\nx\n\n`
    writeFileSync(path, one(1) + one(2) + one(3))
    await page.setInputFiles('#file', path)
    await page.waitForSelector('#reader .subject:text-is("number 1")')
    expect(await page.locator('#box option').count()).toBe(3)
    await page.selectOption('#box', '2')
    await page.waitForSelector('#reader .subject:text-is("number 3")')
  })

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('has nothing serious for axe, %s at %i pixels', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: width === 390 ? 844 : 800 })
    const serious = async () => {
      await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'))
      return page.evaluate(
        "axe.run(document, { iframes: false }).then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 150) + failureSummary)]))",
      )
    }
    /** What is pressed is 44 px at least, and nothing is wider than the screen. */
    const fitsFingers = async () => {
      const small = await page.$$eval('button, select, summary', (all) =>
        all.flatMap((one) => {
          const { width: w, height: h } = one.getBoundingClientRect()
          return w > 0 && (w < 44 || h < 44) ? [`${one.textContent?.slice(0, 20)} ${w}x${h}`] : []
        }),
      )
      expect(small).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    }
    const picture = async (name: string) => {
      if (process.env.PICTURES)
        await page.screenshot({ path: `docs/playground/${name}-${width}-${colorScheme}.png`, animations: 'disabled' })
    }
    await page.click('#write')
    await page.fill('#write-from', 'Ada <ada@example.org>')
    await page.fill('#write-to', 'Bob')
    await page.click('#write-form [type=submit]')
    await page.waitForSelector('#write-error:not([hidden])')
    expect(await serious()).toEqual([])
    await picture('write')
    if (width === 390) await fitsFingers()
    await page.click('#write-cancel')
    await page.selectOption('#sample', '0')
    await page.waitForSelector('body[data-checked="minutes.eml"]')
    await page.waitForSelector('#reader .subject')
    expect(await serious()).toEqual([])
    await picture('read')
    if (width === 390) await fitsFingers()
    await page.click('#view-source')
    await page.waitForSelector('#tree-0')
    expect(await serious()).toEqual([])
    await picture('source')
    if (width === 390) await fitsFingers()
  })

  it('shows and saves the file that was opened last, whichever is read first', async () => {
    await page.evaluate(() => {
      const drop = (name: string, body: string) => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([`Subject: ${name}\r\n\r\n`, body], name))
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
      }
      // A large file takes longer to read than a small one that is opened after it.
      drop('large.eml', 'x'.repeat(76).concat('\r\n').repeat(400_000))
      drop('small.eml', 'hello\r\n')
    })
    await checked('small.eml')
    await page.waitForTimeout(1500)
    expect(await page.textContent('#fields .value')).toBe('small.eml')
    await page.click('#tab-content')
    await page.waitForSelector('#content pre.text')
    expect(await page.textContent('#content pre.text')).toBe('hello\r\n')
    expect(new TextDecoder().decode((await download('#content .bar button')).bytes)).toBe('hello\r\n')
    const { name, bytes } = await download('#download')
    expect(name).toBe('small.eml')
    expect(new TextDecoder().decode(bytes)).toBe('Subject: small.eml\r\n\r\nhello\r\n')
  })

  it('lets neither page nor worker reach the network, and shows markup as text', async () => {
    const refused = await page.evaluate("fetch('/style.css').then(() => 'fetched', () => 'refused')")
    expect(refused).toBe('refused')
    const worker = page.workers()[0] ?? (await page.waitForEvent('worker'))
    expect(await worker.evaluate(`fetch('${address}style.css').then(() => 'fetched', () => 'refused')`)).toBe('refused')

    const nasty = '<img src=x onerror=window.hurt=1>'
    await openFile(
      'markup.eml',
      `Subject: ${nasty}\r\nX-${nasty}: y\r\nContent-Type: text/plain; charset="${nasty}"; name="${nasty}\u202eexe.pdf"\r\n\r\n${nasty}\r\n`,
    )
    await page.click('#tab-content')
    await page.waitForSelector('#content pre.text')
    for (let i = 0; i < (await page.locator('#defects .item').count()); i++) await page.click(`#defects-${i}`)
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.evaluate('typeof hurt')).toBe('undefined')
    expect(await page.textContent('#tree')).toContain('‹U+202E›')
  })

  it('opens 25 MB and can be used at once', async () => {
    await page.evaluate(() => {
      const seen = { longest: 0 }
      Object.assign(window, { seen })
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration)
      }).observe({ type: 'longtask', buffered: true })
    })
    const bytes = largeMessage(25_000_000)
    const path = join(folder, 'large.eml')
    writeFileSync(path, bytes)
    await page.setInputFiles('#file', path)
    await page.waitForSelector('body[data-took]', { timeout: 60_000 })
    // Used at once, while it is being checked.
    await page.click('#view-source')
    await page.focus('#bytes')
    for (const key of ['End', 'PageUp', 'Home', 'PageDown']) await page.keyboard.press(key)
    await page.click('#as-hex')
    await page.keyboard.press('Tab')
    await page.keyboard.press('End')
    await page.click('#as-text')
    await page.mouse.move(600, 300)
    for (let i = 0; i < 10; i++) await page.mouse.wheel(0, 4000)
    await checked('large.eml')
    await page.focus('#tree')
    await page.keyboard.press('End')
    const last = `tree-${parse(bytes).parts.length}`
    await page.waitForSelector(`#${last}[aria-selected=true]`)
    expect(await page.getAttribute('#tree', 'aria-activedescendant')).toBe(last)
    await page.focus('#defects')
    await page.keyboard.press('End')
    await page.waitForSelector('#defect:not([hidden])')

    const took = Number(await page.getAttribute('body', 'data-took'))
    const longest = await page.evaluate('seen.longest')
    console.info(`25 MB: open in ${took} ms, longest task ${longest} ms, ${await page.textContent('#status')}`)
    // A machine that does other work as well says nothing about the page: only the nightly run holds the clock.
    if (process.env.NIGHTLY === undefined) return
    expect(took).toBeLessThan(1000)
    expect(longest).toBeLessThan(200)
  })

  it('keeps the laws of the library where there is no Buffer', async () => {
    expect(await page.evaluate('typeof Buffer + typeof process + typeof require')).toBe('undefinedundefinedundefined')
    /** Charset or encoding, body octets, expected text. */
    const bodies: [encoding: string, charset: string, octets: number[] | string, text: string][] = [
      ['base64', 'utf-8', 'R3LDvMOf\r\nZQ==\r\n', 'Grüße'],
      ['base64', 'iso-8859-1', 'R3L832U', 'Grüße'],
      ['quoted-printable', 'utf-8', 'caf=C3=A9 au =\r\nlait =ZZ=', 'café au lait =ZZ'],
      ['8bit', 'windows-1252', [0x80, 0x93, 0x94, 0x9f], '€“”Ÿ'],
      ['8bit', 'utf-8', [0xc3, 0xa9, 0xff, 0x41], 'é\ufffdA'],
      ['8bit', 'shift_jis', [0x93, 0xfa, 0x96, 0x7b], '日本'],
      ['7bit', 'iso-2022-jp', [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42], '日本'],
      ['8bit', 'koi8-r', [0xd0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4], 'привет'],
      ['8bit', 'gb18030', [0xd6, 0xd0, 0xce, 0xc4], '中文'],
      ['8bit', 'big5', [0xa4, 0xa4, 0xa4, 0xe5], '中文'],
      ['8bit', 'euc-kr', [0xc7, 0xd1, 0xb1, 0xb9], '한국'],
      ['8bit', 'iso-8859-15', [0xa4, 0xbd], '€œ'],
    ]
    const messages = bodies.map(([encoding, charset, octets]) => {
      const body = typeof octets === 'string' ? octets : String.fromCharCode(...octets)
      return `Subject: =?utf-8?B?w6k=?=\r\nContent-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`
    })
    const odd = [
      '',
      '\n',
      'a',
      'A: b',
      '\0\r\r\n:\n\xff',
      'Content-Type: multipart/mixed; boundary=x\n\n--x\n\n--x--\r\nend',
      ...messages,
    ]
    const script = `(async () => {
      const { parse } = await import('/messagerie.js')
      const octets = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0))
      const text = (bytes) => Array.from(bytes, (octet) => String.fromCharCode(octet)).join('')
      return {
        texts: ${JSON.stringify(messages)}.map((source) => parse(octets(source)).text),
        subjects: ${JSON.stringify(messages)}.map((source) => parse(octets(source)).subject),
        identical: ${JSON.stringify(odd)}.map((source) => text(parse(octets(source)).toBytes())),
        codes: ${JSON.stringify(odd)}.map((source) => parse(octets(source)).check().map(({ code, start, end }) => [code, start, end])),
      }
    })()`
    const found = (await page.evaluate(script)) as Record<'texts' | 'subjects' | 'identical' | 'codes', unknown[]>
    expect(found.texts).toEqual(bodies.map(([, , , text]) => text))
    expect(found.subjects).toEqual(bodies.map(() => 'é'))
    expect(found.identical).toEqual(odd)
    // The same defects at the same places as under Node.
    const here = odd.map((source) =>
      parse(Uint8Array.from(source, (c) => c.charCodeAt(0)))
        .check()
        .map(({ code, start, end }) => [code, start, end]),
    )
    expect(found.codes).toEqual(here)
  })
})
