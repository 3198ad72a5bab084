/** Joins the yEnc parts of one file (yEnc draft 1.3, multi-part). */
import { assertArray, assertBytes, assertObject } from '../../bytes/arguments.js'
import { ByteWriter } from '../../bytes/writer.js'
import { safeFilename } from '../../field/mime/filename.js'
import { crc32 } from './checksum.js'
import { type LegacyProblem, Problems, type Span } from './found.js'
import { hex, type YencPart } from './yenc.js'

/** A file put together from its parts. */
export interface JoinedYenc {
  /** The filename, decoded and otherwise as received: never use it as a path. */
  readonly filename: string
  /** `filename` as the last component of a path that every common system takes. `attachment` where nothing is left of it. */
  readonly safeFilename: string
  /** True if nothing is missing and size and CRC, where they are declared, are right. */
  readonly complete: boolean
  /** The octets that are there, in order. Nothing stands for what is missing: a part may claim to stand anywhere. */
  readonly bytes: Uint8Array
  /** Ranges of the file that are missing, from 0, half open. */
  readonly missing: readonly Span[]
  /** What is wrong with it, with offsets in the file; empty where nothing is. */
  readonly problems: readonly LegacyProblem[]
}

/**
 * Joins the parts that were found, one or several messages' worth: those of the first one's name and size. Parts may come in any order; of
 * two for one place the first sound one counts. Memory is bounded by the parts given, whatever they declare.
 */
export function joinYenc(given: readonly YencPart[]): JoinedYenc {
  assertArray(given, 'parts')
  for (const part of given) {
    assertObject(part, 'parts entry')
    assertBytes(part.bytes, 'parts entry.bytes')
  }
  const problems = new Problems()
  const first = given[0]
  const filename = first?.filename ?? ''
  const parts = given
    .filter((part) => part.filename === filename && part.size === first?.size)
    .map((part) => ({ part, from: part.from ?? 0, to: (part.from ?? 0) + part.bytes.length }))
    .sort((a, b) => a.from - b.from || a.part.problems.length - b.part.problems.length)
  const others = given.length - parts.length
  if (others > 0) problems.add('invalid', 0, 0, `${others} parts of another name or size; left out`)
  const writer = new ByteWriter()
  const missing: Span[] = []
  let at = 0
  let wanted: number | undefined
  for (const { part, from, to } of parts) {
    const { bytes } = part
    for (const { code, message } of part.problems) problems.add(code, from, to, `part ${part.part ?? 1}: ${message}`)
    wanted ??= part.crc32
    if (from < at) {
      if (to > at) problems.add('size-mismatch', from, to, `part ${part.part ?? 1} overlaps the one before`)
      writer.bytes(bytes.subarray(Math.min(bytes.length, at - from)))
    } else {
      if (from > at) missing.push({ start: at, end: from })
      writer.bytes(bytes)
    }
    at = Math.max(at, to)
  }
  const size = first?.size
  if (size !== undefined && at < size) missing.push({ start: at, end: size })
  if (size !== undefined && at > size)
    problems.add('size-mismatch', size, at, `${size} octets are declared, the parts reach ${at}`)
  const bytes = writer.take()
  const whole = given.length > 0 && missing.length === 0
  if (whole && wanted !== undefined && crc32(bytes) !== wanted) {
    problems.add('crc-mismatch', 0, at, `CRC-32 ${hex(wanted)} is declared, the file has ${hex(crc32(bytes))}`)
  }
  const complete = whole && !problems.list.some(({ code }) => code === 'size-mismatch' || code === 'crc-mismatch')
  return { filename, safeFilename: safeFilename(filename), complete, bytes, missing, problems: problems.list }
}
