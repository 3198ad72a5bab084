/** A defect as data, and the bounded list that a message keeps of them. */
import { assertArray, assertString } from '../bytes/arguments.js'
import { CODES, type DefectCode, type Severity } from './codes.js'

/** What is wrong, where, and which clause says so. `start` and `end` are byte offsets in the source, half open. */
export interface Defect {
  /** Its stable name: what programs go by. docs/defects.md lists all. */
  readonly code: DefectCode
  /** `error`: information is lost or readers disagree. `warning`: against the RFC, and read as meant. `info`: allowed, and worth knowing. */
  readonly severity: Severity
  /** Byte offset in the source where it begins. */
  readonly start: number
  /** Byte offset behind it. */
  readonly end: number
  /** RFC and section, as `5322 3.6`; empty where practice is the source. */
  readonly rfc: string
  /**
   * A sentence for people, of at most 200 characters. It quotes at most 40 octets of the input, escaped. In a message of `messagerie/read`, and in a
   * bundle for browsers or workers that did not call `useChecks`, it is the code alone.
   */
  readonly message: string
}

/** How a reader of one value reports: offsets are octets from the start of that value. */
export interface Report {
  (code: DefectCode, from: number, to: number): void
  /** Text of raw octets that are no UTF-8, by the field that they stand in; windows-1252 where it is absent. */
  rawText?: (octets: string) => string
}

/** Makes the message of a defect: `describe` of texts.ts where there are texts. */
export type Describe = (code: DefectCode, source?: Uint8Array, start?: number, end?: number) => string

/** For callers that want the value only. */
export const ignore: Report = () => {}

/** Thrown by `strict` and by `onLimit: 'throw'`; never because of bytes alone. */
export class MessageError extends Error {
  /** `MessageError`. */
  override readonly name = 'MessageError'
  /** All defects that were found until then. */
  readonly defects: readonly Defect[]

  /** `parse`, `parseStream` and `parts` throw it, with `strict` or `onLimit: 'throw'`. */
  constructor(message: string, defects: readonly Defect[]) {
    assertString(message, 'message')
    assertArray(defects, 'defects')
    super(message)
    this.defects = defects
  }
}

/** After this many of one code, further ones are only counted: a flood of one kind must not hide the others. */
const MAX_PER_CODE = 100
/** So many defects are counted by looking through them. */
const FEW = 8
/** Ordered, bounded: the first of each code is always kept. Adding costs O(1). */
export class DefectList {
  /** Code, start and end of each in turn. Objects are made of them when they are first asked for: most readers never do. */
  private readonly found: (DefectCode | number)[] = []
  private made: Defect[] | undefined
  /** Made when there are more than a few: most messages have none, or one or two. */
  private counts: Map<DefectCode, number> | undefined
  private dropped = false

  /**
   * @param source the bytes that offsets point into, for excerpts; absent when they are not kept (streams)
   * @param describe makes the message of a defect; the code stands for it where there is none
   */
  constructor(
    private readonly maxDefects: number,
    private readonly source: Uint8Array | undefined,
    private readonly describe: Describe | undefined,
  ) {}

  /** All that were added so far: one list, that grows. */
  get items(): readonly Defect[] {
    if (this.made === undefined) {
      this.made = []
      for (let at = 0; at < this.found.length; at += 3) this.make(this.made, at)
    }
    return this.made
  }

  add(code: DefectCode, start: number, end: number): void {
    const { found, maxDefects } = this
    const count = found.length / 3
    let added = code
    if (this.counts !== undefined || count >= Math.min(FEW, maxDefects)) {
      const counts = (this.counts ??= this.counted())
      const seen = counts.get(code) ?? 0
      counts.set(code, seen + 1)
      if (seen > 0 && (seen >= MAX_PER_CODE || count >= maxDefects)) {
        if (this.dropped) return
        this.dropped = true
        added = 'too-many-defects'
        counts.set(added, 1)
      }
    }
    found.push(added, start, end)
    if (this.made !== undefined) this.make(this.made, found.length - 3)
  }

  private counted(): Map<DefectCode, number> {
    const counts = new Map<DefectCode, number>()
    for (let at = 0; at < this.found.length; at += 3) {
      const code = this.found[at] as DefectCode
      counts.set(code, (counts.get(code) ?? 0) + 1)
    }
    return counts
  }

  private make(made: Defect[], at: number): void {
    const [code, start, end] = this.found.slice(at, at + 3) as [DefectCode, number, number]
    const [severity, rfc] = CODES[code]
    const message = this.describe?.(code, this.source, start, end) ?? code
    made.push({ code, severity, start, end, rfc, message })
  }
}
