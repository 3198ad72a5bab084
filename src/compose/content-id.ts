/** Checks a Content-ID that a caller gives: any text that may stand in angle brackets. RFC 2045 §7, RFC 2392. */

/** @throws TypeError for an identifier that is empty, or holds white space, angle brackets, controls or what is not ASCII */
export function contentIdText(given: string): string {
  const id = given.startsWith('<') && given.endsWith('>') ? given.slice(1, -1) : given
  if (id === '') throw new TypeError('expected an identifier, as logo or logo@example.org')
  const at = id.search(/[^\x21-\x7e]|[<>]/)
  if (at !== -1) {
    const code = id.codePointAt(at)!.toString(16).toUpperCase().padStart(4, '0')
    throw new TypeError(`U+${code} at ${at}; expected ASCII without white space, "<", ">" and controls`)
  }
  if (id.length > 900) throw new TypeError('over 900 octets, which no line can hold: expected a shorter identifier')
  return `<${id}>`
}
