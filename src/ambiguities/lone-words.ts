/** Finds whom readers take from elements of an address list that hold no addr-spec: a word, a domain, text in angles. RFC 5322 §3.4, RFC 2047 §5. */
import { ignore } from '../defects/defect.js'
import { decodeWords } from '../field/words/encoded-word.js'
import type { Profile } from './profiles.js'
import { withoutComments } from './rough.js'

const ANGLE = /<([^<>]*)(?:>|$)/
/** What stands before members; not a colon within angles. */
const GROUP = /^[^<"]*:/
const SPECIAL = /[\s"<>@]/
const ATOMS = /^[^\s"(),:;<>@[\\\]]+$/

/** @param list unfolded @param found who looks for `@` finds these in an element; where there are any, they count */
export function addressesBy(list: string, how: Profile['lone'], found: (element: string) => string[]): string[] {
  // Who shows all leaves comments that are no name where they stand.
  const cut = how === 'shown' ? list : withoutComments(list)
  return elementsOf(cut).flatMap((element) => {
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

/** Cut at commas and semicolons, by who knows quotes and no more. */
function elementsOf(list: string): string[] {
  const found: string[] = []
  let start = 0
  let isQuoted = false
  for (let i = 0; i <= list.length; i++) {
    const c = list[i]
    if (c === '"') isQuoted = !isQuoted
    else if (c === '\\' && isQuoted) i++
    if (i < list.length && (isQuoted || (c !== ',' && c !== ';'))) continue
    if (i > start) found.push(list.slice(start, i))
    start = i + 1
  }
  return found
}

/** Its words, and what stands in quotes without these; an `@` ends a word. */
function wordsOf(text: string): string[] {
  const found: string[] = []
  for (let i = 0; i < text.length; ) {
    const start = i
    if (text[i] === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i++
      found.push(text.slice(start + 1, i).replace(/\\(.)/g, '$1'))
      i++
    } else {
      while (i < text.length && !SPECIAL.test(text[i]!)) i++
      if (i > start) found.push(text.slice(start, i))
      else i++
    }
  }
  return found
}

function spoken(text: string): string {
  return text.trim().replace(/^"(.*)"$/, '$1')
}
