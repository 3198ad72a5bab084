/** No edit makes a message deeper than `limits.maxDepth`: it would not be read back (docs/security.md). */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'

const crlf = (...lines: string[]) => lines.join('\r\n')
const mixed = (boundary: string, ...parts: string[]) =>
  crlf(
    `Content-Type: multipart/mixed; boundary=${boundary}`,
    '',
    ...parts.flatMap((part) => [`--${boundary}`, part]),
    `--${boundary}--`,
    '',
  )
const LEAF = crlf('Content-Type: text/plain', '', 'leaf')

describe('the depth of what is added counts', () => {
  const added = () => parse(mixed('inner', LEAF))
  const EDITS = {
    append: (target: ReturnType<typeof parse>, part: ReturnType<typeof parse>) => target.append(part),
    insert: (target: ReturnType<typeof parse>, part: ReturnType<typeof parse>) => target.insert(0, part),
    replaceWith: (target: ReturnType<typeof parse>, part: ReturnType<typeof parse>) =>
      target.parts[0]!.replaceWith(part),
  }

  it.each(Object.entries(EDITS))('%s of a multipart with a part in it', (_, edit) => {
    const source = mixed('outer', LEAF)
    const target = parse(source, { limits: { maxDepth: 1 } })
    expect(() => edit(target, parse(`MIME-Version: 1.0\r\n${mixed('inner', LEAF)}`))).toThrow(/maxDepth/)
    expect(target.toString()).toBe(source)
    expect(parse(target.toBytes(), { limits: { maxDepth: 1 } }).check()).not.toContainEqual(
      expect.objectContaining({ code: 'nesting-too-deep' }),
    )
  })

  it.each(Object.entries(EDITS))('%s of a leaf, in the same place', (_, edit) => {
    const target = parse(mixed('outer', LEAF), { limits: { maxDepth: 2 } })
    edit(target, parse(LEAF))
    const back = parse(target.toBytes(), { limits: { maxDepth: 2 } })
    expect(back.check().map(({ code }) => code)).not.toContain('nesting-too-deep')
    expect(back.parts.length).toBe(target.parts.length)
  })

  it('one level more than the limit is refused, the limit itself is taken', () => {
    const target = () => mixed('outer', LEAF)
    const two = parse(target(), { limits: { maxDepth: 3 } })
    two.append(added().message ?? added())
    expect(
      parse(two.toBytes(), { limits: { maxDepth: 3 } })
        .check()
        .map(({ code }) => code),
    ).not.toContain('nesting-too-deep')
  })
})
