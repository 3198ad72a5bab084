/** Writes ASCII in the characters of a printable string (`(a)` for `@` and the like), and reads it. RFC 2156 §3.4. */
import { assertString } from '../../bytes/arguments.js'
import { lazy } from '../../bytes/kept.js'
import { latin1 } from '../../bytes/platform.js'

const PLAIN = /[A-Za-z0-9 '+,\-./:=?]/
const NAMED: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['@', 'a'],
  ['%', 'p'],
  ['!', 'b'],
  ['"', 'q'],
  ['_', 'u'],
  ['(', 'l'],
  [')', 'r'],
])
const LETTERS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([...NAMED].map(([sign, letter]) => [letter, sign]))

/** ASCII text as a printable string; undefined where a character is not ASCII. @example encodePrintableString('foo@bar') // 'foo(a)bar' */
export function encodePrintableString(ascii: string): string | undefined {
  assertString(ascii, 'ascii')
  if (/[^\x00-\x7f]/.test(ascii)) return undefined
  // Octets in place of strings that are joined: of those a text of 8 MB makes 8 million, and the time goes into collecting them.
  const octets = new Uint8Array(ascii.length * LONGEST)
  const table = written()
  let used = 0
  for (let i = 0; i < ascii.length; i++) {
    const sign = table[ascii.charCodeAt(i)]!
    for (let k = 0; k < sign.length; k++) octets[used++] = sign.charCodeAt(k)
  }
  return latin1(octets, 0, used)
}

/** `(000)`. */
const LONGEST = 5
/** What stands for each character of ASCII. */
const written = /* @__PURE__ */ lazy(() =>
  Array.from({ length: 128 }, (_, code) => writtenAs(String.fromCharCode(code))),
)

function writtenAs(sign: string): string {
  if (PLAIN.test(sign)) return sign
  return `(${NAMED.get(sign) ?? String(sign.charCodeAt(0)).padStart(3, '0')})`
}

/** The text that a printable string stands for; parentheses that are no such sign stay. @example decodePrintableString('foo(a)bar') // 'foo@bar' */
export function decodePrintableString(printable: string): string {
  assertString(printable, 'printable')
  return printable.replace(/\(([apbqulr]|[01]\d\d)\)/gi, (sign, inside: string) => {
    const named = LETTERS.get(inside.toLowerCase())
    if (named !== undefined) return named
    const code = Number(inside)
    return code < 0x80 ? String.fromCharCode(code) : sign
  })
}
