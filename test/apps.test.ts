/** The programs of `examples/apps`: each is short, compiles strictly (`npm run types`), and does what a user would want of it, with the built package. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const APPS = 'examples/apps'
const names = readdirSync(APPS)
const LECTURE = 'fixtures/structure/01-lecture-notes.eml'

/** Types taken out; Node resolves the package by its own name. */
const argumentsOf = (app: string, args: readonly string[]) => [
  '--input-type=module',
  '--eval',
  // With --eval the arguments begin one earlier than those of a file.
  `process.argv.splice(1, 0, '${app}')\n${transformSync(readFileSync(join(APPS, `${app}.ts`), 'utf8'), { loader: 'ts' }).code}`,
  '--',
  ...args,
]

function run(app: string, args: readonly string[], input: string | Uint8Array = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, argumentsOf(app, args), { input })
  expect(status, stderr.toString()).toBe(0)
  return { stdout: stdout.toString(), stderr: stderr.toString() }
}

const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })

/** Runs a server until the tests end; what it prints is awaited line by line. */
const children: ChildProcess[] = []
async function serve(app: string, args: readonly string[]): Promise<(line: string) => Promise<string>> {
  const child = spawn(process.execPath, argumentsOf(app, args))
  children.push(child)
  let printed = ''
  let look = () => {}
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      printed += chunk
      look()
    })
  const until = (text: string) =>
    new Promise<string>((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`no ${text} in: ${printed}`)), 30_000)
      look = () => {
        if (!printed.includes(text)) return
        clearTimeout(timer)
        done(printed)
      }
      look()
    })
  await until('listening')
  return until
}

it.each(names)('%s has under 60 lines', (name) => {
  expect(readFileSync(join(APPS, name), 'utf8').split('\n').length - 1).toBeLessThan(60)
})

describe.skipIf(!existsSync('dist/index.js'))('programs', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'messagerie-apps-'))
  })
  afterAll(() => {
    for (const child of children) child.kill()
    rmSync(folder, { recursive: true, force: true })
  })

  it('help-desk: a ticket for each, an answer for people alone', async () => {
    const port = await freePort()
    const until = await serve('help-desk', [String(port), folder])
    const client = createTransport({ host: '127.0.0.1', port, secure: false })
    const mail = { from: 'Ada <ada@example.org>', to: 'help@desk.example', text: 'My printer is on fire.' }
    await client.sendMail({ ...mail, subject: 'Printer' })
    await until('#1: answered to ada@example.org')
    const answer = await simpleParser(readFileSync(join(folder, '1-answer.eml')))
    expect([answer.subject, answer.headers.get('auto-submitted')]).toEqual(['Re: Printer [#1]', 'auto-replied'])
    expect(answer.text).toContain('> My printer is on fire.')
    await client.sendMail({ ...mail, subject: 'Away', headers: { 'Auto-Submitted': 'auto-replied' } })
    await until('#2: not answered')
    await client.sendMail({ ...mail, subject: 'Re: Printer [#1]', text: 'It is out.' })
    await until('#1: answered to ada@example.org\n#2: not answered: ')
    expect(readdirSync(folder).filter((name) => name.endsWith('.json')).length).toBeGreaterThanOrEqual(2)
    client.close()
  })

  it('newsletter: a mailbox of messages, refused addresses named', async () => {
    const list = join(folder, 'list.csv')
    writeFileSync(list, 'ada@example.org,Ada\nbo@example.net\nno address,Carl\n')
    const { stdout, stderr } = run('newsletter', [list])
    expect(stderr).toMatch(/^no address: to/)
    expect(stdout.match(/^From /gm)).toHaveLength(2)
    const first = await simpleParser(stdout.slice(stdout.indexOf('\n') + 1, stdout.indexOf('\nFrom ')))
    expect(first.subject).toBe('Ada, the tulips are out – März')
    expect(first.attachments[0]?.cid).toBe('logo')
    expect(stdout).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  })

  it('archive-indexer: a line a message, then threads', () => {
    const archive = join(folder, 'archive.mbox')
    writeFileSync(
      archive,
      'From a@example.org Wed Oct  2 14:00:00 2024\nFrom: a@example.org\nMessage-ID: <1@x>\nSubject: Lunch\nDate: Wed, 2 Oct 2024 14:00:00 +0000\n\nShall we?\n\n' +
        'From b@example.org Wed Oct  2 15:00:00 2024\nFrom: b@example.org\nIn-Reply-To: <1@x>\nMessage-ID: <2@x>\nSubject: Re: Lunch\n\nYes.\n\n> Shall we?\n',
    )
    const lines = run('archive-indexer', [archive]).stdout.trimEnd().split('\n')
    expect(lines.slice(0, 2).map((line) => JSON.parse(line).preview)).toEqual(['Shall we?', 'Yes.'])
    expect(lines.slice(2)).toEqual(['Lunch', '  Re: Lunch'])
  })

  it('stripping-gateway: programs out, all else as it was', () => {
    const mail = (file: string) =>
      `From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\n${file}\r\n--b--\r\n`
    const hidden = mail(
      'Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\nTVqQAAMAAAAEAAAA',
    )
    const stripped = run('stripping-gateway', [], hidden)
    expect(stripped.stdout).toContain('A file was removed here: a.png (a program).')
    expect(stripped.stderr).toContain('1 removed')
    const clean = mail('Content-Type: text/csv; name=a.csv\r\n\r\n1,2')
    expect(run('stripping-gateway', [], clean).stdout).toBe(`X-Stripped-By: gateway.example\r\n${clean}`)
  })

  it('imap-fetch: what a server answers', () => {
    const maildir = join(folder, 'maildir')
    for (const name of ['new', 'cur']) mkdirSync(join(maildir, name), { recursive: true })
    writeFileSync(join(maildir, 'cur', '1204680122.M1P2.host:2,RS'), readFileSync(LECTURE))
    writeFileSync(join(maildir, 'new', '1204680123.M1P2.host'), 'Subject: new\r\n\r\nhello\r\n')
    expect(run('imap-fetch', [maildir, '2', 'BODY[TEXT]', 'FLAGS', 'RFC822.SIZE']).stdout).toBe(
      '* 2 FETCH (BODY[TEXT] {7}\r\nhello\r\n FLAGS () RFC822.SIZE 23)\r\nA1 OK FETCH completed\r\n',
    )
    const { stdout } = run('imap-fetch', [maildir, '1', 'FLAGS', 'ENVELOPE', 'BODYSTRUCTURE'])
    expect(stdout).toMatch(/^\* 1 FETCH \(FLAGS \(\\Answered \\Seen\) ENVELOPE \("/)
    expect(stdout).toContain('BODYSTRUCTURE ((')
  })

  it('web-view: frames without scripts, pictures of the message, files that are saved', async () => {
    const mail = join(folder, 'mail.eml')
    writeFileSync(
      mail,
      'From: Ada <ada@example.org>\r\nSubject: <b>\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script><img src="cid:a@b">\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <a@b>\r\n\r\nPNG\r\n--b--\r\n',
    )
    const port = await freePort()
    await serve('web-view', [mail, String(port)])
    const page = await (await fetch(`http://127.0.0.1:${port}/`)).text()
    expect(page).toContain('<h1>&lt;b&gt;</h1>')
    expect(page).toContain('<iframe sandbox="" referrerpolicy="no-referrer" srcdoc="<meta'.replace('<meta', '&lt;meta'))
    expect(page).toContain('data:image/png;base64,UE5H')
    expect(page).not.toContain('<script>')
    const saved = await fetch(`http://127.0.0.1:${port}/0`)
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment;/)
    expect(await saved.text()).toBe('PNG')
  })

  it('from-mailparser: the record that simpleParser gave', async () => {
    const row = JSON.parse(run('from-mailparser', [LECTURE]).stdout)
    const mail = await simpleParser(readFileSync(LECTURE))
    expect(row.subject).toBe(mail.subject)
    expect(row.date).toBe(mail.date?.toISOString())
    expect(row.from).toBe('Hélène Aubrac <helene.aubrac@example.org>')
    expect(`<${row.messageId}>`).toBe(mail.messageId)
    expect(row.text).toContain('Dear all')
  })
})
