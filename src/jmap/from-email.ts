/** Makes the specification of a message from the Email object of Email/set create. RFC 8621 §4.6. */
import { assertArray } from '../bytes/arguments.js'
import { assertFaults, type MessageSpec } from '../compose/spec.js'
import type { Group, Mailbox } from '../field/address/address.js'
import type { ContentPartSpec, PartSpec } from '../tree/part-spec.js'
import type { EmailBodyPart, EmailBodyValue } from './body-parts.js'
import { type EmailAddress, type EmailAddressGroup, type HeaderForm, parseHeaderProperty } from './header-forms.js'
import { FIELD_PROPERTIES, type JmapEmail, OF_THE_SERVER } from './to-email.js'

/** The Email object of a create; a body value may leave its flags out. */
export type JmapEmailCreate = Omit<JmapEmail, 'bodyValues'> & {
  /** The texts of the parts, by `partId`. */
  bodyValues?: Record<string, Partial<EmailBodyValue>> | null
}

/** The octets of an id, undefined where there are none. */
export type Blobs = ReadonlyMap<string, Uint8Array> | ((blobId: string) => Uint8Array | undefined)

/** One reason why an Email was refused, and where: `textBody[0].charset`. */
export interface JmapFault {
  /** Where in the object: `from[0].email`. */
  readonly path: string
  /** What is wrong, and what was expected. */
  readonly message: string
}

/** A create that is refused: a SetError of RFC 8620 §5.3, with each fault by its path. */
export class JmapSetError extends TypeError {
  /** `JmapSetError`. */
  override readonly name = 'JmapSetError'
  /** Type of the SetError (RFC 8620 §5.3, RFC 8621 §4.6). */
  readonly type: 'invalidProperties' | 'blobNotFound'
  /** With `invalidProperties`: the names of the top-level properties that are at fault. */
  readonly properties: readonly string[]

  /** Made by `fromJmapEmail`. */
  constructor(
    /** Each fault, by its path. */
    readonly faults: readonly JmapFault[],
    /** With `blobNotFound`: every blob id that was not found. */
    readonly notFound: readonly string[],
  ) {
    assertFaults(faults)
    assertArray(notFound, 'notFound')
    super(faults.map(({ path, message }) => `${path}: ${message}`).join('; '))
    this.type = notFound.length === faults.length ? 'blobNotFound' : 'invalidProperties'
    this.properties = [...new Set(faults.map(({ path }) => topOf(path)))]
  }
}

function topOf(path: string): string {
  return path.startsWith('header:') ? path : path.split(/[.[]/, 1)[0]!
}

type Field = [name: string, value: unknown, form: HeaderForm, path: string]

/**
 * What `compose` makes the message of. `bodyStructure` is read for its parts, not for its shape: the first text/plain and the first text/html
 * that are no attachments are the bodies, all else is attached, inline where it has a `cid`; `compose` gives them the shape that mail has.
 * Properties of the server (`keywords`, `mailboxIds`, `receivedAt` …) are left out.
 *
 * @throws JmapSetError with every fault of RFC 8621 §4.6, or with the blobs that were not found
 * @example
 * compose(fromJmapEmail({ from: [{ name: 'Ann', email: 'ann@example.org' }], subject: 'Lunch', textBody: [{ partId: '1', type: 'text/plain' }],
 *   bodyValues: { 1: { value: 'At nine?' } } }, new Map()))
 */
export function fromJmapEmail(email: JmapEmailCreate, blobs: Blobs = new Map()): MessageSpec {
  if (typeof email !== 'object' || email === null) throw new TypeError('email: expected an Email object')
  if (typeof blobs !== 'function' && typeof (blobs as { get?: unknown } | null)?.get !== 'function')
    throw new TypeError('blobs: expected a Map of ids and octets, or a function that gives the octets of an id')
  return new Creation(email, blobs).spec()
}

class Creation {
  private readonly faults: JmapFault[] = []
  private readonly missing = new Set<string>()

  constructor(
    private readonly email: JmapEmailCreate,
    private readonly blobs: Blobs,
  ) {}

  spec(): MessageSpec {
    const spec: Record<string, unknown> = { from: [] }
    const headers: [string, string][] = []
    for (const field of this.fields(this.email, '')) this.put(spec, headers, field)
    this.bodies(spec)
    if (headers.length > 0) spec.headers = headers
    if (this.faults.length > 0) throw new JmapSetError(this.faults, [...this.missing])
    return spec as unknown as MessageSpec
  }

  private fault(path: string, message: string): void {
    this.faults.push({ path, message })
  }

  /** The fields that properties stand for, each once. */
  private fields(object: object, at: string): Field[] {
    const fields: Field[] = []
    const seen = new Set<string>()
    for (const [key, value] of Object.entries(object)) {
      const path = at === '' ? key : `${at}.${key}`
      const found = this.fieldOf(key, path, at === '')
      if (found === undefined || value === undefined || value === null) continue
      const [name, form, all] = found
      const lowered = name.toLowerCase()
      if (seen.has(lowered)) {
        this.fault(path, `${name} is given by another property, too: give one of them`)
        continue
      }
      seen.add(lowered)
      if (at === '' && lowered.startsWith('content-'))
        this.fault(path, 'a Content field of the Email: give it on a body part')
      else if (lowered === 'content-transfer-encoding')
        this.fault(path, 'leave Content-Transfer-Encoding out: compose chooses the encoding')
      else if (all && !Array.isArray(value)) this.fault(path, 'expected a list, one value for each field')
      else for (const one of all ? (value as unknown[]) : [value]) fields.push([name, one, form, path])
    }
    return fields
  }

  private fieldOf(key: string, path: string, top: boolean): [name: string, form: HeaderForm, all: boolean] | undefined {
    if (top && Object.hasOwn(FIELD_PROPERTIES, key)) return [...FIELD_PROPERTIES[key]!, false]
    if (key === 'headers') this.fault(path, 'leave headers out: give each field as a property, header:Name')
    if (!key.startsWith('header:')) {
      if (top && !BODY_KEYS.has(key) && !OF_THE_SERVER.has(key)) this.fault(path, 'no such property')
      if (!top && !PART_KEYS.has(key)) this.fault(path, 'no such property')
      return undefined
    }
    try {
      const { form, all } = parseHeaderProperty(key)!
      return [key.split(':')[1]!, form, all]
    } catch (error) {
      this.fault(path, (error as Error).message.slice(key.length + 2))
      return undefined
    }
  }

  /** A field of the message, in the slot of the spec that is its own. */
  private put(spec: Record<string, unknown>, headers: [string, string][], [name, value, form, path]: Field): void {
    const slot = SLOTS[name.toLowerCase()]
    const text = this.written(value, form, path)
    if (text === undefined) return
    if (slot === 'date') {
      const date = new Date(form === 'Date' ? (value as string) : (text as string))
      if (Number.isNaN(date.getTime())) this.fault(path, 'expected a date')
      else spec.date = date
    } else if (slot === 'messageId') spec.messageId = Array.isArray(text) ? text[0] : text
    else if (slot !== undefined && !(slot in spec && slot !== 'from')) spec[slot] = text
    else
      headers.push([
        name,
        Array.isArray(text)
          ? (text as string[])
              .map((one) => (form === 'URLs' ? `<${one}>` : `<${one}>`))
              .join(form === 'URLs' ? ', ' : ' ')
          : (text as string),
      ])
  }

  /** A value as `compose` takes it; undefined if it is none of its form. */
  private written(value: unknown, form: HeaderForm, path: string): unknown {
    if (form === 'Addresses' || form === 'GroupedAddresses')
      return this.addresses(value, form === 'GroupedAddresses', path)
    if (form === 'MessageIds' || form === 'URLs') {
      if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value as string[]
      this.fault(path, 'expected a list of texts')
      return undefined
    }
    if (typeof value !== 'string') {
      this.fault(path, 'expected a text')
      return undefined
    }
    // A raw value holds its folds; they are made anew.
    return form === 'Raw' ? value.replace(/\r?\n(?=[ \t])/g, '').trim() : value
  }

  private addresses(value: unknown, grouped: boolean, path: string): (Mailbox | Group)[] | undefined {
    if (!Array.isArray(value)) {
      this.fault(path, 'expected a list')
      return undefined
    }
    const out: (Mailbox | Group)[] = []
    for (const [i, one] of (value as (EmailAddress | EmailAddressGroup)[]).entries()) {
      const at = `${path}[${i}]`
      if (!grouped) {
        const mailbox = this.mailbox(one as EmailAddress, at)
        if (mailbox !== undefined) out.push(mailbox)
        continue
      }
      const { name, addresses } = (one ?? {}) as EmailAddressGroup
      if (!Array.isArray(addresses)) {
        this.fault(`${at}.addresses`, 'expected a list')
        continue
      }
      const members = addresses.flatMap((each, k) => this.mailbox(each, `${at}.addresses[${k}]`) ?? [])
      if (typeof name === 'string') out.push({ kind: 'group', name, members })
      else for (const member of members) out.push(member)
    }
    return out
  }

  private mailbox(value: EmailAddress, path: string): Mailbox | undefined {
    const { name = null, email } = (value ?? {}) as EmailAddress
    if (typeof email !== 'string' || (name !== null && typeof name !== 'string')) {
      this.fault(path, 'expected { name, email }')
      return undefined
    }
    const at = email.lastIndexOf('@')
    const parts = { local: at === -1 ? email : email.slice(0, at), domain: at === -1 ? '' : email.slice(at + 1) }
    return { kind: 'mailbox', ...(name === null || name === '' ? {} : { name }), address: email, ...parts }
  }

  private bodies(spec: Record<string, unknown>): void {
    const { email } = this
    for (const [id, value] of Object.entries(email.bodyValues ?? {})) {
      const path = `bodyValues.${id}`
      if (typeof value?.value !== 'string') this.fault(`${path}.value`, 'expected a text')
      if (value?.isEncodingProblem === true) this.fault(`${path}.isEncodingProblem`, 'expected false')
      if (value?.isTruncated === true) this.fault(`${path}.isTruncated`, 'expected false')
    }
    for (const key of ['size', 'blobId', 'hasAttachment', 'preview'] as const) {
      if (email[key] !== undefined) this.fault(key, 'is set by the server: leave it out')
    }
    const attachments: PartSpec[] = []
    if (email.bodyStructure !== undefined && email.bodyStructure !== null)
      this.structure(spec, attachments, email.bodyStructure)
    else {
      for (const [key, type, slot] of [
        ['textBody', 'text/plain', 'text'],
        ['htmlBody', 'text/html', 'html'],
      ] as const) {
        const list = email[key]
        if (list === undefined || list === null) continue
        const part = Array.isArray(list) && list.length === 1 ? list[0] : undefined
        if (part === undefined) this.fault(key, 'expected exactly one part')
        else if (part.type !== undefined && part.type.toLowerCase() !== type)
          this.fault(`${key}[0].type`, `expected ${type}`)
        else {
          const content = this.content(part, `${key}[0]`)
          if (content !== undefined) spec[slot] = asText(content)
        }
      }
      for (const [i, part] of (email.attachments ?? []).entries()) {
        const made = this.attachment(part, `attachments[${i}]`)
        if (made !== undefined) attachments.push(made)
      }
    }
    if (attachments.length > 0) spec.attachments = attachments
  }

  private structure(spec: Record<string, unknown>, attachments: PartSpec[], root: EmailBodyPart): void {
    for (const key of ['textBody', 'htmlBody', 'attachments'] as const) {
      if (this.email[key] !== undefined) this.fault(key, 'is given beside bodyStructure: give one of them')
    }
    const given = new Set(Object.keys(this.email).map(fieldName))
    for (const key of Object.keys(root)) {
      if (key.startsWith('header:') && given.has(fieldName(key)))
        this.fault(`bodyStructure.${key}`, 'is given on the Email, too: give it there alone')
    }
    const work: [EmailBodyPart, string][] = [[root, 'bodyStructure']]
    while (work.length > 0) {
      const [part, path] = work.pop()!
      const type = (part.type ?? 'text/plain').toLowerCase()
      if (type.startsWith('multipart/')) {
        const { subParts } = part
        if (!Array.isArray(subParts) || subParts.length === 0)
          this.fault(`${path}.subParts`, 'expected the parts of the multipart')
        else for (let i = subParts.length - 1; i >= 0; i--) work.push([subParts[i]!, `${path}.subParts[${i}]`])
        continue
      }
      const slot = type === 'text/plain' ? 'text' : type === 'text/html' ? 'html' : undefined
      if (slot !== undefined && spec[slot] === undefined && part.disposition !== 'attachment') {
        const content = this.content(part, path)
        if (content !== undefined) spec[slot] = asText(content)
        continue
      }
      const made = this.attachment(part, path)
      if (made !== undefined) attachments.push(made)
    }
  }

  /** The content that a part names: the value of a partId, the octets of a blobId. */
  private content(part: EmailBodyPart, path: string): string | Uint8Array | undefined {
    const { partId, blobId } = part
    this.fields(part, path)
    if (typeof partId === 'string' && typeof blobId === 'string')
      this.fault(path, 'expected a partId or a blobId, not both')
    else if (typeof partId === 'string') {
      if (part.charset !== undefined && part.charset !== null)
        this.fault(`${path}.charset`, 'leave it out beside a partId: the text of bodyValues decides')
      if (part.size !== undefined && part.size !== null)
        this.fault(`${path}.size`, 'leave it out beside a partId: the text of bodyValues decides')
      const values = this.email.bodyValues ?? {}
      const value = Object.hasOwn(values, partId) ? values[partId]?.value : undefined
      if (typeof value === 'string') return value
      this.fault(`${path}.partId`, `${partId} is not in bodyValues: add bodyValues.${partId}, or give a blobId`)
    } else if (typeof blobId === 'string') {
      const octets = typeof this.blobs === 'function' ? this.blobs(blobId) : this.blobs.get(blobId)
      if (octets !== undefined) return octets
      this.missing.add(blobId)
      this.fault(`${path}.blobId`, `no blob ${blobId}: upload it first, and give it in blobs`)
    } else this.fault(path, 'expected a partId or a blobId')
    return undefined
  }

  private attachment(part: EmailBodyPart, path: string): PartSpec | undefined {
    const content = this.content(part, path)
    if (content === undefined) return undefined
    const { type = 'text/plain', charset, name, cid, disposition } = part
    const headers: [string, string][] = []
    for (const [field, value] of this.fields(part, path)) if (typeof value === 'string') headers.push([field, value])
    const language = part.language?.join(', ')
    if (language !== undefined) headers.push(['Content-Language', language])
    if (typeof part.location === 'string') headers.push(['Content-Location', part.location])
    const spec: ContentPartSpec = {
      content,
      contentType:
        typeof charset === 'string' && type.toLowerCase().startsWith('text/') ? `${type}; charset="${charset}"` : type,
      ...(typeof name === 'string' ? { filename: name } : {}),
      ...(typeof cid === 'string' ? { contentId: cid } : {}),
      ...(disposition === 'inline' || disposition === 'attachment' ? { disposition } : {}),
      ...(headers.length > 0 ? { headers } : {}),
    }
    return spec
  }
}

const BODY_KEYS: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'headers bodyStructure bodyValues textBody htmlBody attachments size blobId hasAttachment preview'.split(' '),
)
const PART_KEYS: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'partId blobId size headers name type charset disposition cid language location subParts'.split(' '),
)

/** The slots of MessageSpec, by the fields that they write. */
const SLOTS: Readonly<Record<string, string>> = {
  'message-id': 'messageId',
  'in-reply-to': 'inReplyTo',
  references: 'references',
  sender: 'sender',
  from: 'from',
  to: 'to',
  cc: 'cc',
  bcc: 'bcc',
  'reply-to': 'replyTo',
  subject: 'subject',
  date: 'date',
}

/** The field that a property stands for, in lower case. */
function fieldName(key: string): string {
  if (Object.hasOwn(FIELD_PROPERTIES, key)) return FIELD_PROPERTIES[key]![0].toLowerCase()
  return key.startsWith('header:') ? key.split(':')[1]!.toLowerCase() : ''
}

function asText(content: string | Uint8Array): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content)
}
