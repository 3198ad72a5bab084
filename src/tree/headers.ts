/** A header section: ordered fields, duplicates kept, names without regard to case. Read on demand from packed spans. */

import { latin1 } from '../bytes/platform.js'
import { countBelow } from '../bytes/search.js'
import { ignore } from '../defects/defect.js'
import { type AddressList, type Mailbox, readAddressList } from '../field/address/address.js'
import { addressList, NO_ADDRESSES } from '../field/address/address-list.js'
import { type MailDate, readDate } from '../field/date.js'
import type { FieldValue, SettableValue } from '../field/field-value.js'
import { type ParsedField, readerOf } from '../field/grammars.js'
import { type ListHeaders, readListHeaders } from '../field/list.js'
import { readMessageIds } from '../field/message-id.js'
import type { ContentType } from '../field/mime/content-type.js'
import { type Disposition, isToken, type Parameterized, readParameterized } from '../field/mime/disposition.js'
import type { Received } from '../field/trace/received.js'
import { readKeywords } from '../field/words/keywords.js'
import { nameEnd } from '../scan/skim.js'
import { Field } from './field.js'
import { INSPECT, inspected } from './inspect-at-start.js'
import type { FieldOptions } from './kit.js'
import type { Node } from './node.js'
import { numberOf } from './plain-field.js'

/** Fields whose lists of addresses are joined where the field stands twice: else some recipients would be hidden. */
export const JOINED: ReadonlySet<string> = /* @__PURE__ */ new Set(['to', 'cc', 'bcc'])

/** A section of more than MANY fields gets an index by name once it was asked more than OFTEN times. */
const MANY = 64
const OFTEN = 32

function said(field: Field): Disposition | undefined {
  const value = field.parsed as Disposition
  return value.filename !== undefined || isToken(value.type) ? value : undefined
}

const dateOf = (octets: string) => readDate(octets, ignore)
const idsOf = (octets: string) => readMessageIds(octets, ignore)

/** A name to look for, in lower case. @throws TypeError for what is no text */
function lower(name: string): string {
  if (typeof name !== 'string') throw new TypeError('name: expected the name of a field as a string')
  return name.toLowerCase()
}

/**
 * A header section (RFC 5322 §2.2): all fields in order, also several of one name. Names may be given in any case. Iterating gives the fields.
 */
export class Headers implements Iterable<Field> {
  private readonly node: Node
  /** Fields made so far, by their number in the section; unused once the section is edited. */
  private made: (Field | undefined)[] | undefined
  /** Numbers of the fields by name, once a large section was asked often. */
  private numbers: Map<string, number[]> | undefined
  private asked: number

  /** @internal Made by Entity. */
  constructor(node: Node) {
    this.node = node
    this.made = undefined
    this.numbers = undefined
    this.asked = 0
  }

  /** How many fields there are. */
  get size(): number {
    const { edits } = this.node
    return edits?.fields?.count ?? edits?.fieldsOf(undefined)?.length ?? this.node.fieldsTo - this.node.fieldsFrom
  }

  private get isEdited(): boolean {
    return this.node.edits?.hasFields === true
  }

  /** Number of the first field of that name at or after `from`, or -1; only while the section is not edited. */
  private indexOf(lowered: string, from: number): number {
    const { node } = this
    // A large section that is asked again and again is gone through once.
    if (node.fieldsTo - node.fieldsFrom > MANY && ++this.asked > OFTEN) return this.indexed(lowered, from)
    return numberOf(node, lowered, from)
  }

  private indexed(lowered: string, from: number): number {
    if (this.numbers === undefined) {
      const { source, spans } = this.node.doc
      this.numbers = new Map()
      for (let i = this.node.fieldsFrom; i < this.node.fieldsTo; i++) {
        const start = spans[3 * i]!
        const name = latin1(source, start, nameEnd(source, start, spans[3 * i + 1]!)).toLowerCase()
        const list = this.numbers.get(name)
        if (list === undefined) this.numbers.set(name, [i - this.node.fieldsFrom])
        else list.push(i - this.node.fieldsFrom)
      }
    }
    const list = this.numbers.get(lowered)
    if (list === undefined) return -1
    return list[countBelow(list, from)] ?? -1
  }

  private at(index: number): Field {
    this.made ??= new Array(this.node.fieldsTo - this.node.fieldsFrom)
    const made = this.made[index]
    if (made !== undefined) return made
    const { source, spans } = this.node.doc
    const i = 3 * (this.node.fieldsFrom + index)
    return (this.made[index] = new Field(source, spans[i]!, spans[i + 1]!, spans[i + 2]!, this.node))
  }

  /** All fields, in order. */
  [Symbol.iterator](): IterableIterator<Field> {
    return this.fields()[Symbol.iterator]()
  }

  /** Value of the first field of that name, unfolded, encoded-words decoded (RFC 2047). Undefined where there is none. */
  get(name: string): string | undefined {
    return this.field(name)?.text
  }

  /** Values of all fields of that name, in order, unfolded, encoded-words decoded (RFC 2047). Empty where there is none. */
  getAll(name: string): string[] {
    return this.fields(name).map((field) => field.text)
  }

  /** The first field of that name, or the one with that index among them, from 0. Undefined where there is none. */
  field<Name extends string>(name: Name, index = 0): Field<Name> | undefined {
    return this.nth(name, index) as Field<Name> | undefined
  }

  private nth(name: string, index: number): Field | undefined {
    const lowered = lower(name)
    if (!Number.isSafeInteger(index) || index < 0) throw new TypeError('index: expected a non-negative integer')
    if (index === 0) return this.first(lowered)
    if (this.isEdited) return this.fields(name)[index]
    let found = this.indexOf(lowered, 0)
    for (let skip = index; skip > 0 && found !== -1; skip--) found = this.indexOf(lowered, found + 1)
    return found === -1 ? undefined : this.at(found)
  }

  /** @internal The first field of a name that is in lower case. */
  first(lowered: string): Field | undefined {
    if (this.isEdited) {
      const { edits } = this.node
      return edits?.fields?.first(lowered) ?? edits?.fieldsOf(lowered)?.[0]
    }
    const found = this.indexOf(lowered, 0)
    return found === -1 ? undefined : this.at(found)
  }

  /** All fields, or all of that name, in order. */
  fields<Name extends string = string>(name?: Name): Field<Name>[] {
    return this.named(name) as Field<Name>[]
  }

  private named(name: string | undefined): Field[] {
    const lowered = name === undefined ? undefined : lower(name)
    const edited = this.node.edits?.fieldsOf(lowered)
    if (edited !== undefined) return edited
    const found: Field[] = []
    if (lowered === undefined) {
      const count = this.node.fieldsTo - this.node.fieldsFrom
      for (let i = 0; i < count; i++) found.push(this.at(i))
    } else {
      for (let i = this.indexOf(lowered, 0); i !== -1; i = this.indexOf(lowered, i + 1)) found.push(this.at(i))
    }
    return found
  }

  /**
   * The values of all fields of that name, in order; empty if there is none. `FieldTypes` gives their type.
   * @example
   * for (const { by, date } of message.headers.parsed('received')) console.log(by, date?.date)
   */
  parsed<Name extends string>(name: Name): ParsedField<Name>[] {
    return this.fields(name).map((field) => field.parsed)
  }

  /** @internal */
  [INSPECT](): unknown {
    return inspected(this)
  }

  /** Is there a field of that name? */
  has(name: string): boolean {
    if (this.isEdited) return this.field(name) !== undefined
    return this.indexOf(lower(name), 0) !== -1
  }

  /**
   * Mailboxes and groups of an address field; empty if it is absent. Several To, Cc or Bcc fields are joined. Of several fields of another
   * name, the first that names anybody counts.
   */
  addresses(name: string): AddressList {
    const lowered = lower(name)
    const first = this.field(lowered)
    if (first === undefined) return NO_ADDRESSES
    const list = this.addressesOf(first, lowered)
    const joins = JOINED.has(lowered)
    if (list.length > 0 && !joins) return list
    const all = this.fields(lowered)
    if (all.length === 1) return list
    if (!joins) return all.map((field) => this.addressesOf(field, lowered)).find(({ length }) => length > 0) ?? list
    const joined: AddressList[number][] = []
    for (const field of all) for (const item of this.addressesOf(field, lowered)) joined.push(item)
    return addressList(joined)
  }

  /** @internal The mailboxes of `addresses(lowered)`, for the fields of RFC 5322 §3.6.2 and §3.6.3, in lower case. */
  mailboxes(lowered: string): readonly Mailbox[] {
    if (!this.isEdited) {
      const found = this.indexOf(lowered, 0)
      if (found === -1) return NO_ADDRESSES.mailboxes
      if (!JOINED.has(lowered) || this.indexOf(lowered, found + 1) === -1) {
        const list = this.at(found).mailboxes()
        if (list.length > 0 || JOINED.has(lowered)) return list
      }
    }
    return this.addresses(lowered).mailboxes
  }

  private addressesOf(field: Field, lowered: string): AddressList {
    const kind = readerOf(lowered)?.kind
    if (kind === 'address' || kind === 'mailbox') return field.parsed as AddressList
    const { limits, fallbackCharset } = this.node.doc.options
    return readAddressList(field.readable, field.quiet(), limits, fallbackCharset)
  }

  /** The first field of that name as its grammar reads it, or as `read` does where another or no grammar is registered. */
  private typed<T>(name: string, kind: string, read: (octets: string) => T): T | undefined {
    const first = this.field(name)
    if (first === undefined) return undefined
    if (readerOf(name)?.kind !== kind) {
      return read(first.octets) ?? this.further(lower(name), ({ octets }) => read(octets))
    }
    return (first.parsed as T | undefined) ?? this.further(lower(name), ({ parsed }) => parsed as T | undefined)
  }

  /**
   * The value of a date field, `date` by default. Undefined if it is absent or no date. Of several, the first that can be read counts.
   */
  date(name = 'date'): MailDate | undefined {
    return this.typed(name, 'date', dateOf)
  }

  /**
   * Message identifiers without angle brackets, in order (RFC 5322 §3.6.4). What stands in angles is one, with or without an `@`. They are those of
   * the first field of that name; where it holds none, those of all fields of the name.
   */
  ids(name: string): string[] {
    const ids = this.typed(name, 'ids', idsOf) ?? []
    return ids.length > 0 ? ids : this.furtherIds(lower(name))
  }

  /** Identifiers of all fields of a name whose first holds none. */
  private furtherIds(lowered: string): string[] {
    if (readerOf(lowered)?.kind === 'id') {
      const one = this.id(lowered)
      return one === undefined ? [] : [one]
    }
    const ids: string[] = []
    for (const field of this.fields(lowered).slice(1)) {
      const read = readerOf(lowered)?.kind === 'ids' ? (field.parsed as string[]) : idsOf(field.octets)
      for (const id of read) ids.push(id)
    }
    return ids
  }

  /** @internal The one identifier of Message-ID or Content-ID, in lower case: of the first field that holds one. */
  id(lowered: string): string | undefined {
    const first = this.first(lowered)
    return first === undefined
      ? undefined
      : ((first.parsed ?? this.further(lowered, ({ parsed }) => parsed)) as string | undefined)
  }

  /** @internal The first Content-Transfer-Encoding, in lower case. Undefined where there is none. */
  transferEncoding(): string | undefined {
    return this.first('content-transfer-encoding')?.parsed as string | undefined
  }

  /** @internal The first Content-Disposition that is a token or names a file: what is neither says nothing. */
  disposition(): Disposition | undefined {
    const first = this.first('content-disposition')
    return first === undefined ? undefined : (said(first) ?? this.further('content-disposition', said))
  }

  /** @internal The first field of a name in lower case that is not empty, else the first. */
  filled(lowered: string): Field | undefined {
    const first = this.first(lowered)
    return first === undefined || first.value !== ''
      ? first
      : (this.further(lowered, (field) => (field.value === '' ? undefined : field)) ?? first)
  }

  /** What the second field of a name says, or a further one, where those before it say nothing. */
  private further<T>(lowered: string, read: (field: Field) => T | undefined): T | undefined {
    for (const field of this.fields(lowered).slice(1)) {
      const value = read(field)
      if (value !== undefined) return value
    }
    return undefined
  }

  /** The first Content-Type as its grammar reads it (RFC 2045 §5.1). Undefined where there is none. `Entity.contentType` is the effective one. */
  contentType(): ContentType | undefined {
    return this.first('content-type')?.parsed as ContentType | undefined
  }

  /** The first field of that name, read as `value; name=value…` whatever its grammar is (RFC 2045 §5.1, RFC 2231). Undefined where there is none. */
  parameterized(name: string): Parameterized | undefined {
    const field = this.field(name)
    return field === undefined ? undefined : readParameterized(field.octets, field.quiet())
  }

  /** The Received fields in the order in which they stand (RFC 5321 §4.4): the newest is first. */
  received(): Received[] {
    return this.fields('received').map((field) => field.parsed as Received)
  }

  /** What the List-* fields say (RFC 2369, RFC 2919, RFC 8058). A field that is absent has no key. */
  list(): ListHeaders {
    return readListHeaders(
      (name) => this.field(name)?.readable,
      (name) => this.field(name)?.quiet() ?? ignore,
    )
  }

  /** The phrases of all Keywords fields, decoded (RFC 5322 §3.6.5). */
  keywords(): string[] {
    const words: string[] = []
    for (const field of this.fields('keywords'))
      for (const word of readKeywords(field.readable, field.quiet())) words.push(word)
    return words
  }

  /**
   * Replaces the first field of that name and deletes the others; appends one if there is none. The value is written by the grammar of the
   * name. Throws TypeError for a value that the field cannot hold, such as one with CR, LF or NUL.
   */
  set<Name extends string>(name: Name, value: SettableValue<Name>, options: FieldOptions = {}): this {
    this.node.doc.kit.setField(this.node, this, name, value as FieldValue, options)
    return this
  }

  /** Adds a field at the end of the section. */
  append<Name extends string>(name: Name, value: SettableValue<Name>, options: FieldOptions = {}): this {
    this.node.doc.kit.appendField(this.node, this, name, value as FieldValue, options)
    return this
  }

  /** Adds a field on top, where trace fields go (RFC 5321 §4.4). Lines that are no field (an mbox line) stay first. */
  prepend<Name extends string>(name: Name, value: SettableValue<Name>, options: FieldOptions = {}): this {
    this.node.doc.kit.prependField(this.node, this, name, value as FieldValue, options)
    return this
  }

  /**
   * Replaces the field of that name with that index among them (from 0). The others stay.
   * @throws TypeError where there is no such field, and for a value that the grammar of the name refuses
   * @example
   * message.headers.update('Received', 1, received)
   */
  update<Name extends string>(name: Name, index: number, value: SettableValue<Name>, options: FieldOptions = {}): this {
    this.node.doc.kit.updateField(this.node, this, name, index, value as FieldValue, options)
    return this
  }

  /** Deletes all fields of that name, or the one with that index among them (from 0). True if there was one. */
  delete(name: string, index?: number): boolean {
    return this.node.doc.kit.deleteFields(this.node, this, name, index)
  }
}
