/** Reads TNEF, the content of `winmail.dat` (application/ms-tnef), as views over its octets. MS-OXTNEF §2.1. */
import { type Source, toBytes } from '../../bytes/source.js'
import { safeFilename } from '../../field/mime/filename.js'
import { meetingCalendar } from './appointment.js'
import { type Budget, budgetOf, type LegacyOptions, type LegacyProblem, Problems, type Span } from './found.js'
import {
  codepageLabel,
  type MapiProperty,
  propertyNumber,
  propertySpan,
  propertyText,
  readProperties,
  stringOf,
} from './mapi.js'
import { decompressWithin } from './rtf.js'

/** An attribute of the TNEF stream, and where it stands in it. */
export interface TnefAttribute extends Span {
  /** Level: 1 for an attribute of the message, 2 for one of an attachment. */
  readonly level: number
  /** Type and id in one number, as 0x00069003. */
  readonly id: number
}

/** A file in `winmail.dat`. */
export interface TnefAttachment extends Span {
  /** The filename, decoded and otherwise as received: never use it as a path. */
  readonly filename?: string
  /** `filename` as the last component of a path that every common system takes. `attachment` where nothing is left of it. */
  readonly safeFilename: string
  /** The MIME tag, as `image/png`. */
  readonly mediaType?: string
  /** Content-ID without angle brackets. */
  readonly contentId?: string
  /** The content; [start, end) of the stream. */
  readonly bytes: Uint8Array
  /** True where the content is itself a message in TNEF: give it to `readTnef`. */
  readonly isMessage: boolean
  /** All MAPI properties of the attachment. */
  readonly properties: readonly MapiProperty[]
}

/** A winmail.dat, read. */
export interface Tnef {
  /** `IPM.Note`, `IPM.Microsoft Mail.Note`, `IPM.Appointment` … */
  readonly messageClass?: string
  /** Subject. */
  readonly subject?: string
  /** The label of the code page that 8-bit strings are in. */
  readonly codepage?: string
  /** The body as text. Absent where there is none. */
  readonly text?: string
  /** The body as HTML, in the charset that it names or of `codepage`. */
  readonly html?: Uint8Array
  /** The body as RTF, decompressed. */
  readonly rtf?: Uint8Array
  /** Of an appointment or a meeting: the same as text/calendar, and its METHOD (RFC 5545, RFC 5546). A recurrence is not expressed. */
  readonly calendar?: {
    /** METHOD, in upper case. */
    readonly method: string
    /** The text/calendar object. */
    readonly content: string
  }
  /** All attributes of the stream, in order. */
  readonly attributes: readonly TnefAttribute[]
  /** All MAPI properties of the message. */
  readonly properties: readonly MapiProperty[]
  /** Its files, in order. */
  readonly attachments: readonly TnefAttachment[]
  /** What is wrong with it, with offsets in the stream; empty where nothing is. */
  readonly problems: readonly LegacyProblem[]
}

const SIGNATURE = 0x223e9f78
/** Signature and key. */
const HEADER = 6
/** Level, id, length before the data; a checksum behind them. */
const BEFORE_DATA = 9
const AFTER_DATA = 2
/** An attachment of Exchange has about seven. */
const MAX_ATTRIBUTES = 10_000

const ATTACHMENT_LEVEL = 2
const MESSAGE_CLASS = 0x00078008
const SUBJECT = 0x00018004
const BODY = 0x0002800c
const CODEPAGE = 0x00069007
const MESSAGE_PROPERTIES = 0x00069003
const ATTACHMENT_PROPERTIES = 0x00069005
/** Begins an attachment. */
const RENDERING = 0x00069002
const ATTACHMENT_TITLE = 0x00018010
const ATTACHMENT_DATA = 0x0006800f
const TRANSPORT_NAME = 0x00069001

const PR_SUBJECT = 0x0037
const PR_MESSAGE_CLASS = 0x001a
const PR_BODY = 0x1000
const PR_RTF_COMPRESSED = 0x1009
const PR_HTML = 0x1013
const PR_INTERNET_CODEPAGE = 0x3fde
const PR_ATTACH_DATA = 0x3701
const PR_ATTACH_FILENAME = 0x3704
const PR_ATTACH_METHOD = 0x3705
const PR_ATTACH_LONG_FILENAME = 0x3707
const PR_ATTACH_MIME_TAG = 0x370e
const PR_ATTACH_CONTENT_ID = 0x3712
const PR_DISPLAY_NAME = 0x3001
const METHOD_EMBEDDED = 5
const STRING8 = 0x1e
/** An object begins with the identifier of its interface (MS-OXTNEF §2.1.3.4). */
const INTERFACE_ID = 16

/** Does it begin as TNEF does? */
export function isTnef(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER && new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true) === SIGNATURE
}

/**
 * Reads a TNEF stream. Never throws for bytes: what is cut off or wrong is in `problems`, what stands before it is given. Contents are views of
 * `source`, but for the RTF body, which counts against `maxBytes`.
 */
export function readTnef(source: Source, options?: LegacyOptions): Tnef {
  return readTnefWithin(toBytes(source), budgetOf(options))
}

export function readTnefWithin(bytes: Uint8Array, budget: Budget): Tnef {
  const problems = new Problems()
  const attributes = isTnef(bytes) ? readAttributes(bytes, problems) : []
  if (!isTnef(bytes)) problems.add('invalid', 0, Math.min(4, bytes.length), 'no TNEF signature')
  const page = attributes.find(({ id }) => id === CODEPAGE)
  const codepage = codepageLabel(page === undefined ? undefined : numberAt(bytes, page))
  let properties: readonly MapiProperty[] = []
  const texts = new Map<number, string>()
  const groups: TnefAttribute[][] = []
  for (const attribute of attributes) {
    const { level, id } = attribute
    if (level === ATTACHMENT_LEVEL) {
      if (id === RENDERING || groups.length === 0) groups.push([])
      groups.at(-1)!.push(attribute)
    } else if (id === MESSAGE_PROPERTIES && properties.length === 0) {
      properties = readProperties(bytes, attribute.start, attribute.end, problems)
    } else if (id === MESSAGE_CLASS || id === SUBJECT || id === BODY) {
      if (!texts.has(id)) texts.set(id, stringOf(bytes, attribute, STRING8, codepage))
    }
  }
  const text = (id: number, property: number) => propertyText(bytes, properties, property, codepage) ?? texts.get(id)
  const compressed = propertySpan(properties, PR_RTF_COMPRESSED)
  let rtf: Uint8Array | undefined
  if (compressed !== undefined) {
    const unpacked = decompressWithin(bytes.subarray(compressed.start, compressed.end), budget)
    for (const { code, start, end, message } of unpacked.problems)
      problems.add(code, compressed.start + start, compressed.start + end, `RTF: ${message}`)
    rtf = unpacked.bytes
  }
  const markup = propertySpan(properties, PR_HTML)
  const internet = codepageLabel(propertyNumber(bytes, properties, PR_INTERNET_CODEPAGE))
  const messageClass = text(MESSAGE_CLASS, PR_MESSAGE_CLASS)
  return defined({
    // The attribute holds the names of Microsoft Mail; the property, where there is one, the present name.
    messageClass,
    subject: text(SUBJECT, PR_SUBJECT),
    codepage: codepage ?? internet,
    text: text(BODY, PR_BODY),
    html: markup === undefined ? undefined : bytes.subarray(markup.start, markup.end),
    rtf,
    calendar: messageClass === undefined ? undefined : meetingCalendar({ bytes, properties, codepage, messageClass }),
    attributes,
    properties,
    attachments: groups.map((group) => readAttachment(bytes, group, codepage, problems)),
    problems: problems.list,
  })
}

function readAttributes(bytes: Uint8Array, problems: Problems): TnefAttribute[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found: TnefAttribute[] = []
  let at = HEADER
  while (at < bytes.length) {
    if (at + BEFORE_DATA > bytes.length) {
      // One or two octets of line end behind the stream are the mail's.
      if (bytes.length - at > 2) problems.add('truncated', at, bytes.length, 'an attribute that is cut off')
      break
    }
    const level = view.getUint8(at)
    const id = view.getUint32(at + 1, true)
    const start = at + BEFORE_DATA
    const declared = start + view.getUint32(at + 5, true)
    if (level !== 1 && level !== ATTACHMENT_LEVEL) {
      problems.add(
        'invalid',
        at,
        at + 1,
        `level ${level} is neither that of a message nor of an attachment; reading ends there`,
      )
      break
    }
    const end = Math.min(declared, bytes.length)
    if (declared + AFTER_DATA > bytes.length) {
      problems.add('truncated', start, end, `${declared - start} octets are declared, ${end - start} are there`)
    } else {
      let sum = 0
      for (let i = start; i < end; i++) sum += bytes[i]!
      const checksum = view.getUint16(end, true)
      if ((sum & 0xffff) !== checksum)
        problems.add('crc-mismatch', start, end, `checksum ${checksum} is declared, ${sum & 0xffff} is there`)
    }
    found.push({ level, id, start, end })
    if (found.length === MAX_ATTRIBUTES && declared + AFTER_DATA < bytes.length) {
      problems.add('too-many', end, bytes.length, `over ${MAX_ATTRIBUTES} attributes; the rest is not read`)
      break
    }
    at = declared + AFTER_DATA
  }
  return found
}

function readAttachment(
  bytes: Uint8Array,
  group: readonly TnefAttribute[],
  codepage: string | undefined,
  problems: Problems,
): TnefAttachment {
  const attribute = (id: number) => group.find((one) => one.id === id)
  const list = attribute(ATTACHMENT_PROPERTIES)
  const properties = list === undefined ? [] : readProperties(bytes, list.start, list.end, problems)
  const property = (id: number) => propertyText(bytes, properties, id, codepage) || undefined
  const named = (id: number) => {
    const found = attribute(id)
    return found === undefined ? undefined : stringOf(bytes, found, STRING8, codepage) || undefined
  }
  const filename =
    property(PR_ATTACH_LONG_FILENAME) ??
    named(TRANSPORT_NAME) ??
    named(ATTACHMENT_TITLE) ??
    property(PR_ATTACH_FILENAME) ??
    property(PR_DISPLAY_NAME)
  const data = attribute(ATTACHMENT_DATA)
  const object = propertySpan(properties, PR_ATTACH_DATA)
  let { start, end } = object ?? data ?? { start: 0, end: 0 }
  const embedded = propertyNumber(bytes, properties, PR_ATTACH_METHOD) === METHOD_EMBEDDED
  let isMessage = false
  if (object !== undefined && embedded && end - start > INTERFACE_ID) {
    isMessage = isTnef(bytes.subarray(start + INTERFACE_ID, end))
    if (isMessage) start += INTERFACE_ID
  } else if (data !== undefined) ({ start, end } = data)
  return defined({
    filename,
    safeFilename: safeFilename(filename),
    mediaType: property(PR_ATTACH_MIME_TAG),
    contentId: property(PR_ATTACH_CONTENT_ID),
    bytes: bytes.subarray(start, end),
    isMessage,
    properties,
    start,
    end,
  })
}

function numberAt(bytes: Uint8Array, { start, end }: Span): number | undefined {
  if (end - start < 4) return undefined
  return new DataView(bytes.buffer, bytes.byteOffset + start, 4).getUint32(0, true)
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** Without the keys that hold nothing. */
function defined<T extends object>(given: T): Defined<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>
}
