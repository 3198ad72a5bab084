/** What a subcommand is, and the help that all of them share. */
import type { Output } from './io.js'

export interface CommandOption {
  readonly type: 'boolean' | 'string'
  readonly multiple?: boolean
  readonly help: string
  /** Name of the value in help texts. */
  readonly value?: string
  /** All values that it may have. */
  readonly choices?: readonly string[]
}

export interface Invocation {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  readonly files: readonly string[]
  readonly out: Output
}

export interface Command {
  readonly name: string
  readonly summary: string
  /** Without `messagerie`. */
  readonly usage: string
  readonly options: Readonly<Record<string, CommandOption>>
  readonly examples: readonly string[]
  /** The first argument, if it is one of these words. */
  readonly words?: readonly string[]
  /** How many arguments it needs at least. */
  readonly minimum: number
  /** Returns the exit code. */
  run(invocation: Invocation): number | Promise<number>
}

/** The text of `messagerie COMMAND --help`. */
export function helpOf(command: Command): string {
  const lines = [
    `Usage: messagerie ${command.usage}`,
    '',
    `${command.summary[0]!.toUpperCase()}${command.summary.slice(1)}.`,
    '',
  ]
  const options = Object.entries(command.options)
  if (options.length > 0) {
    lines.push('Options:')
    for (const [name, option] of options) {
      const left = option.type === 'string' ? `--${name} ${option.value ?? 'VALUE'}` : `--${name}`
      lines.push(`  ${left.padEnd(24)} ${option.help}`)
    }
    lines.push('')
  }
  lines.push('Examples:', ...command.examples.map((example) => `  ${example}`), '')
  if (/FILE|SPEC/.test(command.usage)) lines.push('FILE `-` is standard input.')
  else lines.pop()
  return `${lines.join('\n')}\n`
}
