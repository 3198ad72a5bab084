/** MH folders: files named by numbers, and a file that names sequences of them. mh-folders(5), mh-sequence(5) of nmh. */

import { trimWsp } from '../bytes/ascii.js'
import { utf8 } from '../bytes/platform.js'
import { type Source, toBytes } from '../bytes/source.js'

/** A message of an MH folder. */
export interface MhMessage {
  /** The name of its file. */
  readonly number: number
  /** The message: the whole file. */
  readonly bytes: Uint8Array
  /** Names of the sequences that it is in: `unseen`, `cur`. Empty where no `.mh_sequences` was among the files. */
  readonly sequences: readonly string[]
}

/** Digits of the number of a message: 15 stay below 2^53. */
const NUMBER = /^[1-9]\d{0,14}$/
/** Numbers of all sequences together: as many as no folder holds, and no line may ask for more. */
const MAX_NUMBERS = 1_000_000

/**
 * The names of the messages in a folder, in the order of their numbers. Other files of it (`.mh_sequences`, `,12` for a message that was removed,
 * `context`) are left out.
 *
 * @throws TypeError for anything but strings
 * @example
 * mhOrder(['10', '2', '.mh_sequences']) // ['2', '10']
 */
export function mhOrder(names: Iterable<string>): string[] {
  if (typeof names !== 'object' || names === null || !(Symbol.iterator in names))
    throw new TypeError('names: expected an array, or another iterable, of file names')
  const numbered: string[] = []
  for (const name of names) {
    if (typeof name !== 'string') throw new TypeError('names: expected strings: the names of the files of a folder')
    if (NUMBER.test(name)) numbered.push(name)
  }
  return numbered.sort((a, b) => Number(a) - Number(b))
}

/**
 * Reads `.mh_sequences`: for each name the numbers of its messages, in order, each once. Never throws on text: what is no number and no range is left
 * out; of all sequences together there are at most a million numbers.
 *
 * @throws TypeError for anything but a string
 * @example
 * parseMhSequences('unseen: 3 5-7\ncur: 5\n').get('unseen') // [3, 5, 6, 7]
 */
export function parseMhSequences(text: string): Map<string, number[]> {
  if (typeof text !== 'string') throw new TypeError('text: expected the text of .mh_sequences as a string')
  const sequences = new Map<string, number[]>()
  let room = MAX_NUMBERS
  // A line that begins with white space goes on with the one before: the file is made of fields.
  for (const line of text.replace(/\r?\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':')
    const name = trimWsp(line.slice(0, Math.max(colon, 0)))
    if (name === '' || /\s/.test(name)) continue
    const numbers = new Set<number>()
    for (const word of line.slice(colon + 1).split(/\s/)) {
      const dash = word.indexOf('-')
      const first = dash === -1 ? word : word.slice(0, dash)
      const last = dash === -1 ? word : word.slice(dash + 1)
      if (!NUMBER.test(first) || !NUMBER.test(last)) continue
      for (let n = Number(first); n <= Number(last) && room > 0; n++) {
        numbers.add(n)
        room--
      }
    }
    sequences.set(
      name,
      [...numbers].sort((a, b) => a - b),
    )
  }
  return sequences
}

/**
 * The messages of an MH folder in the order of their numbers, with the sequences that name them. Files that are no messages are left out. Never throws
 * on what the files hold.
 *
 * @param files the name and octets of each file of the folder; `.mh_sequences` among them is read
 * @throws TypeError for anything but pairs of a name and octets
 * @example
 * for (const { number, bytes } of readMh([['2', two], ['1', one]])) console.log(number, parse(bytes).subject)
 */
export function readMh(files: Iterable<readonly [name: string, octets: Source]>): MhMessage[] {
  if (typeof files !== 'object' || files === null || !(Symbol.iterator in files))
    throw new TypeError('files: expected an array, a Map or another iterable of [name, octets]')
  const byName = new Map<string, Uint8Array>()
  for (const file of files) {
    if (!Array.isArray(file) || typeof file[0] !== 'string')
      throw new TypeError('files: expected [name, octets] as each')
    byName.set(file[0], toBytes(file[1] as Source))
  }
  const named = byName.get('.mh_sequences')
  const sequencesOf = new Map<number, string[]>()
  if (named !== undefined) {
    for (const [name, numbers] of parseMhSequences(utf8(named, 0, named.length))) {
      for (const number of numbers) {
        if (!byName.has(String(number))) continue
        const names = sequencesOf.get(number)
        if (names === undefined) sequencesOf.set(number, [name])
        else names.push(name)
      }
    }
  }
  return mhOrder(byName.keys()).map((name) => {
    const number = Number(name)
    return { number, bytes: byName.get(name)!, sequences: sequencesOf.get(number) ?? [] }
  })
}
