/** The .emlx files of Apple Mail: a line that counts the message's octets, the message, a property list. */
import { CR, DIGIT, FWS, is, LF, SP, TAB } from '../bytes/ascii.js'
import { fromLatin1, indexOfBytes, utf8 } from '../bytes/platform.js'
import { type Source, toBytes } from '../bytes/source.js'

/** Flags of a message in Apple Mail. */
export interface EmlxFlags {
  /** It was read. */
  readonly read: boolean
  /** It was deleted. */
  readonly deleted: boolean
  /** It was answered. */
  readonly answered: boolean
  /** It is encrypted. */
  readonly encrypted: boolean
  /** It was marked. */
  readonly flagged: boolean
  /** It is a draft. */
  readonly draft: boolean
  /** It was forwarded. */
  readonly forwarded: boolean
  /** It was redirected. */
  readonly redirected: boolean
  /** It is signed. */
  readonly signed: boolean
  /** It was marked as junk. */
  readonly junk: boolean
  /** It was marked as no junk. */
  readonly notJunk: boolean
  /** Attachments that Apple Mail counted, 0 to 63. */
  readonly attachments: number
  /** The number that they were read from. */
  readonly value: number
}

/** What an .emlx file holds. */
export interface Emlx {
  /** The message, exactly; a view of the source. */
  readonly bytes: Uint8Array
  /** Flags of the message. Undefined where the property list names none. */
  readonly flags?: EmlxFlags
  /** When the message came. Absent where the property list does not say. */
  readonly received?: Date
  /** The property list, as it stands: XML. */
  readonly propertyList: string
  /** Does the count on the first line lead to the property list, or to the end of the file? Where not, the message ends where the list begins. */
  readonly counted: boolean
}

/** White space before and behind the count. */
const MAX_SPACE = 16
/** Digits of a count: 15 stay below 2^53. */
const MAX_DIGITS = 15
const XML = /* @__PURE__ */ fromLatin1('<?xml ')
const DOCTYPE = /* @__PURE__ */ fromLatin1('<!DOCTYPE plist')
const PLIST = /* @__PURE__ */ fromLatin1('<plist')
/** Octets of a property list that are read. */
const MAX_LIST = 1 << 20

/**
 * Reads an .emlx file; undefined where it does not begin with a count. Never throws on bytes.
 *
 * @example
 * const { bytes, flags } = readEmlx(file)
 * if (!flags?.read) console.log(parse(bytes).subject)
 */
export function readEmlx(source: Source): Emlx | undefined {
  const bytes = toBytes(source)
  const line = readCountLine(bytes)
  if (line === undefined) return undefined
  const { start, count } = line
  const counted = start + count <= bytes.length && isListAt(bytes, start + count)
  const end = counted ? start + count : listStart(bytes, start)
  const propertyList = utf8(bytes, end, Math.min(bytes.length, end + MAX_LIST))
  const value = numberOf(propertyList, 'flags')
  const seconds = numberOf(propertyList, 'date-received')
  return {
    bytes: bytes.subarray(start, end),
    ...(value === undefined ? {} : { flags: flagsOf(value) }),
    ...(seconds === undefined ? {} : { received: new Date(seconds * 1000) }),
    propertyList,
    counted,
  }
}

/** Does it begin as an .emlx file does, with a count that leads to a property list? */
export function isEmlx(bytes: Uint8Array): boolean {
  const line = readCountLine(bytes)
  return line !== undefined && startsAt(bytes, line.start + line.count, XML)
}

function readCountLine(bytes: Uint8Array): { start: number; count: number } | undefined {
  let at = 0
  while (at < MAX_SPACE && (bytes[at] === SP || bytes[at] === TAB)) at++
  const first = at
  let count = 0
  for (; at < bytes.length && is(bytes[at]!, DIGIT) && at - first <= MAX_DIGITS; at++)
    count = count * 10 + bytes[at]! - 0x30
  if (at === first || at - first > MAX_DIGITS) return undefined
  const most = at + MAX_SPACE
  while (at < most && (bytes[at] === SP || bytes[at] === TAB || bytes[at] === CR)) at++
  return bytes[at] === LF ? { start: at + 1, count } : undefined
}

/** The end, or a property list, with or without its declaration; white space may stand before it. */
function isListAt(bytes: Uint8Array, from: number): boolean {
  let at = from
  while (at < from + MAX_SPACE && is(bytes[at] ?? 0, FWS)) at++
  return at >= bytes.length || [XML, DOCTYPE, PLIST].some((words) => startsAt(bytes, at, words))
}

function startsAt(bytes: Uint8Array, at: number, words: Uint8Array): boolean {
  for (let i = 0; i < words.length; i++) if (bytes[at + i] !== words[i]) return false
  return true
}

/** The last line that begins with `<?xml `; the end where there is none. */
function listStart(bytes: Uint8Array, start: number): number {
  let found = bytes.length
  for (let at = indexOfBytes(bytes, XML, start); at !== -1; at = indexOfBytes(bytes, XML, at + XML.length)) {
    if (at === start || bytes[at - 1] === LF) found = at
  }
  return found
}

function numberOf(list: string, key: string): number | undefined {
  const at = list.indexOf(`<key>${key}</key>`)
  if (at === -1) return undefined
  const digits = /^<key>[a-z-]{1,20}<\/key>\s{0,80}<(?:integer|real)>(\d{1,15})/.exec(list.slice(at, at + 200))?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** The bits of `flags`; above the 32nd they say nothing of the message. */
function flagsOf(value: number): EmlxFlags {
  const bit = (n: number) => Math.floor(value / 2 ** n) % 2 === 1
  return {
    read: bit(0),
    deleted: bit(1),
    answered: bit(2),
    encrypted: bit(3),
    flagged: bit(4),
    draft: bit(6),
    forwarded: bit(8),
    redirected: bit(9),
    signed: bit(23),
    junk: bit(24),
    notJunk: bit(25),
    attachments: Math.floor(value / 2 ** 10) % 64,
    value,
  }
}
