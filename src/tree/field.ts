/** One field of a header section: name, colon, body with its folds, line end (RFC 5322 §2.2). */
import { CLASS, FWS, isAsciiText } from '../bytes/ascii.js'
import { isUtf8, latin1 } from '../bytes/platform.js'
import { ignore, type Report } from '../defects/defect.js'
import { type AddressList, type Group, type Mailbox, readAddresses } from '../field/address/address.js'
import { displayAddresses } from '../field/address/address-display.js'
import { addressList, hasGroup } from '../field/address/address-list.js'
import { type RawReading, rawReadingOf } from '../field/field-charset.js'
import { ADDRESS, type FieldReader, type ParsedField, readerAt, UNSTRUCTURED } from '../field/grammars.js'
import { unfold } from '../field/lexer.js'
import { parameterOctets, parameterSpan } from '../field/mime/parameters.js'
import { octetsToBytes, text } from '../field/octets.js'
import { asciiText, plainText, readUnstructured } from '../field/words/unstructured.js'
import { nameEnd } from '../scan/skim.js'
import type { Document } from './document.js'
import { INSPECT, inspected } from './inspect-at-start.js'
import type { Node } from './node.js'

/** Byte offsets in the source, half open. */
export interface Range {
  /** Offset of the first octet. */
  readonly start: number
  /** Offset behind the last octet. */
  readonly end: number
}

/** Byte offsets of an entity in the source. */
export interface EntityRange {
  /** Offset of the header section. */
  readonly start: number
  /** Offset of the body. */
  readonly bodyStart: number
  /** Offset behind the body. */
  readonly end: number
}

const MULTIPART = /^(?![ \t\r\n]*(?!multipart)[a-z])/i

/** Stands for a reading that was not asked for yet. */
const UNREAD = /* @__PURE__ */ Symbol('unread')

/** One field of a header section (RFC 5322 §2.2): as octets, as text, and as what its grammar reads. `Name` is the name that it was asked for by, which types `parsed`. */
export class Field<Name extends string = string> {
  private readonly bytes: Uint8Array
  private readonly start: number
  private readonly colon: number
  private readonly end: number
  /** The document that it was parsed from; absent for a field that was set or composed. */
  private readonly doc: Document | undefined
  /** The entity whose header section it stands in. */
  private readonly node: Node | undefined
  private nameText: string | undefined
  private octetText: string | undefined
  private valueText: string | undefined
  private decoded: string | undefined
  private read: unknown
  /** `read` is a list of addresses that lacks its `mailboxes`. */
  private bare: boolean

  /** @internal Made by Headers: [start, end) of `bytes` with its colon. */
  constructor(bytes: Uint8Array, start: number, colon: number, end: number, node: Node | undefined, name?: string) {
    this.bytes = bytes
    this.start = start
    this.colon = colon
    this.end = end
    this.doc = node?.doc
    this.node = node
    this.nameText = name
    this.octetText = undefined
    this.valueText = undefined
    this.decoded = undefined
    this.read = UNREAD
    this.bare = false
  }

  /** As written, without white space before the colon. */
  get name(): string {
    return (this.nameText ??= text(
      latin1(this.bytes, this.start, nameEnd(this.bytes, this.start, this.colon)),
      ignore,
      0,
    ))
  }

  /** The whole field as received: name, colon, body, folds and line end (a view). */
  get raw(): Uint8Array {
    return this.bytes.subarray(this.start, this.end)
  }

  /**
   * The field body as an octet string: one code unit for each octet, folds in place, line end included. Grammars read it. It is kept, because most of
   * what they read are parts of this string, which keep it in memory anyway.
   */
  get octets(): string {
    return (this.octetText ??= this.readOctets())
  }

  private readOctets(): string {
    const { node } = this
    const head = node === undefined ? '' : node.head
    if (head === '') return latin1(this.bytes, this.colon + 1, this.end)
    return head.slice(this.colon + 1 - node!.start, this.end - node!.start)
  }

  /** The field body unfolded, outer white space trimmed, nothing decoded (raw octets as UTF-8, RFC 6532). */
  get value(): string {
    return (this.valueText ??= text(unfold(trimmed(this.octets)), this.quiet(), 0))
  }

  /**
   * The value as people read it: encoded-words decoded (RFC 2047). Of an address field it is what `displayAddresses` makes of its mailboxes, and
   * names the same people when it is read again. For other structured fields `parsed` is safer, which finds the structure first and decodes then.
   */
  get text(): string {
    return (this.decoded ??= this.readText())
  }

  private readText(): string {
    const grammar = this.grammar()
    if (grammar?.kind === 'address' || grammar?.kind === 'mailbox') {
      return displayAddresses(grammar.read === ADDRESS.read ? this.addresses() : (this.parsed as AddressList))
    }
    if (this.node !== undefined && this.node.head !== '') return asciiText(this.octets) ?? this.markedText(grammar)
    return plainText(this.bytes, this.colon + 1, this.end, this.octets) ?? this.markedText(grammar)
  }

  /** `text` where something has to be decoded. What is wrong with it is reported for an unstructured field only. */
  private markedText(grammar: FieldReader<unknown> | undefined): string {
    if (grammar === undefined || grammar === UNSTRUCTURED) return this.readBy(grammar) as string
    return readUnstructured(this.octets, this.quiet(), this.doc?.options.fallbackCharset)
  }

  /** Byte offsets in the source; absent for a field that was set or composed. */
  get range(): Range | undefined {
    return this.doc === undefined ? undefined : { start: this.start, end: this.end }
  }

  /**
   * The value as the grammar of the name reads it, typed by `FieldTypes`; decoded text where the name has no grammar. It is read once, and what is
   * wrong is reported then.
   */
  get parsed(): ParsedField<Name> {
    if (this.bare) {
      this.read = addressList(this.read as (Mailbox | Group)[])
      this.bare = false
    }
    return (this.read === UNREAD ? this.readBy(this.grammar()) : this.read) as ParsedField<Name>
  }

  /**
   * @internal The `mailboxes` of `parsed`, for a field that the library reads as addresses. Measured: whole plain messages are read 1.08
   * times as fast without the list that `parsed` gives, and programs ask for nothing else.
   */
  mailboxes(): readonly Mailbox[] {
    const items = this.addresses()
    if (this.bare && !hasGroup(items)) return items as Mailbox[]
    return (this.parsed as AddressList).mailboxes
  }

  /** What `parsed` gives, perhaps still without its `mailboxes`. */
  private addresses(): readonly (Mailbox | Group)[] {
    if (this.read === UNREAD) {
      const raw = this.rawReading()
      const octets = raw?.octets ?? this.octets
      const options = this.doc?.options
      this.read = readAddresses(octets, this.report(octets, raw?.text), options?.limits, options?.fallbackCharset)
      this.bare = true
    }
    return this.read as (Mailbox | Group)[]
  }

  /** @internal */
  [INSPECT](): unknown {
    return inspected(this)
  }

  private readBy(grammar: FieldReader<unknown> | undefined): unknown {
    if (this.read === UNREAD) {
      const { doc } = this
      const raw = this.rawReading()
      // The scanner finds structure on octets as they stand: the type of a multipart is read alike.
      const octets = raw === undefined || this.isMultipart() ? this.octets : raw.octets
      const report = this.report(octets, raw?.text)
      this.read =
        grammar === undefined
          ? readUnstructured(octets, report, doc?.options.fallbackCharset)
          : grammar.read(octets, report, doc?.options.limits, doc?.options.fallbackCharset)
    }
    return this.read
  }

  /** A Content-Type that may be of a multipart. */
  private isMultipart(): boolean {
    return this.name.toLowerCase() === 'content-type' && MULTIPART.test(this.octets)
  }

  private grammar(): FieldReader<unknown> | undefined {
    return readerAt(this.bytes, this.start, nameEnd(this.bytes, this.start, this.colon))
  }

  /** Byte offsets of the value of a parameter in the source. Undefined if there is no such parameter, or if the field was set or composed. */
  parameterRange(name: string): Range | undefined {
    const { doc } = this
    if (doc === undefined) return undefined
    const span = parameterSpan(this.octets, name, doc.options.limits.maxParameters)
    return span === undefined ? undefined : { start: this.colon + 1 + span.from, end: this.colon + 1 + span.to }
  }

  /** @internal The report for readings whose defects are reported elsewhere: it drops them, and says how raw octets are read. */
  quiet(): Report {
    const rawText = this.rawReading()?.text
    return rawText === undefined ? ignore : Object.assign(() => {}, { rawText })
  }

  /** @internal The octets for a grammar that is given `quiet()`: in them a backslash is never the second octet of a character. */
  get readable(): string {
    return this.rawReading()?.octets ?? this.octets
  }

  /** How octets above 7F are read where the field is not UTF-8. Undefined where it is. */
  private rawReading(): RawReading | undefined {
    const { octets, node } = this
    if (node !== undefined && node.head !== '') return undefined
    if (isAsciiText(octets) || isUtf8(octetsToBytes(octets))) return undefined
    const type = node?.view.headers.first('content-type')?.octets
    const declared = type === undefined ? undefined : parameterOctets(type, 'charset')
    return rawReadingOf(octets, declared, this.doc?.options.fallbackCharset ?? 'windows-1252')
  }

  /** A report that turns offsets in the field body into those of the source, without the white space around the body. */
  private report(octets: string, rawText: ((octets: string) => string) | undefined): Report {
    const { doc } = this
    if (doc === undefined) return ignore
    const base = this.colon + 1
    let first = -1
    let last = octets.length
    const report: Report = (code, from, to) => {
      if (first === -1) {
        first = 0
        while (first < last && (CLASS[octets.charCodeAt(first)]! & FWS) !== 0) first++
        while (last > first && (CLASS[octets.charCodeAt(last - 1)]! & FWS) !== 0) last--
      }
      const inside = to > first && from < last
      doc.defect(code, base + (inside ? Math.max(from, first) : from), base + (inside ? Math.min(to, last) : to))
    }
    if (rawText !== undefined) report.rawText = rawText
    return report
  }
}

/** A field body without the white space around it. */
function trimmed(octets: string): string {
  let from = 0
  let to = octets.length
  while (from < to && (CLASS[octets.charCodeAt(from)]! & FWS) !== 0) from++
  while (to > from && (CLASS[octets.charCodeAt(to - 1)]! & FWS) !== 0) to--
  return octets.slice(from, to)
}
