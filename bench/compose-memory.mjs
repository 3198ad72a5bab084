/**
 * What a long attachment costs that is given as a stream and written through chunks(), made as it is read and never held:
 *   node --expose-gc bench/compose-memory.mjs [MIB] (after npm run build)
 * Growth is that of peak resident memory; what was written is counted.
 */
import { compose } from '../dist/min/compose.js'
import { Random } from './inputs/random.mjs'
import { peakMemory, settleMemory } from './measure.mjs'

const MIB = 1 << 20
const mib = Number(process.argv[2] ?? 1024)
const block = Buffer.from(new Random(0x57).bytes(65_536))

async function* content() {
  for (let sent = 0; sent < mib * MIB; sent += block.length) yield block
}

async function write() {
  const message = compose({
    from: 'ada@example.org',
    text: 'See attachment.\n',
    attachments: [{ filename: 'long.bin', content: content() }],
  })
  let octets = 0
  for await (const piece of message.chunks()) octets += piece.length
  return octets
}

const before = settleMemory()
const from = process.cpuUsage()
const octets = await write()
const { user, system } = process.cpuUsage(from)
const grown = Math.max(0, peakMemory() - before)
/** 57 octets of content to a line of 78. */
const right = octets > mib * MIB * (78 / 57) && octets < mib * MIB * (78 / 57) + 2000
console.log(
  `${mib} MiB composed ${(octets / (user + system)).toFixed(0)} MB/s  +${grown.toFixed(1)} MB${right ? '' : '  WRONG LENGTH'}`,
)
// The goal of docs/performance.md.
if (grown > 16 || !right) process.exitCode = 1
