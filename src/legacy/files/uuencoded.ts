/** Reads a uuencoded file between the lines of a text, and its base64 kin. No RFC; POSIX `uuencode`, both algorithms. */
import { ByteWriter } from '../../bytes/writer.js'
import { Base64Decoder } from '../../codec/base64.js'
import { encodedName, UuDecoder } from '../../codec/uuencode.js'
import { type Budget, type LegacyFile, legacyFile, nameText, Problems } from './found.js'
import { type Lines, MAX_LINE } from './lines.js'

/** `-encoded`: the name is under base64 (GNU sharutils, `uuencode -e`). */
const BEGIN = /^begin(-base64)?(-encoded)? [0-7]{3,4} ([^ ].*)$/s
const BASE64_LINE = /^[A-Za-z0-9+/]+={0,2}[ \t]*$/
/** The last line of the base64 form. */
const BASE64_END = '===='

/**
 * So many lines in a row that are no data mean that the text has gone on without an `end`: a relay may have put a line in, prose does not
 * stop after four.
 */
const MAX_BAD_LINES = 4

/** What a line is inside a block. */
const BAD = 0
const DATA = 1
const BLANK = 2
const END = 3
/** Of the right length, with octets that a relay put in the place of others. */
const DAMAGED = 4

/** So many octets of a line may be damaged: prose of the right length has dozens that are no data. */
const MAX_DAMAGED = 8

/**
 * The block that the present line begins; undefined if it begins none. `lines` then stands behind it, else where it was.
 *
 *      begin ──▶ waiting for data ── DATA, DAMAGED ──▶ in data ── END ──▶ closed
 *                  │  └ BLANK: stays                     │  ├ DATA, BLANK: stays
 *                  │                                     │  ├ DAMAGED: stays, the line is a gap
 *                  ├ BAD, end: no block                  │  └ BAD: waits; a gap if data follow within four lines
 *                  └ END: closed, an empty file          └ `begin`, a fifth BAD, end: closed behind the last data, without `end`
 *
 * QUIRK(uuencode): a `begin` without `end` is taken as far as its data go, if a line of data follows at all. Sent by: agents that cut long
 * messages; people who forward half of one. Fixture: test/unit/legacy/uuencoded.
 */
export function readUuencoded(lines: Lines, budget: Budget): LegacyFile | undefined {
  if (lines.length > MAX_LINE) return undefined
  const { text } = lines
  const begin = BEGIN.exec(text)
  if (begin === null) return undefined
  const base64 = begin[1] !== undefined
  const name = begin[2] === undefined ? begin[3]! : encodedName(begin[3]!)
  const { start, next: dataStart } = lines
  const kindOf = base64 ? base64Line : uuLine
  const problems = new Problems()
  /** Start and end of each line that was left out; those of `bad` only if data follow. */
  const gaps: number[] = []
  let bad: number[] = []
  let dataEnd = dataStart
  let end = lines.end
  let after = dataStart
  let closed = false
  let hasData = false
  while (lines.read()) {
    const kind = kindOf(lines)
    if (kind === END) {
      closed = true
      dataEnd = lines.start
      after = lines.next
      end = lines.end
    }
    if (kind === END || kind === DATA || kind === DAMAGED) {
      for (let i = 0; i < bad.length; i += 2)
        problems.add('bad-line', bad[i]!, bad[i + 1]!, 'no line of data; left out')
      gaps.push(...bad)
      bad = []
      if (closed) break
      if (kind === DAMAGED) {
        problems.add('bad-line', lines.start, lines.end, 'octets that are no data; the line is left out')
        gaps.push(lines.start, lines.end)
      }
      hasData = true
      dataEnd = after = lines.next
      end = lines.end
    } else if (kind === BAD) {
      // Text that never held data is no block; another `begin` is another block.
      if (!hasData || lines.startsWith('begin') || bad.length >= 2 * MAX_BAD_LINES) break
      bad.push(lines.start, lines.end)
    }
  }
  lines.back(after)
  if (!closed && !hasData) return undefined
  if (!closed) problems.add('missing-end', end, end, `no line \`${base64 ? BASE64_END : 'end'}\``)
  const { bytes } = lines
  const decoded = base64
    ? base64Data(bytes, dataStart, dataEnd, gaps)
    : new UuDecoder().run(bytes.subarray(start, after), true)
  const granted = budget.take(decoded.length)
  if (granted < decoded.length)
    problems.add('too-large', start, end, `over the limit of decoded octets; cut at ${granted}`)
  return legacyFile({
    kind: base64 ? 'begin-base64' : 'uuencode',
    filename: nameText(name),
    spans: [{ start, end }],
    problems: problems.list,
    content: decoded.subarray(0, granted),
  })
}

/** The base64 decoder would take letters of a line that is none of its own. */
function base64Data(bytes: Uint8Array, start: number, end: number, gaps: readonly number[]): Uint8Array {
  const decoder = new Base64Decoder()
  const writer = new ByteWriter(Math.ceil((end - start) * 0.75) + 4)
  let from = start
  for (let i = 0; i < gaps.length; i += 2) {
    writer.bytes(decoder.write(bytes.subarray(from, gaps[i]!)))
    from = gaps[i + 1]!
  }
  return writer.bytes(decoder.run(bytes.subarray(from, end), true)).take()
}

/** As the decoder takes it (src/codec/uuencode.ts): a count, then at least half of what it counts. */
function uuLine({ bytes, start, end, length }: Lines): number {
  if (length === 0) return BLANK
  const first = bytes[start]!
  if (length <= 6 && isEnd(bytes, start, end)) return END
  if (first < 0x20 || first > 0x60 || length > MAX_LINE) return BAD
  const need = Math.ceil(((first - 0x20) & 63) / 3) * 4
  const have = length - 1
  if (have * 2 < need || have > need + 4) return BAD
  let damaged = 0
  for (let at = start + 1; at <= start + need && at < end; at++) if (bytes[at]! < 0x20 || bytes[at]! > 0x60) damaged++
  if (damaged === 0) return DATA
  return damaged <= MAX_DAMAGED && damaged * 4 < need && have >= need ? DAMAGED : BAD
}

function isEnd(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== 0x65 || bytes[start + 1] !== 0x6e || bytes[start + 2] !== 0x64 || end < start + 3) return false
  for (let at = start + 3; at < end; at++) if (bytes[at] !== 0x20 && bytes[at] !== 0x09) return false
  return true
}

function base64Line(lines: Lines): number {
  if (lines.length === 0) return BLANK
  if (lines.length > MAX_LINE) return BAD
  const { text } = lines
  if (text.startsWith(BASE64_END)) return END
  return BASE64_LINE.test(text) ? DATA : BAD
}
