/** Reads yEnc between the lines of a text: `=ybegin`, `=ypart`, `=yend` (yEnc draft 1.3). One part, whole or of several; yenc-join.ts joins them. */
import { CR, EQUALS, LF, trimWsp } from '../../bytes/ascii.js'
import { fromLatin1, indexOfBytes } from '../../bytes/platform.js'
import { type Source, toBytes } from '../../bytes/source.js'
import { crc32 } from './checksum.js'
import {
  type Budget,
  budgetOf,
  type LegacyOptions,
  type LegacyProblem,
  nameText,
  Problems,
  type Span,
} from './found.js'
import { Lines } from './lines.js'

/** What one `=ybegin … =yend` holds. Numbers are as declared. */
export interface YencPart extends Span {
  /** The name in its `=ybegin` line, as received: never use it as a path. */
  readonly filename: string
  /** Octets of the whole file. */
  readonly size?: number
  /** Number of this part, from 1. Absent where the file is in one part. */
  readonly part?: number
  /** How many parts there are. Absent where the file does not say. */
  readonly total?: number
  /** Offset of this part in the file, from 0. */
  readonly from?: number
  /** Offset in the file behind this part. */
  readonly to?: number
  /** CRC-32 of the whole file. */
  readonly crc32?: number
  /** The octets, decoded. */
  readonly bytes: Uint8Array
  /** What is wrong with it; empty where nothing is. */
  readonly problems: readonly LegacyProblem[]
}

/** A control line in what follows the data: `=y` is never data (an escaped octet is not 0F). */
const CONTROL_LINE = /* @__PURE__ */ fromLatin1('\n=y')

/** Keywords of the control lines of a block, and where its data stand. */
interface Frame {
  readonly begin: Map<string, string>
  /** Of the =ypart line, where there is one. */
  readonly range: Map<string, string> | undefined
  /** Of the =yend line, where there is one. */
  readonly last: Map<string, string> | undefined
  readonly dataStart: number
  readonly dataEnd: number
  readonly end: number
}

/** At the line =ybegin. `lines` then stands behind the block. */
function readFrame(lines: Lines): Frame {
  const { bytes, limit } = lines
  const begin = keywords(lines.text)
  let dataStart = lines.next
  let range: Map<string, string> | undefined
  if (lines.read()) {
    if (lines.startsWith('=ypart ')) {
      range = keywords(lines.text)
      dataStart = lines.next
    }
    lines.back(dataStart)
  }
  // The data may be empty: the control line then follows at once.
  const found = dataStart > 0 ? indexOfBytes(bytes, CONTROL_LINE, dataStart - 1) : -1
  const dataEnd = found === -1 || found >= limit ? limit : Math.max(dataStart, found + 1)
  lines.back(dataEnd)
  if (lines.read() && (lines.startsWith('=yend ') || lines.text === '=yend'))
    return { begin, range, last: keywords(lines.text), dataStart, dataEnd, end: lines.end }
  lines.back(dataEnd)
  return { begin, range, last: undefined, dataStart, dataEnd, end: dataEnd }
}

/** What the control lines say of the size and the sum of the data. In a part, crc32 is that of the whole file. */
function checkContent(content: Uint8Array, { begin, range, last }: Frame, problems: Problems, place: Span): void {
  const isPart = numberOf(begin, 'part') !== undefined
  const from = numberOf(range, 'begin')
  const to = numberOf(range, 'end')
  const ofPart = from === undefined || to === undefined ? undefined : to - from + 1
  const wanted = isPart ? ofPart : numberOf(begin, 'size')
  checkSizes(problems, [wanted, numberOf(last, 'size')], content.length, place)
  const declared = crcOf(last, isPart ? 'pcrc32' : 'crc32')
  const actual = declared === undefined ? 0 : crc32(content)
  if (declared === undefined || declared === actual) return
  const { start, end } = place
  problems.add('crc-mismatch', start, end, `CRC-32 ${hex(declared)} is declared, the data have ${hex(actual)}`)
}

/**
 * The block that the present line begins; undefined if it begins none. `lines` then stands behind it.
 * Octets that look like a control line end the data: `=ybegin` begins the next block.
 */
export function readYencBlock(lines: Lines, budget: Budget): YencPart | undefined {
  if (!lines.startsWith('=ybegin ')) return undefined
  const { bytes, start, end: lineEnd } = lines
  const problems = new Problems()
  const frame = readFrame(lines)
  const { begin, range, last, dataStart, dataEnd, end } = frame
  if (last === undefined) problems.add('missing-end', dataEnd, dataEnd, 'no line `=yend`')
  const content = decode(bytes, dataStart, dataEnd, budget)
  if (content === undefined) problems.add('too-large', start, end, 'over the limit of decoded octets; left out')
  const part = numberOf(begin, 'part')
  const from = numberOf(range, 'begin')
  const to = numberOf(range, 'end')
  if (part !== undefined && (from === undefined || to === undefined || from < 1 || to < from))
    problems.add('invalid', start, lineEnd, 'a part without a =ypart line that says where it belongs')
  if (content !== undefined) checkContent(content, frame, problems, { start, end })
  const numbers = {
    size: numberOf(begin, 'size'),
    part,
    total: numberOf(begin, 'total'),
    from: from === undefined || from < 1 ? undefined : from - 1,
    to,
    crc32: crcOf(last, 'crc32'),
  }
  return {
    filename: begin.get('name') ?? '',
    ...(Object.fromEntries(Object.entries(numbers).filter(([, number]) => number !== undefined)) as Partial<YencPart>),
    bytes: content ?? new Uint8Array(0),
    problems: problems.list,
    start,
    end,
  }
}

/** All yEnc blocks of a text, in order. Never throws for bytes. */
export function readYenc(source: Source, options?: LegacyOptions): YencPart[] {
  const budget = budgetOf(options)
  const lines = new Lines(toBytes(source))
  const found: YencPart[] = []
  while (lines.read()) {
    const block = readYencBlock(lines, budget)
    if (block !== undefined) found.push(block)
  }
  return found
}

function checkSizes(
  problems: Problems,
  declared: readonly (number | undefined)[],
  actual: number,
  { start, end }: Span,
) {
  for (const size of new Set(declared)) {
    if (size !== undefined && size !== actual)
      problems.add('size-mismatch', start, end, `${size} octets are declared, the data have ${actual}`)
  }
}

/** `name=value` words; the name of the file is the last and may hold spaces. */
function keywords(line: string): Map<string, string> {
  const found = new Map<string, string>()
  const at = line.indexOf(' name=')
  const words = (at === -1 ? line : line.slice(0, at)).split(' ')
  for (const word of words) {
    const equals = word.indexOf('=', 1)
    if (equals > 0) found.set(word.slice(0, equals).toLowerCase(), word.slice(equals + 1))
  }
  if (at !== -1) {
    const name = trimWsp(line.slice(at + 6))
    found.set(
      'name',
      nameText(name.length > 1 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1) : name),
    )
  }
  return found
}

function numberOf(words: Map<string, string> | undefined, name: string): number | undefined {
  const value = words?.get(name)
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}

function crcOf(words: Map<string, string> | undefined, name: string): number | undefined {
  const value = words?.get(name)
  return value !== undefined && /^[0-9a-f]{1,8}$/i.test(value) ? Number.parseInt(value, 16) : undefined
}

export function hex(value: number): string {
  return value.toString(16).padStart(8, '0')
}

/** Undefined where the budget does not hold the data. Line ends are none of them. */
function decode(bytes: Uint8Array, start: number, end: number, budget: Budget): Uint8Array | undefined {
  if (end - start > budget.left) return undefined
  const out = new Uint8Array(end - start)
  let used = 0
  for (let at = start; at < end; at++) {
    let c = bytes[at]!
    if (c === CR || c === LF) continue
    if (c === EQUALS) {
      do at++
      while (at < end && (bytes[at] === CR || bytes[at] === LF))
      if (at >= end) break
      c = bytes[at]! - 64
    }
    out[used++] = c - 42
  }
  budget.take(used)
  return out.subarray(0, used)
}
