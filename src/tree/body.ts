/** Which parts are the displayed body and which are attachments: RFC 8621 §4.1.4, with the reason for each. */
import { DASH } from '../bytes/ascii.js'
import { fromLatin1, indexOfBytes } from '../bytes/platform.js'
import { holdsMediaType } from '../field/mime/content-type.js'
import type { Entity } from './entity.js'

/** What a part is in its message, and why. */
export interface Role {
  /**
   * `body`: displayed. `alternative`: another form of what is displayed. `related`: shown in the place that refers to it. `attachment`: beside
   * the body. `container`: a multipart.
   */
  readonly is: 'body' | 'alternative' | 'related' | 'attachment' | 'container'
  /** Why, in a sentence for people. */
  readonly because: string
}

/** The parts of one message by what a reader does with them. */
export interface BodyStructure {
  /** Shown to a reader of plain text: text/plain, text/html where it has no other form, and pictures, sound and film among them. */
  readonly text: readonly Entity[]
  /** Shown to a reader of HTML: text/html, text/plain where it has no other form, and pictures, sound and film among them. */
  readonly html: readonly Entity[]
  /** All that is not displayed text, in order. Media that the two lists show are in it, too. */
  readonly attachments: readonly Entity[]
}

const CONTAINER: Role = { is: 'container', because: 'a multipart holds other parts' }
const SHOWN: Role = { is: 'body', because: 'text that stands where a reader shows it (RFC 8621 §4.1.4)' }
const ALTERNATIVE: Role = { is: 'alternative', because: 'another form of the body, neither text/plain nor text/html' }
const HIDDEN: Role = { is: 'alternative', because: 'another form of a body of which both forms are known already' }
const MEDIA: Role = {
  is: 'attachment',
  because: 'a picture, sound or film: shown in its place, and a file (RFC 8621 §4.1.4)',
}
const RELATED: Role = { is: 'related', because: 'in multipart/related beside its root (RFC 2387)' }

const DISPOSED = /* @__PURE__ */ attachment('Content-Disposition says attachment')
const NAMED = /* @__PURE__ */ attachment('text with a filename, not the first of its multipart (RFC 8621 §4.1.4)')

const UNTYPED = /* @__PURE__ */ attachment('a filename, and a declared type that is no media type (RFC 2045 §5.2)')

function attachment(because: string): Role {
  return { is: 'attachment', because }
}

/** A multipart whose parts are being sorted. */
interface Level {
  readonly parts: readonly Entity[]
  readonly subtype: string
  readonly inAlternative: boolean
  readonly root: Entity | undefined
  text: boolean
  html: boolean
  readonly textLength: number
  readonly htmlLength: number
  next: number
}

const NO_PARTS: readonly Entity[] = /* @__PURE__ */ Object.freeze([])

/** Sorts the parts of a message. Iterative: nesting costs no stack. @param roles told the role of each, for who asks why */
export function sortBody(message: Entity, roles?: Map<Entity, Role>): BodyStructure {
  return message.parts.length === 0 ? sortLeaf(message, roles) : sortParts(message, roles)
}

/** Most messages are one text. */
function sortLeaf(message: Entity, roles: Map<Entity, Role> | undefined): BodyStructure {
  const all = [message]
  const why = notShown(message, undefined, '', true)
  roles?.set(message, why ?? SHOWN)
  if (why === undefined) return { text: all, html: all, attachments: NO_PARTS }
  const shown = why === MEDIA ? all : NO_PARTS
  return { text: shown, html: shown, attachments: all }
}

/**
 * Goes through the parts in order, a `Level` for each multipart that is open. Where a part goes, RFC 8621 §4.1.4:
 *
 *      part                     text              html              attachments
 *      multipart                its parts, on a level of their own
 *      displayed text           if open           if open           where it is in neither
 *        in alternative         if text/plain     if text/html      where it is in neither
 *        deeper in one          if open; text/plain closes `html` for itself and what follows on the level, any other type `text`
 *      image, audio, video      if open           if open           always
 *        among the parts shown
 *      all else                                                     always
 *
 * `open` is what a level has from the one around it. When an alternative ends that has only one of the two forms, the other takes it (`fillIn`).
 */
function sortParts(message: Entity, roles: Map<Entity, Role> | undefined): BodyStructure {
  const text: Entity[] = []
  const html: Entity[] = []
  const attachments: Entity[] = []
  const level = (
    parts: readonly Entity[],
    subtype: string,
    inAlternative: boolean,
    outer: Level | undefined,
    root: Entity | undefined,
  ) => ({
    parts,
    subtype,
    inAlternative,
    root,
    text: outer?.text ?? true,
    html: outer?.html ?? true,
    textLength: text.length,
    htmlLength: html.length,
    next: 0,
  })
  const stack: Level[] = [level([message], 'mixed', false, undefined, undefined)]
  while (stack.length > 0) {
    const at = stack[stack.length - 1]!
    const part = at.parts[at.next]
    if (part === undefined) {
      stack.pop()
      if (at.subtype === 'alternative' && at.text && at.html) fillIn(text, html, at)
      continue
    }
    const index = at.next++
    if (part.parts.length > 0) {
      roles?.set(part, CONTAINER)
      const { subtype } = part.contentType
      stack.push(level(part.parts, subtype, at.inAlternative || subtype === 'alternative', at, relatedRoot(part)))
      continue
    }
    const why = notShown(part, at.root, at.subtype, index === 0)
    if (why === undefined) {
      const mediaType = displayedType(part)
      const alternative = at.subtype === 'alternative'
      if (at.inAlternative && !alternative) {
        if (mediaType === 'text/plain') at.html = false
        else at.text = false
      }
      const toText = at.text && (!alternative || mediaType === 'text/plain')
      const toHtml = at.html && (!alternative || mediaType === 'text/html')
      if (toText) text.push(part)
      if (toHtml) html.push(part)
      roles?.set(part, toText || toHtml ? SHOWN : HIDDEN)
      if (!toText && !toHtml) attachments.push(part)
    } else {
      if (why === MEDIA) {
        if (at.text) text.push(part)
        if (at.html) html.push(part)
      }
      attachments.push(part)
      roles?.set(part, why)
    }
  }
  return { text, html, attachments }
}

/**
 * The root of a multipart/related (RFC 2387 §3.1, §3.2): the part that `start` names; else the first of the type that `type` names; else the
 * first that can be displayed, which is a text, a multipart or a message; else the first. Undefined for any other entity.
 */
export function relatedRoot(multipart: Entity): Entity | undefined {
  const { subtype, params } = multipart.contentType
  if (subtype !== 'related') return undefined
  const { parts } = multipart
  const start = params.start?.trim().replace(/^<|>$/g, '').trim()
  if (start !== undefined && start !== '') for (const part of parts) if (part.contentId === start) return part
  const type = params.type?.trim().toLowerCase()
  if (type !== undefined) for (const part of parts) if (part.contentType.mediaType === type) return part
  for (const part of parts) if (DISPLAYED.has(part.contentType.type) && !isNamedFile(part)) return part
  return parts[0]
}

const DISPLAYED: ReadonlySet<string> = /* @__PURE__ */ new Set(['text', 'multipart', 'message'])

/** Is it a part with a filename whose declared type is no media type? That is a file, which RFC 2045 §5.2 would make text. */
export function isNamedFile(part: Entity): boolean {
  if (part.contentType.mediaType !== 'text/plain' || part.filename === undefined) return false
  const field = part.headers.first('content-type')
  return field !== undefined && !holdsMediaType(field.octets)
}

/**
 * The media type that a part is displayed as: its own. A multipart in which no delimiter was found and no line begins with `--` is displayed as
 * text/plain, because what its author wrote stands there plainly.
 */
export function displayedType(part: Entity): string {
  const { type, mediaType } = part.contentType
  if (type !== 'multipart' || part.parts.length > 0 || part.node.opaque) return mediaType
  return hasDashedLine(part.rawBody) || hasDashedLine(part.bytes()) ? mediaType : 'text/plain'
}

const DASHED: Uint8Array = /* @__PURE__ */ fromLatin1('\n--')

function hasDashedLine(bytes: Uint8Array): boolean {
  return (bytes[0] === DASH && bytes[1] === DASH) || indexOfBytes(bytes, DASHED, 0) !== -1
}

/** Undefined if the part is displayed text, MEDIA if it is shown in the place where it stands; else its role. */
function notShown(part: Entity, root: Entity | undefined, subtype: string, first: boolean): Role | undefined {
  const mediaType = displayedType(part)
  const { disposition } = part
  if (root !== undefined && part !== root) return RELATED
  if (disposition !== undefined && disposition.type !== 'inline')
    return disposition.type === 'attachment'
      ? DISPOSED
      : attachment(`Content-Disposition says ${disposition.type.slice(0, 40)}`)
  if (mediaType !== 'text/plain' && mediaType !== 'text/html') {
    if (subtype === 'alternative') return ALTERNATIVE
    if (isInlineMedia(part.contentType.type)) return MEDIA
    return attachment(`${mediaType.slice(0, 80)} is no text to display`)
  }
  if (part.filename !== undefined) {
    if (!first && root === undefined) return NAMED
    if (isNamedFile(part)) return UNTYPED
  }
  return undefined
}

/** RFC 8621 §4.1.4: what a reader shows in line without being text. */
function isInlineMedia(type: string): boolean {
  return type === 'image' || type === 'audio' || type === 'video'
}

/** Puts the form that an alternative has into the list of the form that it lacks. */
function fillIn(text: Entity[], html: Entity[], at: Level): void {
  if (at.textLength === text.length) for (let i = at.htmlLength; i < html.length; i++) text.push(html[i]!)
  else if (at.htmlLength === html.length) for (let i = at.textLength; i < text.length; i++) html.push(text[i]!)
}
