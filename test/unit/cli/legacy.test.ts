/** `messagerie legacy`: lists, and saves with the care of `extract`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { legacy } from '../../../src/cli/legacy.js'
import { temporary } from '../../temporary.js'

const LETTER =
  'Subject: x\r\n\r\nsee\r\nbegin 644 ../../cat.txt\r\n#0V%T\r\n`\r\nend\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n'
const PART = (n: number) =>
  `Subject: s\r\nContent-Type: message/partial; id="a"; number=${n}; total=2\r\n\r\n${n === 1 ? 'Subject: whole\r\n\r\n' : ''}${n}\r\n`

function run(messages: readonly string[], values: Record<string, string | boolean>) {
  const folder = temporary()
  const files = messages.map((message, i) => {
    const path = join(folder, `${i}.eml`)
    writeFileSync(path, message)
    return path
  })
  let output = ''
  const out = { colour: false, write: (text: string) => void (output += text) }
  const saved = join(folder, 'saved')
  const given = values.extract === true ? { ...values, extract: saved } : values
  const code = legacy.run({ values: given, files, out })
  return { code, output, saved }
}

describe('messagerie legacy', () => {
  it('lists what it finds', () => {
    const { code, output } = run([LETTER], {})
    expect(code).toBe(0)
    expect(output).toBe(
      'uuencode  ../../cat.txt  3 B  part (all), octets 5–43\nuuencode  cat.txt  3 B  part (all), octets 45–77\n',
    )
    expect(run(['Subject: x\r\n\r\nhello\r\n'], {}).output).toBe('(nothing found)\n')
    expect(run([LETTER.replace('`\r\nend\r\n', '')], {}).code).toBe(1)
  })

  it('saves inside the folder, under safe names, over nothing', () => {
    const { saved } = run([LETTER], { extract: true })
    expect(readdirSync(saved).sort()).toEqual(['cat-1.txt', 'cat.txt'])
    expect(readFileSync(join(saved, 'cat.txt'), 'latin1')).toBe('Cat')
  })

  it('joins fragments', () => {
    const { code, output, saved } = run([PART(2), PART(1)], { extract: true })
    expect(code).toBe(0)
    expect(output).toContain('partial  a: 2 of 2 fragments\n')
    expect(readFileSync(join(saved, 'joined.eml'), 'latin1')).toBe('Subject: whole\r\n\r\n1\r\n2\r\n')
    const alone = run([PART(1)], {})
    expect(alone.code).toBe(1)
    expect(alone.output).toContain('missing: fragment 2')
  })

  it('describes an external body and prints JSON', () => {
    const external =
      'Content-Type: message/external-body; access-type=url; url="http://example.org/x"\r\n\r\nContent-ID: <a@b>\r\n\r\n'
    expect(run([external], {}).output).toBe('external-body  url: access-type=url; url=http://example.org/x\n')
    const data = JSON.parse(run([LETTER], { json: true }).output)
    expect(data.files[0]).toMatchObject({ kind: 'uuencode', safeFilename: 'cat.txt', size: 3, problems: [] })
  })
})
