#!/usr/bin/env node
/** The `messagerie` command: one file a subcommand, each over the public doors only. */
import { parseArgs } from 'node:util'
import { helpOf } from './command.js'
import { COMMANDS, overview } from './commands.js'
import { FINE, standardOutput, UsageError, WRONG_USE } from './io.js'

async function main(args: readonly string[]): Promise<number> {
  const out = standardOutput()
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    out.write(overview())
    return name === undefined ? WRONG_USE : FINE
  }
  const command = COMMANDS.find((candidate) => candidate.name === name)
  if (command === undefined) throw new UsageError(`${name}: no such command; \`messagerie --help\` lists them`)
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

// A reader that closes the pipe early (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(FINE)
  throw error
})

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(
      `messagerie: ${error instanceof UsageError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    process.exitCode = WRONG_USE
  },
)
