/** Decompresses RTF: LZFu, and the uncompressed MELA. MS-OXRTFCP §2.1, §3.1. */
import { fromLatin1 } from '../../bytes/platform.js'
import { type Source, toBytes } from '../../bytes/source.js'
import { ByteWriter } from '../../bytes/writer.js'
import { crc32Register } from './checksum.js'
import { type Budget, budgetOf, type LegacyOptions, type LegacyProblem, Problems } from './found.js'

/** RTF, decompressed. */
export interface Rtf {
  /** The RTF. */
  readonly bytes: Uint8Array
  /** What is wrong with it, with offsets in the compressed form; empty where nothing is. */
  readonly problems: readonly LegacyProblem[]
}

const HEADER = 16
const LZFU = 0x75465a4c
const MELA = 0x414c454d
const WINDOW = 4096
/** What the dictionary holds before the first octet (MS-OXRTFCP §2.1.2.1). */
const PRELOAD = /* @__PURE__ */ fromLatin1(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
)

/** Decompresses the value of PidTagRtfCompressed. Never throws for bytes; at most `maxBytes` come out (two octets can stand for seventeen). */
export function decompressRtf(source: Source, options?: LegacyOptions): Rtf {
  return decompressWithin(toBytes(source), budgetOf(options))
}

export function decompressWithin(bytes: Uint8Array, budget: Budget): Rtf {
  const problems = new Problems()
  const none = { bytes: new Uint8Array(0), problems: problems.list }
  if (bytes.length < HEADER) {
    problems.add('truncated', 0, bytes.length, `a header of ${HEADER} octets, ${bytes.length} are there`)
    return none
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // The size counts what stands behind itself (MS-OXRTFCP §2.1.3.1.1).
  const end = Math.min(bytes.length, view.getUint32(0, true) + 4)
  if (view.getUint32(0, true) + 4 > bytes.length)
    problems.add('truncated', 0, 4, `${view.getUint32(0, true) + 4} octets are declared, ${bytes.length} are there`)
  const rawSize = view.getUint32(4, true)
  const form = view.getUint32(8, true)
  const data = bytes.subarray(HEADER, Math.max(HEADER, end))
  let out: Uint8Array
  if (form === LZFU) {
    const declared = view.getUint32(12, true)
    const actual = crc32Register(data, 0)
    if (declared !== actual) problems.add('crc-mismatch', 12, 16, `CRC ${declared} is declared, ${actual} is there`)
    out = inflate(data, budget, problems)
  } else if (form === MELA) {
    const granted = budget.take(Math.min(data.length, rawSize))
    out = data.subarray(0, granted)
  } else {
    problems.add('invalid', 8, 12, 'neither LZFu nor MELA')
    return none
  }
  if (out.length !== rawSize && !problems.list.some(({ code }) => code === 'too-large'))
    problems.add('size-mismatch', 4, 8, `${rawSize} octets are declared, ${out.length} came out`)
  return { bytes: out, problems: problems.list }
}

function inflate(data: Uint8Array, budget: Budget, problems: Problems): Uint8Array {
  const window = new Uint8Array(WINDOW)
  window.set(PRELOAD)
  const writer = new ByteWriter(data.length * 2)
  const room = budget.left
  let write = PRELOAD.length
  let at = 0
  let ended = false
  while (at < data.length && !ended) {
    const flags = data[at++]!
    for (let bit = 0; bit < 8 && at < data.length; bit++) {
      let from: number
      let count: number
      if (flags & (1 << bit)) {
        if (at + 2 > data.length) {
          at = data.length
          break
        }
        const reference = (data[at]! << 8) | data[at + 1]!
        at += 2
        from = reference >> 4
        count = (reference & 15) + 2
        if (from === write) {
          ended = true
          break
        }
      } else {
        from = write
        count = 1
        window[write] = data[at++]!
      }
      if (writer.length + count > room) {
        problems.add('too-large', HEADER + at, HEADER + at, `over the limit of decoded octets; cut at ${writer.length}`)
        budget.take(writer.length)
        return writer.take()
      }
      for (let i = 0; i < count; i++) {
        const octet = window[(from + i) % WINDOW]!
        writer.byte(octet)
        window[write] = octet
        write = (write + 1) % WINDOW
      }
    }
  }
  if (!ended)
    problems.add('missing-end', HEADER + data.length, HEADER + data.length, 'no reference that ends the stream')
  budget.take(writer.length)
  return writer.take()
}
