/**
 * Decides what a MIME reader shows, offers or saves of a message, in order. RFC 2049 §2 (before it RFC 1521 Appendix A), RFC 2183 §2,
 * RFC 2046 §5.1.
 */
import { checkOptions } from '../bytes/arguments.js'
import { isAtHand } from '../charset/index.js'
import { isKnownEncoding } from '../field/mime/transfer-encoding.js'
import { displayedType, isNamedFile, relatedRoot } from '../tree/body.js'
import type { Entity } from '../tree/entity.js'
import { assertEntity } from '../tree/is-message.js'

/** The rules that decide; `docs/present.md` has a line for each. */
export type PresentRule =
  | 'message-header'
  | 'unknown-encoding'
  | 'attachment'
  | 'text'
  | 'unknown-charset'
  | 'unknown-text-subtype'
  | 'media'
  | 'application'
  | 'alternative'
  | 'related'
  | 'message-subtype'
  | 'unknown-type'
  | 'too-deep'

/** What a reader does with one part (RFC 2049 §2). */
export interface Presentation {
  /**
   * `show`: display it. `offer`: display it when asked, as plain text. `save`: never display; offer to write `bytes()` to a file.
   * `choose`: one of `choices` is shown, the items that follow say how; the others are offered in its place.
   */
  readonly action: 'show' | 'offer' | 'save' | 'choose'
  /** Which form of the part is meant: its header section, its text, its decoded octets, or its alternatives. */
  readonly form: 'header' | 'text' | 'octets' | 'alternatives'
  /** The part. */
  readonly part: Entity
  /** How many messages the part is inside of; 0 in the message itself. */
  readonly depth: number
  /** The rule that decided. */
  readonly rule: PresentRule
  /** Why, in a sentence for people. */
  readonly because: string
  /** With `form: 'header'`: the fields to display, decoded, in a fixed order. */
  readonly fields?: readonly (readonly [name: string, text: string])[]
  /**
   * With `form: 'text'`: the label of the charset, as declared or as RFC 2045 §5.2 has it. A reader that cannot show the charset tells its user which
   * it is.
   */
  readonly charset?: string
  /** With `action: 'save'`: a filename that is safe on every system. */
  readonly filename?: string
  /** With `action: 'choose'`: the forms, in the order in which they stand, the best one last (RFC 2046 §5.1.4). */
  readonly choices?: readonly Entity[]
  /** With `action: 'choose'`: index in `choices` of the best form that the reader can show. */
  readonly chosen?: number
}

/** What the reader can display. */
export interface PresentOptions {
  /** Media types that the reader can display itself, as `image/png` or `image/*`. Default: text/plain and text/html. */
  readonly types?: readonly string[]
}

const DEFAULT_TYPES: readonly string[] = ['text/plain', 'text/html']
const HEADER = ['From', 'Sender', 'Reply-To', 'To', 'Cc', 'Date', 'Subject']
const PART_HEADER = ['Content-Description']
const MEDIA: ReadonlySet<string> = new Set(['image', 'audio', 'video'])

interface Pending {
  readonly part: Entity
  readonly depth: number
  /** A message: its header section is shown first. A resource: it belongs to the root of a multipart/related. */
  readonly is: 'message' | 'part' | 'resource'
}

/**
 * What a reader does with a message, in the order in which it does so. Plain data; the octets stay where they are. Never throws on bytes;
 * one step a part, however deep.
 * @throws TypeError for an option that is none
 */
export function present(message: Entity, options: PresentOptions = {}): Presentation[] {
  assertEntity(message, 'message')
  checkOptions(options, ['types'])
  const types = options.types ?? DEFAULT_TYPES
  if (!Array.isArray(types) || types.some((type) => typeof type !== 'string')) {
    throw new TypeError("options.types: expected a list of media types such as ['text/plain', 'image/*']")
  }
  const reader = new Reader(new Set(types.map((type) => type.toLowerCase())))
  return reader.read(message)
}

class Reader {
  private readonly out: Presentation[] = []
  private readonly work: Pending[] = []
  private readonly understood = new Map<Entity, boolean>()

  constructor(private readonly types: ReadonlySet<string>) {}

  read(message: Entity): Presentation[] {
    this.work.push({ part: message, depth: 0, is: 'message' })
    while (this.work.length > 0) this.take(this.work.pop()!)
    return this.out
  }

  private canShow(part: Entity): boolean {
    const mediaType = displayedType(part)
    const [type] = mediaType.split('/')
    return this.types.has(mediaType) || this.types.has(`${type}/*`)
  }

  /**
   * Decides about one part. The first line that fits:
   *
   *      part                                          what becomes of it
   *      resource of a multipart/related               saved
   *      with parts                                    its header; the parts by its subtype
   *      under an unknown transfer encoding            saved
   *      Content-Disposition other than inline         saved, but for the message itself
   *      holds a message                               that message
   *      a file whose declared type is no type         saved
   *      text; a multipart without parts               as text
   *      image, audio, video, application              shown where the reader displays the type, else saved
   *      all else                                      saved
   */
  private take({ part, depth, is }: Pending): void {
    if (is === 'resource') {
      this.save(part, depth, 'related', 'belongs to the root of multipart/related, which refers to it')
      return
    }
    const isMessage = is === 'message'
    this.header(part, depth, isMessage)
    const { type, subtype, mediaType } = part.contentType
    if (part.parts.length > 0) {
      if (subtype === 'alternative') this.alternative(part, depth)
      else if (subtype === 'related') this.related(part, depth)
      // Any other subtype is as mixed (rule 6): each part on its own, in order.
      else this.push(part.parts, depth)
      return
    }
    if (!isKnownEncoding(part.transferEncoding)) {
      const label = part.transferEncoding.slice(0, 40)
      this.save(
        part,
        depth,
        'unknown-encoding',
        `transfer encoding ${label} is not known: its octets are not its content`,
      )
      return
    }
    const { message, disposition } = part
    if (disposition !== undefined && disposition.type !== 'inline' && !isMessage) {
      this.save(part, depth, 'attachment', `Content-Disposition says ${disposition.type.slice(0, 40)}`)
      return
    }
    if (message !== undefined) {
      this.work.push({ part: message, depth: depth + 1, is: 'message' })
      return
    }
    if (isNamedFile(part)) {
      this.save(part, depth, 'unknown-type', 'a file whose declared type is no media type')
      return
    }
    if (type === 'text' || (type === 'multipart' && displayedType(part) === 'text/plain')) this.text(part, depth)
    else if (MEDIA.has(type)) {
      if (this.canShow(part)) this.show(part, depth, 'media', `${mediaType} is a type that the reader displays`)
      else this.save(part, depth, 'media', `${type} of a subtype that the reader does not display`)
    } else if (type === 'application') {
      if (this.canShow(part)) this.show(part, depth, 'application', `${mediaType} is a type that the reader displays`)
      else this.save(part, depth, 'application', 'data of a program: decoded, for a file')
    } else if (type === 'message') {
      this.save(part, depth, 'message-subtype', `message/${subtype.slice(0, 40)} is no message to display`)
    } else if (type === 'multipart') {
      this.save(part, depth, 'too-deep', 'a multipart in which no part could be found')
    } else this.save(part, depth, 'unknown-type', `media type ${mediaType.slice(0, 80)} is not known`)
  }

  /** Fields that are displayed of a message; of a part only what describes it. */
  private header(part: Entity, depth: number, isMessage: boolean): void {
    const fields: [string, string][] = []
    for (const name of isMessage ? HEADER : PART_HEADER) {
      for (const text of part.headers.getAll(name)) fields.push([name, text])
    }
    if (!isMessage && fields.length === 0) return
    const because = isMessage ? 'the header section of a message is displayed' : 'the part describes itself'
    this.out.push({ action: 'show', form: 'header', part, depth, rule: 'message-header', because, fields })
  }

  private text(part: Entity, depth: number): void {
    const charset = part.contentType.params.charset || 'us-ascii'
    const [, subtype = ''] = displayedType(part).split('/')
    if (!isAtHand(charset)) {
      const because = `charset ${charset.slice(0, 40)} is not known: the text is octets`
      this.out.push({ ...this.saved(part, depth, 'unknown-charset', because), charset })
    } else if (this.canShow(part)) {
      const because = `text/${subtype} in ${charset.slice(0, 40)}`
      this.out.push({ action: 'show', form: 'text', part, depth, rule: 'text', because, charset })
    } else {
      const because = `text/${subtype.slice(0, 40)} is not known: its source can be read`
      this.out.push({ action: 'offer', form: 'text', part, depth, rule: 'unknown-text-subtype', because, charset })
    }
  }

  private show(part: Entity, depth: number, rule: PresentRule, because: string): void {
    this.out.push({ action: 'show', form: 'octets', part, depth, rule, because })
  }

  private saved(part: Entity, depth: number, rule: PresentRule, because: string): Presentation {
    return { action: 'save', form: 'octets', part, depth, rule, because, filename: part.safeFilename }
  }

  private save(part: Entity, depth: number, rule: PresentRule, because: string): void {
    this.out.push(this.saved(part, depth, rule, because))
  }

  private push(parts: readonly Entity[], depth: number): void {
    for (let i = parts.length - 1; i >= 0; i--) this.work.push({ part: parts[i]!, depth, is: 'part' })
  }

  /** The last part that the reader can display is the best (RFC 2046 §5.1.4); where there is none, the first, which is the plainest. */
  private alternative(part: Entity, depth: number): void {
    const choices = part.parts
    let chosen = 0
    for (let i = choices.length - 1; i > 0; i--) {
      if (!this.understands(choices[i]!)) continue
      chosen = i
      break
    }
    const because = `the same in ${choices.length} forms: the last one that the reader knows is the best`
    this.out.push({
      action: 'choose',
      form: 'alternatives',
      part,
      depth,
      rule: 'alternative',
      because,
      choices,
      chosen,
    })
    this.work.push({ part: choices[chosen]!, depth, is: 'part' })
  }

  /** Can the reader do something with a form? A container counts by its first leaf, of related by its root. Each is looked at once. */
  private understands(part: Entity): boolean {
    const way: Entity[] = []
    let at = part
    let known = this.understood.get(at)
    while (known === undefined) {
      way.push(at)
      if (at.parts.length === 0) known = this.understandsLeaf(at)
      else {
        at = relatedRoot(at) ?? at.parts[0]!
        known = this.understood.get(at)
      }
    }
    for (const one of way) this.understood.set(one, known)
    return known
  }

  private understandsLeaf(part: Entity): boolean {
    if (!isKnownEncoding(part.transferEncoding)) return false
    const { type, params } = part.contentType
    if (type === 'text' && !isAtHand(params.charset || 'us-ascii')) return false
    return this.canShow(part) || part.message !== undefined
  }

  /** The root is presented; what stands beside it is for the root to use (RFC 2387 §3), and can be saved. */
  private related(part: Entity, depth: number): void {
    const root = relatedRoot(part)!
    for (let i = part.parts.length - 1; i >= 0; i--) {
      const one = part.parts[i]!
      if (one !== root) this.work.push({ part: one, depth, is: 'resource' })
    }
    this.work.push({ part: root, depth, is: 'part' })
  }
}
