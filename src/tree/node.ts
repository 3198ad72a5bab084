/**
 * One entity as spans over its source: field* · blank · (body | message | preamble · (delimiter · entity)* · closing delimiter · epilogue).
 * Every octet of [start, end) belongs to exactly one of these.
 */
import type { EntityKind } from '../scan/sink.js'
import type { Document } from './document.js'
import type { Edits } from './edits.js'
import type { Entity } from './entity.js'

const NO_NODES: Node[] = []

export class Node {
  readonly doc: Document
  readonly kind: EntityKind
  parent: Node | undefined
  /** Parts of a multipart, or the one message that a message/rfc822 holds. */
  children: Node[]
  /** Offsets in the source; -1 throughout where the entity was made, not parsed. */
  start: number
  /** The separator line is [blank, bodyStart). */
  blank: number
  bodyStart: number
  end: number
  /** Its fields are spans [fieldsFrom, fieldsTo) of the document, counted in fields. */
  fieldsFrom: number
  fieldsTo: number
  /** The delimiter before this part, line break included. */
  delimiterStart: number
  delimiterEnd: number
  /** Of a multipart: its first delimiter's start, where the preamble ends; -1 while none was seen. */
  firstDelimiter: number
  /** Of a multipart: its closing delimiter, -1 where there is none. */
  closeStart: number
  closeEnd: number
  /** Past a limit: a leaf whatever its header says. */
  opaque: boolean
  edits: Edits | undefined
  private seen: Entity | undefined
  /** Where it was last among its parent's children: checked before it is believed. */
  private place: number

  constructor(doc: Document, kind: EntityKind, parent: Node | undefined, start: number) {
    this.doc = doc
    this.kind = kind
    this.parent = parent
    this.children = NO_NODES
    this.start = start
    this.blank = start
    this.bodyStart = start
    this.end = start
    this.fieldsFrom = 0
    this.fieldsTo = 0
    this.delimiterStart = -1
    this.delimiterEnd = -1
    this.firstDelimiter = -1
    this.closeStart = -1
    this.closeEnd = -1
    this.opaque = false
    this.edits = undefined
    this.seen = undefined
    this.place = 0
  }

  /** Its number among its parent's children, from 0. */
  get index(): number {
    const siblings = this.parent?.children ?? NO_NODES
    if (siblings[this.place] !== this) for (let i = 0; i < siblings.length; i++) siblings[i]!.place = i
    return this.place
  }

  /** Readings that were made of it before a change no longer hold; nor do those of its parts, whose default type it may set. */
  changed(): void {
    this.seen?.refresh()
    for (const child of this.children) child.seen?.refresh()
  }

  adopt(child: Node): void {
    if (this.children === NO_NODES) this.children = [child]
    else this.children.push(child)
  }

  /** The entity that callers see, made when first asked for. */
  get view(): Entity {
    return (this.seen ??= this.doc.makeView(this))
  }

  /** Attaches a view that exists already (an entity made by hand). */
  set view(entity: Entity) {
    this.seen = entity
  }
}
