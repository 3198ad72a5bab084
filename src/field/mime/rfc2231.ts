/** Gathers the continuations and extended values of one parameter in any order, joins them as octets, decodes them once. RFC 2231 §3 and §4. */
import { decodePercent, encodePercent } from '../../codec/percent.js'
import type { DefectCode } from '../../defects/codes.js'
import type { Report } from '../../defects/defect.js'
import { octetsToBytes, toOctets } from '../octets.js'

/** One `name=value` as it stands in a field. */
export interface Instance {
  /** Value without quotes, quoting backslashes and folds. */
  readonly octets: string
  readonly quoted: boolean
  /** A quoted pair in it was resolved. */
  readonly pair: boolean
  readonly from: number
  readonly to: number
}

interface Segment extends Instance {
  readonly extended: boolean
}

/** The value of a parameter in RFC 2231 form, joined. */
export interface Joined {
  readonly octets: string
  /** Charset; undefined when no piece is extended. */
  readonly label: string | undefined
  readonly from: number
  readonly to: number
}

/** How many octets the last character still lacks, by the charset of a label: `missingOctets` of labelled.ts. */
export type MissingOctets = (bytes: Uint8Array, from: number, to: number, label: string, missing: number) => number

/** An octet in percent encoding. In a segment without `*` it means nothing (RFC 2231 §4.1). */
const PERCENT = /%[0-9a-f]{2}/i

/** RFC 2231 sets no number; 9999 and 1,000 segments are far above real use and keep sorting and memory small. */
const MAX_SECTION_DIGITS = 4
const MAX_SEGMENTS = 1000

/** All instances of one name in RFC 2231 form. */
export class ExtendedForms {
  private whole: Instance | undefined
  private readonly segments = new Map<number, Segment>()
  private highest = -1
  private tooMany = false
  private unordered = false
  private aboveAll = false
  private joined = false
  private result: Joined | undefined
  private from = 0
  private to = 0

  /**
   * @param report offsets as those of the instances
   * @param missing finds characters that are cut by a segment; without it they are not reported
   */
  constructor(
    private readonly report: Report,
    private readonly missing?: MissingOctets,
  ) {}

  private say(code: DefectCode, at: { from: number; to: number }): void {
    this.report(code, at.from, at.to)
  }

  /** @param section what follows the first `*` of the name: empty, `*`-ended or digits */
  add(section: string, instance: Instance): void {
    if (section === '') {
      if (this.whole === undefined) this.whole = instance
      else if (this.whole.octets !== instance.octets) this.say('duplicate-parameter', instance)
      return
    }
    const extended = section.endsWith('*')
    const number = this.section(extended ? section.slice(0, -1) : section, instance)
    if (number === -1) return
    if (this.segments.has(number)) {
      this.say('rfc2231-duplicate-segment', instance)
      return
    }
    if (this.segments.size >= MAX_SEGMENTS) {
      if (!this.tooMany) this.say('too-many-parameters', instance)
      this.tooMany = true
      return
    }
    if (number < this.highest && !this.unordered) {
      this.unordered = true
      this.say('rfc2231-out-of-order', instance)
    }
    this.highest = Math.max(this.highest, number)
    if (this.segments.size === 0) this.from = instance.from
    this.to = instance.to
    this.segments.set(number, { ...instance, extended })
  }

  /** The number of a section, or -1 when the segment is dropped. */
  private section(digits: string, instance: Instance): number {
    if (!/^[0-9]+$/.test(digits)) {
      this.say('rfc2231-invalid-section', instance)
      return -1
    }
    let zeros = 0
    while (zeros < digits.length - 1 && digits.charCodeAt(zeros) === 0x30) zeros++
    const tooLong = digits.length - zeros > MAX_SECTION_DIGITS
    // QUIRK(RFC 2231 §7): leading zeros. Sent by: several web mailers. Fixture: rfc2231 unit test.
    if (zeros > 0 || tooLong) this.say('rfc2231-invalid-section', instance)
    if (!tooLong) return Number(digits.slice(zeros))
    this.aboveAll = true
    if (this.segments.size === 0) this.from = instance.from
    this.to = instance.to
    return -1
  }

  /** The value, or undefined when no form gives one. A whole extended value wins over segments. */
  join(): Joined | undefined {
    if (!this.joined) {
      this.joined = true
      this.result = this.joinForms()
    }
    return this.result
  }

  private joinForms(): Joined | undefined {
    const whole = this.whole === undefined ? undefined : this.joinWhole(this.whole)
    const segments = this.segments.size === 0 && !this.aboveAll ? undefined : this.joinSegments()
    if (whole !== undefined && segments !== undefined && !sameText(whole, segments)) {
      this.say('conflicting-parameter-forms', whole)
    }
    return whole ?? segments
  }

  private joinWhole(instance: Instance): Joined | undefined {
    const head = this.head(instance)
    if (head === undefined) return undefined
    const octets = this.undone(instance.octets.slice(head.length), instance)
    return { octets, label: head.label, from: instance.from, to: instance.to }
  }

  private joinSegments(): Joined | undefined {
    const { segments } = this
    let count = 0
    while (segments.has(count)) count++
    if (count < segments.size || this.aboveAll) this.report('rfc2231-gap', this.from, this.to)
    const first = segments.get(0)
    if (first === undefined) return undefined
    const head = first.extended ? this.head(first) : { label: '', length: 0 }
    if (head === undefined) return undefined
    let octets = ''
    let missing = 0
    let anyExtended = false
    for (let number = 0; number < count; number++) {
      const segment = segments.get(number)!
      let piece = number === 0 ? segment.octets.slice(head.length) : segment.octets
      if (segment.extended) {
        piece = this.undone(piece, segment)
        anyExtended = true
      } else if (anyExtended && PERCENT.test(piece)) this.say('rfc2231-invalid-percent', segment)
      if (missing > 0 && piece !== '') this.say('rfc2231-split-char', segment)
      missing = this.missing?.(octetsToBytes(piece), 0, piece.length, head.label, missing) ?? 0
      octets += piece
    }
    return { octets, label: anyExtended ? head.label || 'utf-8' : undefined, from: this.from, to: this.to }
  }

  /** `charset'language'` at the head of an extended value; undefined: the form is dropped. */
  private head(instance: Instance): { label: string; length: number } | undefined {
    const { octets } = instance
    const first = octets.indexOf("'")
    const second = first === -1 ? -1 : octets.indexOf("'", first + 1)
    if (second !== -1) return { label: octets.slice(0, first).toLowerCase() || 'utf-8', length: second + 1 }
    this.say('rfc2231-missing-charset', instance)
    return first === -1 ? { label: 'utf-8', length: 0 } : undefined
  }

  /** The octets of an extended value, percent encoding undone. */
  private undone(octets: string, instance: Instance): string {
    if (instance.quoted) this.say('rfc2231-quoted-extended', instance)
    let invalid = false
    const undone = decodePercent(octets, () => {
      invalid = true
    })
    if (invalid) this.say('rfc2231-invalid-percent', instance)
    return undone
  }
}

function sameText(a: Joined, b: Joined): boolean {
  return a.octets === b.octets && a.label === b.label
}

/**
 * A value in extended form, cut into segments of at most `room` characters each, `name*0*=…` and so on; one piece is written `name*=…`.
 * Always UTF-8, cut between characters.
 */
export function extendedSegments(name: string, value: string, room: number): string[] {
  const encoded = Array.from(value, (character) => encodePercent(toOctets(character)))
  const whole = `${name}*=UTF-8''${encoded.join('')}`
  if (whole.length <= room) return [whole]
  const segments: string[] = []
  let line = `${name}*0*=UTF-8''`
  let filled = false
  for (const piece of encoded) {
    if (filled && line.length + piece.length > room) {
      segments.push(line)
      line = `${name}*${segments.length}*=`
    }
    line += piece
    filled = true
  }
  segments.push(line)
  return segments
}
