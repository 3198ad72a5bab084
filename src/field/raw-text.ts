/**
 * Decodes raw octets of 80 and above in fields: as UTF-8 where that is valid, else in a charset that the caller gives. RFC 6532 §3.2 has UTF-8 alone; much mail has other
 * charsets there.
 */
import { fromLatin1, isUtf8, utf8 } from '../bytes/platform.js'

/** Length of the well-formed UTF-8 character of two octets and more at `at`; 0 where none stands. */
function soundLength(octets: string, at: number): number {
  const first = octets.charCodeAt(at)
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  for (let i = 1; i < length; i++) if ((octets.charCodeAt(at + i) & 0xc0) !== 0x80) return 0
  if (length < 3) return length
  const second = octets.charCodeAt(at + 1)
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return 0
  return (first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f) ? 0 : length
}

/** Text of octets in which sound UTF-8 is UTF-8, and each run of other octets of 80 and above is what `unsound` makes of it. */
export function mixedText(octets: string, unsound: (octets: string) => string): string {
  let out = ''
  let from = 0
  let bad = -1
  const close = (at: number) => {
    if (bad === -1) return
    out += utf8Of(octets.slice(from, bad)) + unsound(octets.slice(bad, at))
    from = at
    bad = -1
  }
  for (let at = 0; at < octets.length; ) {
    const length = octets.charCodeAt(at) < 0x80 ? 1 : soundLength(octets, at)
    if (length > 0) close(at)
    else if (bad === -1) bad = at
    at += Math.max(length, 1)
  }
  close(octets.length)
  return out + utf8Of(octets.slice(from))
}

function utf8Of(octets: string): string {
  const bytes = fromLatin1(octets)
  return utf8(bytes, 0, bytes.length)
}

/**
 * Does UTF-8 stand in octets that are not all UTF-8? A run of octets of 80 and above that is UTF-8 from end to end says so, or more octets in
 * characters of three and four octets than outside of UTF-8: pairs come about by chance in other charsets.
 */
export function holdsUtf8(octets: string, byRuns: boolean): boolean {
  let long = 0
  let unsound = 0
  for (let at = 0; at < octets.length; ) {
    if (octets.charCodeAt(at) < 0x80) {
      at++
      continue
    }
    const start = at
    while (at < octets.length && octets.charCodeAt(at) >= 0x80) at++
    const run = octets.slice(start, at)
    if (byRuns && isUtf8(fromLatin1(run))) return true
    for (let i = 0; i < run.length; ) {
      const length = soundLength(run, i)
      if (length === 0) unsound++
      else if (length > 2) long += length
      i += Math.max(length, 1)
    }
  }
  return long > unsound
}
