/** Refuses calendar texts that would cost the calendar parser more time than their length justifies. RFC 5545 §3.1. */

/** Lines of one calendar, folds counted, and characters of one unfolded line. */
const MAX_LINES = 200_000
const MAX_LINE = 200_000
/** Components inside each other: an alarm in an event in a calendar is three. */
const MAX_DEPTH = 20

/** Why a text is not to be parsed; undefined where it is. One pass. */
export function whyNotParsed(text: string): string | undefined {
  let lines = 0
  let length = 0
  let depth = 0
  for (let at = 0; at < text.length; ) {
    let end = text.indexOf('\n', at)
    if (end === -1) end = text.length
    const isFold = text[at] === ' ' || text[at] === '\t'
    length = isFold ? length + end - at : end - at
    if (length > MAX_LINE) return `a line of over ${MAX_LINE} characters: it is not read`
    if (++lines > MAX_LINES) return `over ${MAX_LINES} lines: it is not read`
    const word = text.slice(at, at + 6).toUpperCase()
    if (word === 'BEGIN:' && ++depth > MAX_DEPTH) return `components over ${MAX_DEPTH} deep: it is not read`
    if (word.startsWith('END:')) depth--
    at = end + 1
  }
  return undefined
}
