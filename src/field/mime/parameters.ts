/** Reads parameters as text. RFC 2045 §5.1, RFC 2231; and encoded-words in values, which RFC 2047 §5 forbids and many agents write. */
import { EQUALS, SLASH, TOKEN } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { Lexer, takeRun } from '../lexer.js'
import { partReport, text } from '../octets.js'
import { decodeWords, holdsWord } from '../words/encoded-word.js'
import { joinedText, missingOctets } from './labelled.js'
import { skipMimeCfws } from './mime-cfws.js'
import { type Entry, ParameterOctets } from './parameter-octets.js'
import type { Instance } from './rfc2231.js'

/** Decoded values by lower-case name. Has no prototype: names come from outside. */
export interface Params {
  readonly [name: string]: string
}

/** Parameters whose value is a protocol token: an encoded-word in them stays as it is. */
export const LITERAL: ReadonlySet<string> = new Set(['boundary', 'charset', 'type', 'protocol'])

/**
 * Reads the parameters that follow a type. Never throws.
 * @param from index after the type: the first `;` is looked for from here
 */
export function readParameters(
  octets: string,
  report: Report,
  from: number,
  limits: { readonly maxParameters: number },
  fallback?: string,
): Params {
  return new ParameterReader(octets, report, from, limits.maxParameters).params(fallback)
}

/** Where the value of a parameter stands in a field body of the form `value; parameters` or `type/subtype; parameters`. */
export function parameterSpan(
  octets: string,
  name: string,
  maxParameters: number,
): { from: number; to: number } | undefined {
  return new ParameterReader(octets, ignore, headEnd(octets), maxParameters).span(name)
}

/** The octets of the value of a parameter, as `parameterSpan` finds it. */
export function parameterOctets(octets: string, name: string): string | undefined {
  return new ParameterReader(octets, ignore, headEnd(octets), MANY).octets(name)?.octets
}

/** Limit of parameters where none is reported: the field is read whole elsewhere. */
const MANY = 128

/** All instances in order, by lower-case name with the RFC 2231 section. */
export function parameterInstances(
  octets: string,
  maxParameters: number,
): readonly (readonly [name: string, instance: Instance])[] {
  const all: [string, Instance][] = []
  new ParameterReader(octets, ignore, headEnd(octets), maxParameters, (name, instance) => all.push([name, instance]))
  return all
}

/** Index behind a value, or a type and subtype, with the comments between them. */
function headEnd(octets: string): number {
  const lex = new Lexer(octets, ignore)
  skipMimeCfws(lex)
  const from = lex.pos
  takeRun(lex, TOKEN)
  const end = lex.pos
  skipMimeCfws(lex)
  if (lex.peek() === EQUALS && end > from) return from
  if (!lex.take(SLASH)) return end
  skipMimeCfws(lex)
  takeRun(lex, TOKEN)
  return lex.pos
}

/** The parameters of one field as text. */
export class ParameterReader extends ParameterOctets {
  constructor(
    octets: string,
    report: Report,
    from: number,
    maxParameters: number,
    each?: (name: string, instance: Instance) => void,
  ) {
    super(octets, report, from, maxParameters, each, missingOctets)
  }

  /** Decoded values, conflicts resolved. */
  params(fallback?: string): Params {
    const params: Record<string, string> = Object.create(null)
    for (const [name, entry] of this.entries) {
      const value = this.value(name, entry, fallback)
      // `name=""` is a value that stands there; `name=` and a form that is dropped are none.
      if (value !== '' || entry.plain?.quoted === true) params[name] = value
      if (value === '' && (name === 'filename' || name === 'name') && entry.plain !== undefined) {
        this.report('empty-filename', entry.plain.from, entry.plain.to)
      }
    }
    return params
  }

  private value(name: string, entry: Entry, fallback: string | undefined): string {
    const joined = entry.extended?.join()
    const { plain } = entry
    const plainText = plain === undefined ? '' : this.decoded(name, plain.octets, plain, fallback)
    if (joined === undefined) return plainText
    const extendedText =
      joined.label === undefined
        ? this.decoded(name, joined.octets, joined, fallback)
        : joinedText(joined, this.report, fallback)
    if (extendedText === '') return plainText
    if (plainText === '') return extendedText
    if (plainText !== extendedText) this.report('conflicting-parameter-forms', joined.from, joined.to)
    return name === 'boundary' ? plainText : extendedText
  }

  private decoded(
    name: string,
    octets: string,
    at: { readonly from: number; readonly to: number },
    fallback: string | undefined,
  ): string {
    const report = partReport(this.report, (code) => this.report(code, at.from, at.to))
    if (!holdsWord(octets)) return text(octets, report, at.from)
    this.report('encoded-word-in-parameter', at.from, at.to)
    return LITERAL.has(name) ? text(octets, report, at.from) : decodeWords(octets, report, 0, 'parameter', fallback)
  }
}
