/** A message with all its line ends changed. */

/** Every CRLF and every other LF becomes `eol`; a lone CR stays. */
export function withLineEnds(bytes: Uint8Array, eol: '\r\n' | '\n'): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n')
  return new Uint8Array(Buffer.from(eol === '\n' ? text : text.replaceAll('\n', eol), 'latin1'))
}
