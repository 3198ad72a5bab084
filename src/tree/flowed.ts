/** Joins the lines of format=flowed text into paragraphs. RFC 3676 §4, with delsp. */
import { assertObject, assertString } from '../bytes/arguments.js'

const BREAK = /\r\n|\r|\n/
const SIGNATURE = '-- '

/** Options of `decodeFlowed` (RFC 3676). */
export interface FlowedOptions {
  /** The space that marks a flowed line is not part of the text (RFC 3676 §4.5): for scripts without spaces. Default false. */
  readonly delSp?: boolean
}

/** How many quote marks (`>`) a line begins with. */
export function quoteDepth(line: string): number {
  let depth = 0
  while (line[depth] === '>') depth++
  return depth
}

/** Text of `format=flowed`: flowed lines joined, stuffing undone, quotes kept with their marks. Line ends are CRLF. Never throws. */
export function decodeFlowed(text: string, options: FlowedOptions = {}): string {
  assertString(text, 'text')
  assertObject(options, 'options')
  const { delSp = false } = options
  const out: string[] = []
  let pieces: string[] = []
  let open = -1
  for (const line of text.split(BREAK)) {
    const depth = quoteDepth(line)
    const rest = line.slice(depth)
    const content = rest.startsWith(' ') ? rest.slice(1) : rest
    const signature = content === SIGNATURE || rest === SIGNATURE
    const flows = !signature && rest.endsWith(' ')
    if (open !== depth || signature) {
      if (open !== -1) out.push(pieces.join(''))
      pieces = [depth === 0 ? '' : line.slice(0, depth), depth === 0 && !signature ? content : rest]
    } else pieces.push(content)
    if (flows) {
      const last = pieces.length - 1
      if (delSp) pieces[last] = pieces[last]!.slice(0, -1)
      open = depth
    } else {
      out.push(pieces.join(''))
      pieces = []
      open = -1
    }
  }
  if (open !== -1) out.push(pieces.join(''))
  return out.join('\r\n')
}
