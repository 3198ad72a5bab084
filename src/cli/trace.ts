/** `messagerie trace`: the way that a message took (RFC 5321 §4.4). */
import { parse } from '../index.js'
import { trace as traceOf } from '../transport/index.js'
import type { Command } from './command.js'
import { FINE, FOUND, paint, printable, readInput } from './io.js'
import { jsonLine } from './show.js'

export const trace: Command = {
  name: 'trace',
  summary: 'print the hosts that a message passed, with delays, and loops',
  usage: 'trace [--json] FILE…',
  options: { json: { type: 'boolean', help: 'hops and loops as JSON, a line a message' } },
  examples: ['messagerie trace letter.eml'],
  minimum: 1,
  run({ values, files, out }) {
    let code = FINE
    for (const file of files) {
      const found = traceOf(parse(readInput(file)))
      if (found.loop.is === 'certain') code = FOUND
      if (values.json) {
        out.write(jsonLine(found))
        continue
      }
      if (files.length > 1) out.write(`── ${printable(file)}\n`)
      found.hops.forEach(({ from, ip, by, with: protocol, date, delaySeconds }, i) => {
        const delay = delaySeconds === undefined ? '' : ` ${paint(out, 'yellow', secondsText(delaySeconds))}`
        const address = ip === undefined ? '' : ` [${ip}]`
        const hosts = `${from ?? '?'}${address} → ${by ?? '?'}${protocol === undefined ? '' : ` (${protocol})`}`
        const when = date === undefined || Number.isNaN(date.date.getTime()) ? 'no date' : instant(date)
        out.write(`${String(i + 1).padStart(3)}  ${when}  ${printable(hosts)}${delay}\n`)
      })
      if (found.hops.length === 0)
        out.write('no Received field: the message passed no host, or its trace was removed\n')
      if (found.returnPath !== undefined) out.write(`Return-Path: <${printable(found.returnPath)}>\n`)
      if (found.loop.is !== 'none') {
        out.write(`${paint(out, 'red', `loop: ${found.loop.is}`)} (${printable(found.loop.reasons.join('; '))})\n`)
      }
    }
    return code
  },
}

function secondsText(seconds: number): string {
  return `${seconds < 0 ? '' : '+'}${seconds} s`
}

/** As the host wrote it, zone included: `2024-05-06T08:15:00+02:00` (RFC 3339 §5.6). */
function instant({
  date,
  offsetMinutes = 0,
}: {
  readonly date: Date
  readonly offsetMinutes?: number | undefined
}): string {
  const sign = offsetMinutes < 0 ? '-' : '+'
  const minutes = Math.abs(offsetMinutes)
  const zone = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  return `${new Date(date.getTime() + offsetMinutes * 60_000).toISOString().slice(0, 19)}${sign}${zone}`
}
