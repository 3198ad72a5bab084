/** Writes ASCII in the characters of a printable string (`(a)` for `@` and the like), and reads it. RFC 2156 §3.4. */
import { assertString } from '../../bytes/arguments.js'

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
  let out = ''
  for (let i = 0; i < ascii.length; i++) {
    const c = ascii.charAt(i)
    const code = ascii.charCodeAt(i)
    if (code > 0x7f) return undefined
    if (PLAIN.test(c)) out += c
    else out += `(${NAMED.get(c) ?? String(code).padStart(3, '0')})`
  }
  return out
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
