/** Reads what a command line of a shell archive does with a file that a here-document made: uudecodes it, or unpacks it. GNU sharutils. */
import { type Word, wordsOf } from './shar-line.js'

export type SharCommand =
  | { readonly does: 'uudecode'; readonly source: string }
  | { readonly does: 'unpack'; readonly source: string; readonly into: string; readonly tool: string }

const UNPACKER = /(?:^|\/)(gzip|gunzip|zcat|bzip2|bunzip2|bzcat|xz|unxz|xzcat|lzma|lzip|zstd|compress|uncompress)$/

/** What the commands of a line do, in order; nothing of it is run. */
export function sharCommands(line: string): SharCommand[] {
  if (!/decode|zip|xz|cat|lzma|zstd|compress/.test(line)) return []
  const found: SharCommand[] = []
  let command: Word[] = []
  const end = () => {
    const made = commandOf(command)
    if (made !== undefined) found.push(made)
    command = []
  }
  for (const word of wordsOf(line)) {
    if (word.operator && /^[;|&]/.test(word.text)) end()
    else command.push(word)
  }
  end()
  return found
}

function commandOf(words: readonly Word[]): SharCommand | undefined {
  const name = words[0]?.text ?? ''
  let source: string | undefined
  let into: string | undefined
  for (let i = 1; i < words.length; i++) {
    const { text, operator } = words[i]!
    if (!operator) {
      if (!text.startsWith('-')) source ??= text
      continue
    }
    const target = words[++i]
    if (target === undefined || target.operator) return undefined
    if (text === '<') source = target.text
    else if (text.startsWith('>')) into = target.text
  }
  if (source === undefined) return undefined
  if (/(?:^|\/)uudecode$/.test(name)) return { does: 'uudecode', source }
  const tool = UNPACKER.exec(name)?.[1]
  return tool === undefined || into === undefined ? undefined : { does: 'unpack', source, into, tool }
}

/** A name in the folder of locks that sharutils makes for its own use: `${lock_dir}/uue`, `_sh01234/gzi`. */
const SCRATCH = /^(?:\$\{?\w{1,40}\}?|_sh\d{1,10})\/(\w{1,10})$/

/** Names by which the same scratch file goes in a command and in the data. */
export function scratchName(name: string): string | undefined {
  return SCRATCH.exec(name)?.[1]
}
