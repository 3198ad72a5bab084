/** Each rule of docs/present.md with a message that shows it. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'
import { type PresentOptions, present } from '../../../src/present/index.js'

const crlf = (...lines: string[]) => lines.join('\r\n')

/** `do as rule path`, a line an item. */
function lines(source: string, options?: PresentOptions): string[] {
  return present(parse(source), options).map(
    (item) => `${item.action} ${item.form} ${item.rule} ${item.part.path.join('.') || '-'}`,
  )
}

/** A message of one part with these fields. */
const one = (...fields: string[]) => crlf(...fields, '', 'aGk=')
const multi = (subtype: string, ...parts: string[]) =>
  crlf(`Content-Type: multipart/${subtype}; boundary=b`, '', ...parts.flatMap((part) => ['--b', part]), '--b--', '')

describe('present', () => {
  it('message-header: displays who, when and what, decoded, in a fixed order', () => {
    const [header] = present(parse('Subject: =?utf-8?Q?=C3=9C?=\r\nX-A: b\r\nFrom: a@example.org\r\n\r\nhi'))
    expect(header).toMatchObject({ action: 'show', form: 'header', depth: 0 })
    expect(header!.fields).toEqual([
      ['From', 'a@example.org'],
      ['Subject', 'Ü'],
    ])
  })

  it('message-header: shows the description of a part before it', () => {
    expect(lines(multi('mixed', 'Content-Description: a plan\r\n\r\nhi'))).toEqual([
      'show header message-header -',
      'show header message-header 1',
      'show text text 1',
    ])
  })

  it('text: shows text, unlabelled as us-ascii', () => {
    const items = present(parse('Subject: a\r\n\r\nhi'))
    expect(items[1]).toMatchObject({ action: 'show', form: 'text', charset: 'us-ascii' })
  })

  it('unknown-charset: saves text in a charset that nobody knows, and names it', () => {
    const item = present(parse(one('Content-Type: text/plain; charset=x-klingon')))[1]
    expect(item).toMatchObject({ action: 'save', form: 'octets', rule: 'unknown-charset', charset: 'x-klingon' })
  })

  it('unknown-text-subtype: offers the source', () => {
    expect(lines(one('Content-Type: text/troff'))[1]).toBe('offer text unknown-text-subtype -')
    expect(lines(one('Content-Type: text/troff'), { types: ['text/*'] })[1]).toBe('show text text -')
  })

  it('unknown-encoding: is octets, whatever the type says', () => {
    expect(lines(one('Content-Type: text/plain', 'Content-Transfer-Encoding: x-zip'))[1]).toBe(
      'save octets unknown-encoding -',
    )
  })

  it('attachment: is saved even where it could be shown; inline and unknown dispositions', () => {
    const part = (disposition: string) =>
      lines(multi('mixed', `Content-Type: text/plain\r\nContent-Disposition: ${disposition}\r\n\r\nhi`))[1]
    expect(part('attachment; filename=a.txt')).toBe('save octets attachment 1')
    expect(part('inline')).toBe('show text text 1')
    expect(part('x-strange')).toBe('save octets attachment 1')
  })

  it('media: shows what the reader can, saves the rest under a safe name', () => {
    const image = one('Content-Type: image/png; name="../a.png"', 'Content-Transfer-Encoding: base64')
    expect(lines(image, { types: ['image/*'] })[1]).toBe('show octets media -')
    const item = present(parse(image))[1]!
    expect(item).toMatchObject({ action: 'save', rule: 'media', filename: 'a.png' })
    expect(new TextDecoder().decode(item.part.bytes())).toBe('hi')
  })

  it('application: is decoded for a file', () => {
    expect(lines(one('Content-Type: application/x-whatever'))[1]).toBe('save octets application -')
    expect(lines(one('Content-Type: application/pdf'), { types: ['application/pdf'] })[1]).toBe(
      'show octets application -',
    )
  })

  it('multiparts of an unknown subtype are as mixed; a digest holds messages', () => {
    expect(lines(multi('x-new', '\r\na', '\r\nb')).slice(1)).toEqual(['show text text 1', 'show text text 2'])
    expect(lines(multi('digest', '\r\nSubject: a\r\n\r\nhi')).slice(1)).toEqual([
      'show header message-header 1.1',
      'show text text 1.1',
    ])
  })

  it('alternative: chooses the last form that the reader knows', () => {
    const source = multi(
      'alternative',
      'Content-Type: text/plain\r\n\r\nplain',
      'Content-Type: text/html\r\n\r\n<p>html',
      'Content-Type: application/x-other\r\n\r\nother',
    )
    const choice = present(parse(source))[1]!
    expect(choice).toMatchObject({ action: 'choose', chosen: 1 })
    expect(choice.choices).toHaveLength(3)
    expect(lines(source).slice(1)).toEqual(['choose alternatives alternative -', 'show text text 2'])
    expect(lines(source, { types: ['text/plain'] })[2]).toBe('show text text 1')
    expect(lines(source, { types: [] })[2]).toBe('offer text unknown-text-subtype 1')
  })

  it('alternative: a container counts by what it holds', () => {
    const related = crlf(
      'Content-Type: multipart/related; boundary=c',
      '',
      '--c',
      'Content-Type: text/html',
      '',
      '<p>',
      '--c--',
    )
    expect(lines(multi('alternative', '\r\nplain', related))).toEqual([
      'show header message-header -',
      'choose alternatives alternative -',
      'show text text 2.1',
    ])
  })

  it('related: presents the root that start names, and saves what belongs to it', () => {
    const source = crlf(
      'Content-Type: multipart/related; boundary=b; start="<r@x>"',
      '',
      '--b',
      'Content-Type: image/png',
      '',
      'x',
      '--b',
      'Content-ID: <r@x>',
      'Content-Type: text/html',
      '',
      '<p>',
      '--b--',
      '',
    )
    expect(lines(source).slice(1)).toEqual(['show text text 2', 'save octets related 1'])
  })

  it('message/rfc822 keeps its structure; other messages are saved', () => {
    const items = present(parse(multi('mixed', 'Content-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nhi')))
    expect(items.map(({ action: what, form, depth }) => `${what} ${form} ${depth}`)).toEqual([
      'show header 0',
      'show header 1',
      'show text 1',
    ])
    expect(lines(one('Content-Type: message/external-body; access-type=ftp'))[1]).toBe('save octets message-subtype -')
  })

  it('unknown-type: is saved', () => {
    expect(lines(one('Content-Type: chemical/x-pdb'))[1]).toBe('save octets unknown-type -')
  })

  it('too-deep: a multipart whose parts cannot be found', () => {
    expect(lines('Content-Type: multipart/mixed; boundary=b\r\n\r\n--other\r\n')[1]).toBe('save octets too-deep -')
    expect(lines('Content-Type: multipart/mixed\r\n\r\n--other\r\n')[1]).toBe('save octets too-deep -')
  })

  it('shows the words of a multipart without any delimiter as text/plain', () => {
    expect(lines('Content-Type: multipart/mixed; boundary=b\r\n\r\nnothing')[1]).toBe('show text text -')
    expect(lines('Content-Type: multipart/related\r\n\r\nwords -- and more')[1]).toBe('show text text -')
  })

  it('saves a file whose declared type is no media type', () => {
    expect(lines('Content-Type: pdf; name=a.pdf\r\n\r\nPDF')[1]).toBe('save octets unknown-type -')
    expect(lines('Content-Type: text\r\n\r\nwords')[1]).toBe('show text text -')
  })

  it('refuses wrong options', () => {
    expect(() => present(parse('a: b\r\n\r\n'), { types: 'text/plain' as unknown as string[] })).toThrow(TypeError)
    expect(() => present(parse('a: b\r\n\r\n'), { type: [] } as PresentOptions)).toThrow('options.type')
  })

  it('takes nested alternatives in one pass', () => {
    const depth = 3000
    let source = ''
    for (let i = 0; i < depth; i++)
      source += `Content-Type: multipart/alternative; boundary=b${i}\r\n\r\n--b${i}\r\n\r\nplain\r\n--b${i}\r\n`
    source += '\r\nend'
    const message = parse(source, { limits: { maxDepth: depth + 1, maxParts: 3 * depth } })
    expect(present(message).length).toBeGreaterThan(1)
  })
})

describe('docs/present.md', () => {
  it('has a line for each rule, and each line a test', () => {
    const table = readFileSync('docs/present.md', 'utf8')
    const own = readFileSync('test/unit/present/present.test.ts', 'utf8')
    const rows = [...table.matchAll(/^\| `([\w-]+)` .*\| ([^|]+) \|$/gm)]
    const source = readFileSync('src/present/present.ts', 'utf8')
    const rules = [...source.slice(0, source.indexOf('export interface')).matchAll(/^ {2}\| '([\w-]+)'/gm)]
    expect(rows.map(([, rule]) => rule).sort()).toEqual(rules.map(([, rule]) => rule).sort())
    for (const [, , test] of rows) expect(own).toMatch(new RegExp(`it\\('${test}[ :]`))
  })
})
