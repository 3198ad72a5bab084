/** Runs a command in this process: its exit code and all that it wrote. */
import type { Command, Invocation } from '../../../src/cli/command.js'

export interface Run {
  readonly code: number
  readonly text: string
}

export function run(
  command: Command,
  files: readonly string[],
  values: Invocation['values'] = {},
  colour = false,
): Run {
  let text = ''
  const out = {
    colour,
    write: (piece: string) => {
      text += piece
    },
  }
  const code = command.run({ values, files, out })
  if (typeof code !== 'number') throw new TypeError('expected a code at once')
  return { code, text }
}

/** Lines as a message has them. */
export function crlf(...lines: string[]): string {
  return lines.join('\r\n')
}
