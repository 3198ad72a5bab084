/** PGP armour in octets: blocks located, cleartext taken out of its dashes. RFC 4880 §6.2, §7. */
import { trimWsp, trimWspEnd } from '../bytes/ascii.js'
import { fromLatin1, indexOfByte, indexOfBytes, latin1 } from '../bytes/platform.js'
import { ByteWriter } from '../bytes/writer.js'

export type ArmourType = 'signed-message' | 'message' | 'message-part' | 'signature' | 'public-key' | 'private-key'

export interface Armour {
  readonly type: ArmourType
  /** Octets of the block with the line ends of its first and last line. */
  readonly start: number
  readonly end: number
  /** Armour headers of its first part, keys in lower case, as they stand. Nothing signs them. */
  readonly headers: readonly (readonly [key: string, value: string])[]
  /** Where what follows the headers and their blank line begins. */
  readonly bodyStart: number
  /** Of a signed message: where its signature begins; where the signed text ends. */
  readonly signatureStart?: number
  /** There is no tail line, or not the one that belongs to it. */
  readonly unterminated: boolean
  /** Lines among the headers that are none, or no blank line behind them. */
  readonly badHeaders: boolean
}

const LINE =
  /^-----(BEGIN|END) PGP (SIGNED MESSAGE|MESSAGE|SIGNATURE|PUBLIC KEY BLOCK|PRIVATE KEY BLOCK|MESSAGE, PART \d{1,5}(?:\/\d{1,5})?)-----[ \t]*\r?\n?$/
const TYPES: ReadonlyMap<string, ArmourType> = /* @__PURE__ */ new Map<string, ArmourType>([
  ['SIGNED MESSAGE', 'signed-message'],
  ['MESSAGE', 'message'],
  ['SIGNATURE', 'signature'],
  ['PUBLIC KEY BLOCK', 'public-key'],
  ['PRIVATE KEY BLOCK', 'private-key'],
])
const HEADER = /^([A-Za-z][A-Za-z0-9-]*): ?(.*)$/
const DASHES = '-----'
const PGP: Uint8Array = /* @__PURE__ */ fromLatin1(' PGP ')
const LF = 0x0a

/** Longest header line of armour that is believed to be one: with trailing white space, it is for nobody longer. */
const MAX_MARK = 200
/** RFC 4880 §6.2 lets a key be repeated; five keys are known. */
const MAX_HEADERS = 64

interface Mark {
  readonly begins: boolean
  readonly text: string
  readonly start: number
  /** Behind its line end. */
  readonly end: number
}

/** The header and tail lines of armour, in order: each starts a line and is alone on it. */
function marksIn(bytes: Uint8Array): Mark[] {
  const marks: Mark[] = []
  // A line is looked at once, however often the words stand in it.
  let looked = -1
  for (let at = indexOfBytes(bytes, PGP, 0); at !== -1; at = indexOfBytes(bytes, PGP, at + 1)) {
    const start = at - (bytes[at - 1] === 0x4e ? 10 : 8)
    if (start < 0 || start <= looked || (start > 0 && bytes[start - 1] !== LF)) continue
    looked = start
    const lf = indexOfByte(bytes.subarray(start, start + MAX_MARK), LF, 0)
    if (lf === -1 && start + MAX_MARK < bytes.length) continue
    const end = lf === -1 ? bytes.length : start + lf + 1
    const match = LINE.exec(latin1(bytes, start, end))
    if (match !== null) marks.push({ begins: match[1] === 'BEGIN', text: match[2]!, start, end })
  }
  return marks
}

/** Blocks of armour, in order, none inside another; at most `most`. Never throws; linear. */
export function findArmour(bytes: Uint8Array, most: number): Armour[] {
  const found: Armour[] = []
  let open: Mark | undefined
  let signature: Mark | undefined
  const close = (end: number, terminated: boolean) => {
    if (open !== undefined && found.length < most) found.push(armourOf(bytes, open, signature, end, terminated))
    open = signature = undefined
  }
  for (const mark of marksIn(bytes)) {
    if (found.length >= most) return found
    if (!mark.begins) {
      if (open !== undefined && (signature ?? open).text === mark.text) close(mark.end, true)
    } else if (open?.text === 'SIGNED MESSAGE' && signature === undefined && mark.text === 'SIGNATURE') signature = mark
    else {
      close(mark.start, false)
      open = mark
    }
  }
  close(bytes.length, false)
  return found
}

function armourOf(
  bytes: Uint8Array,
  open: Mark,
  signature: Mark | undefined,
  end: number,
  terminated: boolean,
): Armour {
  const { headers, bodyStart, bad } = headersAt(bytes, open.end, signature?.start ?? end)
  return {
    type: TYPES.get(open.text) ?? 'message-part',
    start: open.start,
    end,
    headers,
    bodyStart,
    ...(signature === undefined ? {} : { signatureStart: signature.start }),
    unterminated: !terminated || (open.text === 'SIGNED MESSAGE' && signature === undefined),
    badHeaders: bad,
  }
}

function headersAt(bytes: Uint8Array, from: number, to: number) {
  const headers: [string, string][] = []
  let at = from
  let bad = false
  while (at < to) {
    const lf = indexOfByte(bytes, LF, at)
    const end = lf === -1 || lf >= to ? to : lf + 1
    const line = trimWspEnd(latin1(bytes, at, end))
    if (line === '') return { headers, bodyStart: end, bad }
    const match = HEADER.exec(line)
    if (match === null || headers.length >= MAX_HEADERS) {
      // QUIRK(RFC 4880 §6.2): no blank line: the data begin here. Sent by: gateways that drop empty lines. Fixture: test/unit/secure/armour.
      return { headers, bodyStart: at, bad: true }
    }
    headers.push([match[1]!.toLowerCase(), trimWsp(match[2]!)])
    at = end
  }
  bad = true
  return { headers, bodyStart: Math.min(at, to), bad }
}

export interface Cleartext {
  /** What the signature is over: dash-escaping undone, no white space at the ends of lines, CRLF between them, none behind the last. */
  readonly bytes: Uint8Array
  /** Lines that begin with a dash and are not escaped (RFC 4880 §7.1): what signs them differs from reader to reader. */
  readonly unescaped: number
}

/** The signed text of a signed message (RFC 4880 §7.1). Linear. */
export function cleartextOf(bytes: Uint8Array, { bodyStart, signatureStart, end }: Armour): Cleartext {
  const to = signatureStart ?? end
  const out = new ByteWriter(to - bodyStart + 16)
  let unescaped = 0
  let first = true
  for (let at = bodyStart; at < to; ) {
    const lf = indexOfByte(bytes, LF, at)
    const next = lf === -1 || lf >= to ? to : lf + 1
    let from = at
    let stop = next
    while (stop > from && isBlank(bytes[stop - 1]!)) stop--
    if (bytes[from] === 0x2d && from < stop) {
      if (bytes[from + 1] === 0x20) from += 2
      // A line of one dash and a space has lost its space with the white space at its end.
      else if (stop - from === 1 && bytes[stop] === 0x20) from = stop
      else unescaped++
    }
    if (!first) out.latin1('\r\n')
    first = false
    out.bytes(bytes.subarray(Math.min(from, stop), stop))
    at = next
  }
  return { bytes: out.take(), unescaped }
}

function isBlank(c: number): boolean {
  return c === 0x20 || c === 0x09 || c === 0x0d || c === LF
}

/** What a PGP message holds on its outside, by its first packet (RFC 4880 §4.3). Undefined where that cannot be seen. */
export function packetKind(bytes: Uint8Array): 'encrypted' | 'signed' | 'compressed' | 'key' | undefined {
  const first = bytes[0] ?? 0
  if (first < 0x80) return undefined
  const tag = (first & 0x40) === 0 ? (first >> 2) & 0x0f : first & 0x3f
  if (tag === 1 || tag === 3 || tag === 9 || tag === 18 || tag === 20) return 'encrypted'
  if (tag === 2 || tag === 4) return 'signed'
  if (tag === 8 || tag === 11) return 'compressed'
  return tag === 5 || tag === 6 ? 'key' : undefined
}

/** The first octets of the data in a block, of which at least one is wanted: its first four letters of base64. */
export function firstLetters(bytes: Uint8Array, { bodyStart, end }: Armour): string {
  return trimWsp(latin1(bytes, bodyStart, Math.min(end, bodyStart + 80))).slice(0, 4)
}

/** Is it armour and nothing else, white space aside? */
export function isOnly(bytes: Uint8Array, { start, end }: Pick<Armour, 'start' | 'end'>): boolean {
  for (let i = 0; i < start; i++) if (!isBlank(bytes[i]!)) return false
  for (let i = end; i < bytes.length; i++) if (!isBlank(bytes[i]!)) return false
  return true
}

/** Does it begin as armour does? */
export function looksArmoured(bytes: Uint8Array): boolean {
  let at = 0
  while (at < bytes.length && isBlank(bytes[at]!)) at++
  return latin1(bytes, at, Math.min(bytes.length, at + DASHES.length)) === DASHES
}
