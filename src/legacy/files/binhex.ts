/** Decodes BinHex 4.0: six bits a character, run lengths after 90, two forks with CRCs. RFC 1741 Appendix A. */
import { COLON, CR, LF, SP, TAB } from '../../bytes/ascii.js'
import { indexOfByte } from '../../bytes/platform.js'
import { type Source, toBytes } from '../../bytes/source.js'
import { ByteWriter } from '../../bytes/writer.js'
import { decodeText } from '../../charset/index.js'
import { crc16 } from './checksum.js'
import { type Budget, budgetOf, type LegacyOptions, type LegacyProblem, Problems, type Span } from './found.js'
import { Lines } from './lines.js'

/** A file in BinHex 4.0 (RFC 1741). */
export interface BinHex extends Span {
  /** The filename, decoded and otherwise as received: never use it as a path. */
  readonly filename: string
  /** Type of the file, four characters, as `TEXT`. */
  readonly type: string
  /** Creator of the file, four characters, as `ttxt`: the program that made it. */
  readonly creator: string
  /** The Finder's flags. */
  readonly flags: number
  /** The content that other systems know. */
  readonly dataFork: Uint8Array
  /** What only a Macintosh reads. */
  readonly resourceFork: Uint8Array
  /** What is wrong with it; empty where nothing is. */
  readonly problems: readonly LegacyProblem[]
}

const ALPHABET = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr'
const COMMENT = '(This file must be converted with BinHex'
/** Lines between the comment and the first `:`: empty ones, or one that a relay put in. */
const MAX_GAP = 4
/** Octets of the header behind the name, CRC included: version 1, type 4, creator 4, flags 2, lengths 4 and 4, CRC 2. */
const AFTER_NAME = 21

const JUNK = -1
const BLANK = -2
const STOP = -3

function build(): Int8Array {
  const worth = new Int8Array(256).fill(JUNK)
  for (let i = 0; i < 64; i++) worth[ALPHABET.charCodeAt(i)] = i
  for (const c of [SP, TAB, CR, LF]) worth[c] = BLANK
  worth[COLON] = STOP
  return worth
}

const WORTH = /* @__PURE__ */ build()

/** Is the present line the comment that stands before a BinHex file? */
export function isBinHexComment(lines: Lines): boolean {
  return lines.startsWith('(') && lines.text.startsWith(COMMENT)
}

/** The file behind the present line, which is the comment; undefined if none is there. `lines` then stands behind it. */
export function readBinHexBlock(lines: Lines, budget: Budget): BinHex | undefined {
  const { start, next } = lines
  for (let gap = 0; gap < MAX_GAP && lines.read(); gap++) {
    if (lines.bytes[lines.start] === COLON) return decodeFrom(lines, start, budget)
  }
  lines.back(next)
  return undefined
}

/** The first BinHex file of a text: behind the comment, or from the first line that begins with `:`. Never throws for bytes. */
export function readBinHex(source: Source, options?: LegacyOptions): BinHex | undefined {
  const bytes = toBytes(source)
  const budget = budgetOf(options)
  const lines = new Lines(bytes)
  while (lines.read()) {
    if (!isBinHexComment(lines)) continue
    const found = readBinHexBlock(lines, budget)
    if (found !== undefined) return found
  }
  lines.back(0)
  while (lines.read()) if (bytes[lines.start] === COLON) return decodeFrom(lines, lines.start, budget)
  return undefined
}

/** @param start where the comment begins; the present line begins with the first `:` */
function decodeFrom(lines: Lines, start: number, budget: Budget): BinHex {
  const { bytes, limit } = lines
  const problems = new Problems()
  const from = lines.start + 1
  const { output, at, cut } = unpack(bytes, from, limit, budget, problems)
  // Behind the last `:`, or behind the last octet that belongs to it.
  const end = at < limit && bytes[at] === COLON ? at + 1 : at
  const feed = indexOfByte(bytes, LF, end)
  lines.back(feed === -1 || feed >= limit ? limit : feed + 1)
  const nameLength = output[0] ?? 0
  const header = 1 + nameLength + AFTER_NAME
  const view = new DataView(output.buffer, output.byteOffset, output.byteLength)
  if (output.length < header) {
    problems.add('truncated', start, end, `a header of ${header} octets, ${output.length} are there`)
    const none = new Uint8Array(0)
    return {
      filename: '',
      type: '',
      creator: '',
      flags: 0,
      dataFork: none,
      resourceFork: none,
      problems: problems.list,
      start,
      end,
    }
  }
  const fixed = 1 + nameLength
  const dataLength = view.getUint32(fixed + 11)
  const resourceLength = view.getUint32(fixed + 15)
  const dataStart = header
  const resourceStart = dataStart + dataLength + 2
  const crcs: readonly [name: string, from: number, to: number][] = [
    ['header', 0, header - 2],
    ['data fork', dataStart, dataStart + dataLength],
    ['resource fork', resourceStart, resourceStart + resourceLength],
  ]
  for (const [name, first, last] of crcs) {
    if (last + 2 > output.length) {
      if (!cut) problems.add('truncated', start, end, `the ${name} reaches over the end`)
      break
    }
    const declared = view.getUint16(last)
    const actual = crc16(output.subarray(first, last))
    if (declared !== actual)
      problems.add('crc-mismatch', start, end, `CRC of the ${name}: ${declared} is declared, ${actual} is there`)
  }
  const text = (first: number, last: number) => decodeText(output.subarray(first, last), 'macintosh').text
  return {
    filename: text(1, fixed),
    type: text(fixed + 1, fixed + 5),
    creator: text(fixed + 5, fixed + 9),
    flags: view.getUint16(fixed + 9),
    dataFork: output.subarray(dataStart, Math.min(output.length, dataStart + dataLength)),
    resourceFork: output.subarray(
      Math.min(output.length, resourceStart),
      Math.min(output.length, resourceStart + resourceLength),
    ),
    problems: problems.list,
    start,
    end,
  }
}

/**
 * Six bits to octets to runs. Stops at `:`, at the first octet that is not of the alphabet (every later one would be shifted), at the end of
 * what the header declares, and at the budget: three characters can stand for 254 octets.
 */
function unpack(bytes: Uint8Array, from: number, limit: number, budget: Budget, problems: Problems) {
  const writer = new ByteWriter(Math.min(limit - from, 65_536))
  const head = new Uint8Array(1 + 255 + AFTER_NAME)
  const view = new DataView(head.buffer)
  /** What the header says that there is in all, once it is there. */
  let wanted = Number.POSITIVE_INFINITY
  const room = budget.left
  let bits = 0
  let held = 0
  let previous = 0
  let marked = false
  let cut = false
  let at = from
  const put = (octet: number, count: number) => {
    const granted = Math.max(0, Math.min(count, wanted - writer.length, room - writer.length))
    if (granted < count && room < wanted) cut = true
    for (let i = 0; i < granted; i++) {
      if (writer.length < head.length) {
        head[writer.length] = octet
        const header = 1 + head[0]! + AFTER_NAME
        if (writer.length === header - 1) wanted = header + view.getUint32(header - 10) + view.getUint32(header - 6) + 4
      }
      writer.byte(octet)
    }
  }
  for (; at < limit && !cut; at++) {
    const worth = WORTH[bytes[at]!]!
    if (worth === BLANK) continue
    if (worth < 0) break
    bits = ((bits << 6) | worth) & 0xffffff
    held += 6
    if (held < 8) continue
    held -= 8
    const octet = (bits >> held) & 0xff
    if (!marked) {
      if (octet === 0x90) marked = true
      else put((previous = octet), 1)
      continue
    }
    marked = false
    if (octet === 0) put((previous = 0x90), 1)
    else put(previous, octet - 1)
  }
  if (cut) problems.add('too-large', from, at, `over the limit of decoded octets; cut at ${writer.length}`)
  else if (at >= limit) problems.add('missing-end', at, at, 'no `:` at the end')
  else if (bytes[at] !== COLON)
    problems.add('bad-octets', at, at + 1, 'not of the alphabet of BinHex; reading ends there')
  budget.take(writer.length)
  return { output: writer.take(), at, cut }
}
