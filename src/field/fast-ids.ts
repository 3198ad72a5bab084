/**
 * Reads sound identifiers the short way: in angles, ASCII without `?`, with nothing but white space between them. RFC 5322 §3.6.4. It reads as
 * message-id.ts does, or declines.
 */

const PLAIN_ATOM = "[A-Za-z0-9!#$%&'*+/=^_`{|}~-]+"
const PLAIN_ID = `<${PLAIN_ATOM}(?:\\.${PLAIN_ATOM})*@${PLAIN_ATOM}(?:\\.${PLAIN_ATOM})*>`
/** What nearly all fields of identifiers hold. */
const PLAIN = new RegExp(`^[ \\t\\r\\n]*(?:${PLAIN_ID}[ \\t\\r\\n]*)+$`)
/** The pattern is for short values. */
const PLAIN_LENGTH = 1000

/** Does the short way read the value? */
export function isFastIds(octets: string): boolean {
  return octets.length <= PLAIN_LENGTH && PLAIN.test(octets)
}

/** The identifiers of a value that the pattern accepts; undefined for all others. */
export function fastIds(octets: string): string[] | undefined {
  if (!isFastIds(octets)) return undefined
  const ids: string[] = []
  for (let at = octets.indexOf('<'); at !== -1; ) {
    const to = octets.indexOf('>', at)
    ids.push(octets.slice(at + 1, to))
    at = octets.indexOf('<', to)
  }
  return ids
}
