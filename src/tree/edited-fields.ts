/**
 * An edited header section with its fields by name, so that an edit costs the same however many fields there are. New fields go to either end. A
 * field is found by its name. A deleted one leaves a gap until the section is written.
 */

import type { Field } from './field.js'
import { type HeaderLine, isField } from './header-line.js'

/** Fields of one name: those that were put on top, the last one first in the section, and all others. */
interface Namesakes {
  readonly top: Field[]
  readonly rest: Field[]
}

export class EditedFields {
  /** Lines before the first field that are no fields (an mbox line). Nothing is put before them. */
  private readonly lead: HeaderLine[] = []
  /** Fields put on top, the first one last. */
  private readonly top: (HeaderLine | undefined)[] = []
  private readonly rest: (HeaderLine | undefined)[] = []
  /** Where a field stands: from 0 in `rest`, from -1 downwards in `top`. */
  private readonly places = new Map<Field, number>()
  private readonly names = new Map<string, Namesakes>()
  /** How many fields there are. */
  count = 0

  constructor(lines: readonly HeaderLine[]) {
    let at = 0
    while (at < lines.length && !isField(lines[at])) this.lead.push(lines[at++]!)
    for (; at < lines.length; at++) {
      const line = lines[at]!
      if (isField(line)) this.push(line)
      else this.rest.push(line)
    }
  }

  /** All lines, in order. */
  lines(): HeaderLine[] {
    const lines = this.lead.slice()
    for (let i = this.top.length - 1; i >= 0; i--) if (this.top[i] !== undefined) lines.push(this.top[i]!)
    for (const line of this.rest) if (line !== undefined) lines.push(line)
    return lines
  }

  /** The first field of a name that is in lower case. */
  first(lowered: string): Field | undefined {
    const named = this.names.get(lowered)
    return named?.top.at(-1) ?? named?.rest[0]
  }

  /** The fields of a name that is in lower case, in order. */
  all(lowered: string): Field[] {
    const named = this.names.get(lowered)
    return named === undefined ? [] : [...named.top.slice().reverse(), ...named.rest]
  }

  /** Puts a field at the end of the section. */
  push(field: Field): void {
    this.places.set(field, this.rest.length)
    this.rest.push(field)
    this.named(field).rest.push(field)
    this.count++
  }

  /** Puts a field on top of the section, behind `lead`. */
  prepend(field: Field): void {
    this.places.set(field, -1 - this.top.length)
    this.top.push(field)
    this.named(field).top.push(field)
    this.count++
  }

  /** Puts a field in the place of the first of its name, and drops the others; at the end where there is none. */
  set(field: Field): void {
    const lowered = field.name.toLowerCase()
    const [first, ...others] = this.all(lowered)
    if (first === undefined) {
      this.push(field)
      return
    }
    const place = this.places.get(first)!
    for (const other of others) this.put(this.places.get(other)!, other, undefined)
    this.put(place, first, field)
    this.places.set(field, place)
    this.names.set(lowered, place < 0 ? { top: [field], rest: [] } : { top: [], rest: [field] })
    this.count -= others.length
  }

  /** Takes out all fields of a name that is in lower case. False where there was none. */
  delete(lowered: string): boolean {
    const gone = this.all(lowered)
    for (const field of gone) this.put(this.places.get(field)!, field, undefined)
    this.names.delete(lowered)
    this.count -= gone.length
    return gone.length > 0
  }

  /** Puts a field in the place of the one with that index among the fields of a name that is in lower case. Undefined takes that one out. */
  replace(lowered: string, index: number, field: Field | undefined): void {
    const { top, rest } = this.names.get(lowered)!
    const isOnTop = index < top.length
    const list = isOnTop ? top : rest
    const at = isOnTop ? top.length - 1 - index : index - top.length
    const old = list[at]!
    const place = this.places.get(old)!
    this.put(place, old, field)
    if (field === undefined) {
      list.splice(at, 1)
      this.count--
    } else {
      list[at] = field
      this.places.set(field, place)
    }
  }

  private put(place: number, old: Field, field: Field | undefined): void {
    this.places.delete(old)
    if (place < 0) this.top[-1 - place] = field
    else this.rest[place] = field
  }

  private named({ name }: Field): Namesakes {
    const lowered = name.toLowerCase()
    let named = this.names.get(lowered)
    if (named === undefined) this.names.set(lowered, (named = { top: [], rest: [] }))
    return named
  }
}
