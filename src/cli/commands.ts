/** The subcommands, in the order in which help lists them. */
import { address } from './address.js'
import { anonymize } from './anonymize.js'
import type { Command } from './command.js'
import { completion, man } from './completion.js'
import { compose } from './compose.js'
import { convert } from './convert.js'
import { dkim } from './dkim.js'
import { edit } from './edit.js'
import { extract } from './extract.js'
import { headers } from './headers.js'
import { imap } from './imap.js'
import { legacy } from './legacy.js'
import { lint } from './lint.js'
import { mbox } from './mbox.js'
import { minimize } from './minimize.js'
import { news } from './news.js'
import { present } from './present.js'
import { recode } from './recode.js'
import { report } from './report.js'
import { roundtrip } from './roundtrip.js'
import { secure } from './secure.js'
import { show } from './show.js'
import { trace } from './trace.js'
import { tree } from './tree.js'

export const COMMANDS: readonly Command[] = [
  tree,
  show,
  headers,
  extract,
  lint,
  imap,
  present,
  news,
  mbox,
  legacy,
  convert,
  trace,
  address,
  secure,
  dkim,
  report,
  compose,
  edit,
  recode,
  roundtrip,
  anonymize,
  minimize,
  completion(() => COMMANDS),
  man(() => COMMANDS),
]

/** The text of `messagerie --help`. */
export function overview(): string {
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
    '`messagerie help COMMAND` says more, `messagerie --version` which one this is. Exit code: 0 fine, 1 something was found, 2 wrong use or unreadable input.',
  )
  return `${lines.join('\n')}\n`
}
