/** Says whether a program sent a message, by Auto-Submitted. RFC 3834 §5. */
import type { Headers } from './headers.js'

/** Its keyword in lower case, where a program sent the message; undefined where it says `no`, or nothing. */
export function sentByProgram(headers: Headers): string | undefined {
  const said = headers.parameterized('auto-submitted')?.value.toLowerCase()
  return said === '' || said === 'no' ? undefined : said
}
