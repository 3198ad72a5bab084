#!/usr/bin/env node
/** The `messagerie` command: one file a subcommand, each over the public doors only. */
import { readFileSync, writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Command, helpOf } from './command.js'
import { COMMANDS, overview } from './commands.js'
import { codeOf, FINE, printable, standardOutput, UsageError, WRONG_USE } from './io.js'

async function main(args: readonly string[]): Promise<number> {
  const out = standardOutput()
  const [name, ...rest] = args
  const [asked, ...others] = rest
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && asked === undefined)) {
    out.write(overview())
    return name === undefined ? WRONG_USE : FINE
  }
  if (name === '--version' || name === '-V') {
    out.write(`messagerie ${version()}\n`)
    return FINE
  }
  if (name === 'help') {
    if (others.length > 0) throw new UsageError('help: one command at a time: messagerie help show')
    out.write(helpOf(named(String(asked))))
    return FINE
  }
  const command = named(name)
  const options: Record<string, { type: 'boolean' | 'string'; multiple?: boolean; short?: string }> = {
    help: { type: 'boolean', short: 'h' },
  }
  for (const [option, { type, multiple = false }] of Object.entries(command.options))
    options[option] = { type, multiple }
  let parsed: { values: Record<string, string | boolean | (string | boolean)[] | undefined>; positionals: string[] }
  try {
    parsed = parseArgs({ args: rest, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (parsed.values.help) {
    out.write(helpOf(command))
    return FINE
  }
  if (parsed.positionals.length < command.minimum) {
    throw new UsageError(`${name}: a file is missing; usage: messagerie ${command.usage}`)
  }
  return command.run({ values: parsed.values, files: parsed.positionals, out })
}

function named(name: string): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name)
  if (command === undefined) throw new UsageError(`${name}: no such command; \`messagerie --help\` lists them`)
  return command
}

/** Of the package that this file is part of: it stands in a folder of it. */
function version(): string {
  for (const up of ['../package.json', '../../package.json']) {
    try {
      const found = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8')) as {
        name?: string
        version?: string
      }
      if (found.name === 'messagerie' && found.version !== undefined) return found.version
    } catch {
      // Not there: one folder further up.
    }
  }
  return 'unknown'
}

/** Ends the process with one line. Written at once: the streams of a process that ends lose what they hold. */
function end(said: string): never {
  try {
    writeSync(2, `messagerie: ${said}\n`)
  } catch {
    // Nobody listens.
  }
  process.exit(WRONG_USE)
}

/** What is said of an error, one line: names of files and words of a message stand in it. A mistake of this program shows where it was made. */
function said(error: unknown): string {
  if (error instanceof UsageError) return printable(error.message)
  // An error of the system: no room, no right, no such thing.
  if (error instanceof Error && 'syscall' in error) return printable(error.message)
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return text.split('\n').map(printable).join('\n')
}

/** A reader that closes the pipe early (`| head`) is no error. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && codeOf(error) === 'EPIPE'
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (isClosedPipe(error)) process.exit(FINE)
  end(`standard output: cannot be written: ${codeOf(error)}`)
})
process.stderr.on('error', () => process.exit(WRONG_USE))

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    if (isClosedPipe(error)) process.exit(FINE)
    end(said(error))
  },
)
