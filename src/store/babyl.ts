/** Babyl, version 5: the files of Rmail in GNU Emacs up to version 22. Messages stand between ^_ ^L and ^_, each with labels and two header sections. */

import { COMMA, CR, LF, trimWsp } from '../bytes/ascii.js'
import { nextLine } from '../bytes/line-ends.js'
import { fromLatin1, indexOfBytes, latin1 } from '../bytes/platform.js'
import { concat } from '../bytes/writer.js'
import { skipBlankLines } from './field-line.js'
import type { InputWindow } from './input-window.js'
import { MORE, Splitter } from './splitter.js'

const UNIT_SEPARATOR = 0x1f
const FORM_FEED = 0x0c
const ZERO = 0x30
const ONE = 0x31
const MARK = /* @__PURE__ */ Uint8Array.of(UNIT_SEPARATOR, FORM_FEED)
const OPTIONS = /* @__PURE__ */ fromLatin1('BABYL OPTIONS:')
/** "End of original header". */
const EOOH = /* @__PURE__ */ fromLatin1('*** EOOH ***')

/** Octets of the line of labels. */
const MAX_LABELS = 4_096

/** Does a store begin as a Babyl file does? */
export function isBabyl(bytes: Uint8Array): boolean {
  return startsWith(bytes, OPTIONS, 0)
}

function startsWith(bytes: Uint8Array, words: Uint8Array, at: number): boolean {
  for (let i = 0; i < words.length; i++) if (bytes[at + i] !== words[i]) return false
  return true
}

/** The separator is ^_ ^L and the line of labels behind it: `1, answered, unseen,, work,`. */
export class BabylSplitter extends Splitter {
  constructor(maxMessageBytes: number) {
    super(MARK, maxMessageBytes)
  }

  protected judge(input: InputWindow, final: boolean, at: number): boolean | typeof MORE {
    const { bytes, base, length } = input
    let line = at + MARK.length
    while (line < length && line < at + 4 && (bytes[line] === CR || bytes[line] === LF)) line++
    const most = line + MAX_LABELS
    let end = line
    while (end < length && end <= most && bytes[end] !== LF) end++
    if (end === length && !final && end <= most) return MORE
    if (bytes[end] !== LF || bytes[line + 1] !== COMMA) return false
    if (bytes[line] !== ZERO && bytes[line] !== ONE) return false
    this.lineEnd = base + end + 1
    return true
  }

  /** The ^_ that ends the last message, and line ends behind it, are no part of it. */
  protected override trim(input: InputWindow, start: number, stop: number): number {
    const { bytes, base, end } = input
    if (stop !== end) return stop
    let at = stop - base
    while (at > start - base && (bytes[at - 1] === LF || bytes[at - 1] === CR)) at--
    return at > start - base && bytes[at - 1] === UNIT_SEPARATOR ? base + at - 1 : stop
  }
}

/** The words of a line of labels: attributes of Rmail (`answered`, `unseen`, `deleted`) and labels of the user. */
export function labelsOf(separator: Uint8Array): string[] {
  return latin1(separator, 0, separator.length)
    .split(',')
    .slice(1)
    .map((label) => trimWsp(label))
    .filter((label) => label !== '')
}

/**
 * The message as it came: its own header section, which stands before the line `*** EOOH ***`, and the body behind the one that Rmail shows. Where nothing
 * stands before that line, the section behind it is the message's own.
 */
export function messageInBabyl(stored: Uint8Array): Uint8Array {
  let mark = indexOfBytes(stored, EOOH, 0)
  while (mark > 0 && stored[mark - 1] !== LF) mark = indexOfBytes(stored, EOOH, mark + EOOH.length)
  if (mark === -1) return stored
  const shown = nextLine(stored, mark)
  if (skipBlankLines(stored, 0, mark) === mark) return stored.subarray(shown)
  let body = shown
  while (body < stored.length && !isEmptyLine(stored, body)) body = nextLine(stored, body)
  return concat([stored.subarray(0, mark), stored.subarray(nextLine(stored, body))])
}

function isEmptyLine(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] === LF)
}
