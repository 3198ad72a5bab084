/** `messagerie report`: what a report or a bounce says (RFC 3464, RFC 8098, RFC 5965). */
import { parse } from '../index.js'
import { isAutomatic, readArf, readBounce, readMdn } from '../report/index.js'
import type { Command } from './command.js'
import { FINE, FOUND, paint, printable, readInput } from './io.js'
import { jsonLine } from './show.js'

export const report: Command = {
  name: 'report',
  summary: 'say who did not get a message and why, or what a report says',
  usage: 'report [--json] FILE…',
  options: { json: { type: 'boolean', help: 'all that was found as JSON, a line a message' } },
  examples: ['messagerie report bounce.eml'],
  minimum: 1,
  run({ values, files, out }) {
    let code = FINE
    for (const file of files) {
      const message = parse(readInput(file))
      const bounce = readBounce(message)
      const mdn = readMdn(message)
      const arf = readArf(message)
      const automatic = isAutomatic(message)
      if (bounce !== undefined) code = FOUND
      if (values.json) {
        const facts = { automatic, bounce, mdn, arf }
        // A message in a message is told by its id.
        out.write(
          jsonLine(JSON.parse(JSON.stringify(facts, (key, value) => (key === 'original' ? value.messageId : value)))),
        )
        continue
      }
      if (files.length > 1) out.write(`── ${printable(file)}\n`)
      if (bounce !== undefined) {
        out.write(`bounce, read by ${bounce.by}${bounce.family === undefined ? '' : ` (${bounce.family})`}\n`)
        for (const { address, raw, action, status, diagnostic } of bounce.recipients) {
          const why = diagnostic === undefined ? '' : `: ${printable(diagnostic)}`
          out.write(`  ${paint(out, 'bold', printable(address ?? raw))} ${action} ${status ?? 'no status'}${why}\n`)
        }
      }
      if (mdn !== undefined) {
        out.write(
          `disposition: ${printable(`${mdn.disposition?.type ?? 'unknown'} by ${mdn.finalRecipient ?? 'unknown'}`)}\n`,
        )
      }
      if (arf !== undefined) out.write(`abuse report: ${printable(arf.feedbackType)}\n`)
      const reasons = automatic.reasons.length === 0 ? '' : ` (${printable(automatic.reasons.join('; '))})`
      out.write(`automatic: ${automatic.is}${reasons}\n`)
    }
    return code
  },
}
