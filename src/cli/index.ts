#!/usr/bin/env node
/** The `messagerie` command: one file a subcommand, each over the public doors only. */
import { parseArgs } from 'node:util'
import { anonymize } from './anonymize.js'
import { type Command, helpOf } from './command.js'
import { compose } from './compose.js'
import { edit } from './edit.js'
import { extract } from './extract.js'
import { headers } from './headers.js'
import { imap } from './imap.js'
import { FINE, standardOutput, UsageError, WRONG_USE } from './io.js'
import { lint } from './lint.js'
import { mbox } from './mbox.js'
import { minimize } from './minimize.js'
import { news } from './news.js'
import { present } from './present.js'
import { recode } from './recode.js'
import { report } from './report.js'
import { roundtrip } from './roundtrip.js'
import { show } from './show.js'
import { trace } from './trace.js'
import { tree } from './tree.js'

const COMMANDS: readonly Command[] = [
  tree,
  show,
  headers,
  extract,
  lint,
  imap,
  present,
  news,
  mbox,
  trace,
  report,
  compose,
  edit,
  recode,
  roundtrip,
  anonymize,
  minimize,
]

function overview(): string {
  const lines = [
    'Usage: messagerie COMMAND [OPTION]… FILE…',
    '',
    'Reads, checks and writes Internet mail.',
    '',
    'Commands:',
  ]
  for (const command of COMMANDS) lines.push(`  ${command.name.padEnd(11)} ${command.summary}`)
  lines.push(
    '',
    '`messagerie COMMAND --help` says more. Exit code: 0 fine, 1 something was found, 2 wrong use or unreadable input.',
  )
  return `${lines.join('\n')}\n`
}

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
