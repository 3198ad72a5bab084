import { describe, expect, it } from 'vitest'
import { filesInText, joinYenc, readYenc } from '../../../../src/legacy/index.js'
import { codes, join, latin1, text } from '../octets.js'

/** yEnc draft 1.3: add 42; NUL, LF, CR and `=` of the result are escaped by `=` and 64 more. */
function encode(bytes: Uint8Array): Uint8Array {
  const out: number[] = []
  let column = 0
  for (const octet of bytes) {
    const c = (octet + 42) & 0xff
    if (c === 0 || c === 10 || c === 13 || c === 61) out.push(61, (c + 64) & 0xff)
    else out.push(c)
    if (++column === 128) {
      out.push(13, 10)
      column = 0
    }
  }
  return Uint8Array.from(out)
}

/** `hello, world` LF: CRC-32 f4247453 by zlib. */
const HELLO = latin1('hello, world\n')
const HELLO_YENC = '\x92\x8f\x96\x96\x99VJ\xa1\x99\x9c\x96\x8e4'

describe('yEnc', () => {
  it('decodes a block that was worked out by hand', () => {
    const source = latin1(
      `=ybegin line=128 size=13 name=hello world.txt\r\n${HELLO_YENC}\r\n=yend size=13 crc32=F4247453\r\n`,
    )
    const [part] = readYenc(source)
    expect(part).toMatchObject({
      filename: 'hello world.txt',
      size: 13,
      problems: [],
      start: 0,
      end: source.length - 2,
    })
    expect(part!.bytes).toEqual(HELLO)
    expect(encode(HELLO)).toEqual(latin1(HELLO_YENC))
  })

  it('gives back every octet', () => {
    const all = Uint8Array.from({ length: 1024 }, (_, i) => i & 0xff)
    const source = join(latin1('=ybegin line=128 size=1024 name=a\r\n'), encode(all), latin1('\r\n=yend size=1024\r\n'))
    const [file] = filesInText(source)
    expect(file!.bytes()).toEqual(all)
    expect(file).toMatchObject({ kind: 'yenc', filename: 'a', problems: [] })
  })

  it('keeps the last octet of a name in UTF-8, which is no white space', () => {
    const [file] = filesInText(
      Buffer.from('=ybegin line=128 size=2 name=voil\xc3\xa0 \r\nkl\r\n=yend size=2\r\n', 'latin1'),
    )
    expect(file!.filename).toBe('voilà')
  })

  it('checks sizes and the CRC', () => {
    const [part] = readYenc(latin1(`=ybegin line=128 size=12 name=a\n${HELLO_YENC}\n=yend size=14 crc32=00000000\n`))
    expect(codes(part!.problems)).toEqual(['size-mismatch', 'size-mismatch', 'crc-mismatch'])
    expect(part!.bytes).toEqual(HELLO)
  })

  it('says where an end is missing', () => {
    const source = `=ybegin line=128 size=13 name=a\n${HELLO_YENC}\n=ybegin line=128 size=0 name=b\n=yend size=0\n`
    const parts = readYenc(latin1(source))
    expect(parts.map(({ filename, problems }) => [filename, codes(problems)])).toEqual([
      ['a', ['missing-end']],
      ['b', []],
    ])
  })

  const part = (number: number, begin: number, end: number, piece: string, name = 'a') =>
    readYenc(
      join(
        latin1(`=ybegin part=${number} total=2 line=128 size=13 name=${name}\r\n=ypart begin=${begin} end=${end}\r\n`),
        encode(latin1(piece)),
        latin1(`\r\n=yend size=${piece.length} part=${number} crc32=f4247453\r\n`),
      ),
    )

  it('joins parts in any order', () => {
    const parts = [...part(2, 6, 13, ', world\n'.slice(0, 8)), ...part(1, 1, 5, 'hello')]
    expect(codes(parts[0]!.problems)).toEqual([])
    const joined = joinYenc([...part(2, 6, 13, ', world\n'), ...part(1, 1, 5, 'hello')])
    expect(joined).toMatchObject({ complete: true, filename: 'a', missing: [], problems: [] })
    expect(text(joined.bytes)).toBe('hello, world\n')
  })

  it('names what is missing and fills nothing in', () => {
    const joined = joinYenc(part(2, 6, 13, ', world\n'))
    expect(joined).toMatchObject({ complete: false, missing: [{ start: 0, end: 5 }] })
    const far = joinYenc([...part(1, 1, 5, 'hello'), ...part(2, 999_999_999_990, 999_999_999_994, 'world')])
    expect(far.bytes.length).toBe(10)
    expect(codes(far.problems)).toEqual(['size-mismatch'])
    expect(joinYenc([])).toMatchObject({ complete: false, filename: '', safeFilename: 'attachment' })
  })

  it('takes the first of duplicates, reports overlaps and strangers', () => {
    const joined = joinYenc([
      ...part(1, 1, 5, 'hello'),
      ...part(1, 1, 5, 'hello'),
      ...part(2, 6, 13, ', world\n'),
      ...part(1, 1, 5, 'HELLO', 'b'),
    ])
    expect(text(joined.bytes)).toBe('hello, world\n')
    expect(joined.complete).toBe(true)
    expect(codes(joined.problems)).toEqual(['invalid'])
  })

  it('stays within maxBytes', () => {
    const [one] = readYenc(latin1(`=ybegin line=128 size=13 name=a\n${HELLO_YENC}\n=yend size=13\n`), { maxBytes: 5 })
    expect(one!.bytes.length).toBe(0)
    expect(codes(one!.problems)).toEqual(['too-large'])
  })
})
