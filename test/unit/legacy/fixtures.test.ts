/** The files in the messages of fixtures/legacy, also with LF alone; and, over any folder named by MAIL_CORPUS, that no octets throw and spans hold. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'
import { externalBody, formattedText, joinPartials, legacyParts } from '../../../src/legacy/index.js'
import { seeded } from '../../seeded.js'
import { codes, text } from './octets.js'

const FILES: Readonly<Record<string, readonly (readonly [what: string, content: string, problems: string])[]>> = {
  '01-uuencode-in-text': [
    ['uuencode ../cat.txt', 'Cat', ''],
    ['uuencode dog.txt', 'Dog', 'missing-end'],
  ],
  '02-yenc': [['yenc hello.txt', 'hello, world\n', '']],
  '03-binhex': [['binhex a.txt', 'hi \x90 aaaaaaaa!', '']],
  '04-sun-attachment': [
    ['sun text', 'The cat is below.\n', ''],
    ['sun cat.gif', 'Cat', ''],
  ],
  '05-winmail': [['tnef cat.txt', 'Cat', '']],
  '06-shell-archive': [['shar src/cat.c', 'int main() { return 0; }\n', '']],
}

const withLf = (bytes: Uint8Array) => bytes.filter((octet, i) => octet !== 13 || bytes[i + 1] !== 10)

describe('fixtures/legacy', () => {
  it.each(Object.entries(FILES))('%s', (name, expected) => {
    const bytes = new Uint8Array(readFileSync(`fixtures/legacy/${name}.eml`))
    for (const source of [bytes, withLf(bytes)]) {
      const found = legacyParts(parse(source))
      expect(
        found.map((file) => [
          `${file.kind} ${file.filename}`,
          text(file.bytes()).replaceAll('\r\n', '\n'),
          codes(file.problems).join(' '),
        ]),
      ).toEqual(expected)
    }
  })
})

describe('hostile octets', () => {
  it('no change of a few octets makes a reader throw, or a span leave its part', () => {
    const random = seeded(9)
    for (const name of Object.keys(FILES)) {
      const bytes = new Uint8Array(readFileSync(`fixtures/legacy/${name}.eml`))
      for (let i = 0; i < 300; i++) {
        const changed = bytes.slice(0, random(4) === 0 ? random(bytes.length) : bytes.length)
        for (let n = random(6); n >= 0; n--) changed[random(bytes.length)] = random(256)
        for (const { spans, problems, part } of legacyParts(parse(changed))) {
          const { length } = part.bytes()
          for (const { start, end } of [...spans, ...problems]) expect(start <= end && end <= length).toBe(true)
        }
      }
    }
  })
})

describe.skipIf(!process.env.MAIL_CORPUS)('any mail', () => {
  it('is read without a throw; spans lie in their parts', () => {
    const folder = process.env.MAIL_CORPUS!
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue
      const message = parse(readFileSync(join(file.parentPath, file.name)))
      for (const { spans, problems, part } of legacyParts(message)) {
        const { length } = part.bytes()
        for (const { start, end } of [...spans, ...problems]) expect(start <= end && end <= length).toBe(true)
      }
      for (const part of message.walk()) {
        externalBody(part)
        formattedText(part)
      }
      joinPartials(message.walk())
    }
  }, 300_000)
})
