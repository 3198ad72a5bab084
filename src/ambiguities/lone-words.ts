/** Finds whom readers take from elements of an address list that hold no addr-spec: a word, a domain, text in angles. RFC 5322 §3.4, RFC 2047 §5. */
import { ignore } from '../defects/defect.js'
import { decodeWords } from '../field/words/encoded-word.js'
import type { Profile } from './profiles.js'
import { withoutComments } from './rough.js'

/** An element as it is cut by who knows quotes and no more. */
const ELEMENT = /(?:"(?:[^"\\]|\\.?)*(?:"|$)|[^",;])+/g
const ANGLE = /<([^<>]*)(?:>|$)/
/** What stands before members; not a colon within angles. */
const GROUP = /^[^<"]*:/
const WORD = /"((?:[^"\\]|\\.?)*)(?:"|$)|[^\s"<>@]+/g
const ATOMS = /^[^\s"(),:;<>@[\\\]]+$/

/** @param list unfolded @param found who looks for `@` finds these in an element; where there are any, they count */
export function addressesBy(list: string, how: Profile['lone'], found: (element: string) => string[]): string[] {
  // Who shows all leaves comments that are no name where they stand.
  const cut = how === 'shown' ? list : withoutComments(list)
  return (cut.match(ELEMENT) ?? []).flatMap((element) => {
    const whole = found(element)
    if (whole.length > 0) return whole
    if (how === 'named' || how === 'shown') return named(element)
    return how === 'word' ? word(element.replace(GROUP, '')) : words(element.replace(GROUP, ''))
  })
}

/** What stands in angles beside a name; else what has an `@`. */
function named(element: string): string[] {
  const inner = ANGLE.exec(element)
  const text = inner?.[1]?.trim() ?? ''
  if (text !== '' && (text.includes('@') || element.replace(ANGLE, '').trim() !== '')) return [text]
  return element.split(/[\s<]+/).filter((piece) => piece.includes('@'))
}

/** The first word, as it stands, or what is in angles, a colon there taken for the end of one. */
function word(element: string): string[] {
  const inner = ANGLE.exec(element)
  if (inner !== null) return inner[1]!.includes('@') ? [] : inner[1]!.split(':').map(spoken).filter(Boolean)
  if (element.includes('@')) return /^@[^\s<>]+/.exec(element.trim()) ?? []
  const [first] = wordsOf(element)
  return first === undefined ? [] : [first]
}

/** All words as one local part, encoded-words decoded: those in angles, else those before them. */
function words(element: string): string[] {
  if (/<[^>]*</.test(element)) return []
  const inner = ANGLE.exec(element)
  const isWhole = inner !== null && !inner[1]!.includes('@')
  if (inner === null && element.includes('@')) return []
  const text = isWhole ? inner[1]!.replace(/:.*$/, '') : element.slice(0, inner?.index)
  const all = decodeWords(wordsOf(text).join(' '), ignore, 0, 'text').trim()
  return all === '' ? [] : [ATOMS.test(all) ? all : `"${all.replace(/["\\]/g, '\\$&')}"`]
}

function wordsOf(text: string): string[] {
  return Array.from(text.matchAll(WORD), ([whole, quoted]) => quoted?.replace(/\\(.)/g, '$1') ?? whole)
}

function spoken(text: string): string {
  return text.trim().replace(/^"(.*)"$/, '$1')
}
