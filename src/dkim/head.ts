/** Cuts a message into its fields and its body, in memory or as it comes. RFC 5322 §2.1, RFC 6376 §3.4. */
import { CR, LF } from '../bytes/ascii.js'
import { latin1 } from '../bytes/platform.js'
import { type Source, toBytes } from '../bytes/source.js'
import { ByteWriter } from '../bytes/writer.js'
import { DEFAULT_LIMITS } from '../defects/limits.js'
import { ChunkReader, type StreamSource } from '../stream/source.js'
import { isMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { parse } from '../tree/read.js'
import { isReadOnly } from '../tree/read-only.js'

/** One field of the header section. */
export interface SignedField {
  /** As written. */
  readonly name: string
  /** The name in lower case. */
  readonly key: string
  /** Name, colon and body with its folds and its line end: one code unit an octet. */
  readonly octets: string
  /** Number among its namesakes, from the top, from 0. */
  readonly index: number
}

/** What is signed: a message, its octets, or a stream of these. */
export type DkimSource = Message | StreamSource

/** The header section of a message, and its body. */
export interface Split {
  readonly fields: readonly SignedField[]
  /** The section was longer than a header section may be: nothing was read of it. */
  readonly tooLong: boolean
  /** Does the first line end in LF alone? */
  readonly lf: boolean
  readonly body: Uint8Array
}

/** RFC 5322 sets no limit; the parser reads so much of a header section. */
const MAX_HEAD = DEFAULT_LIMITS.maxHeaderBytes

/** @throws TypeError for a section that was not read: what cannot be read is not signed */
export function refuseTooLong({ tooLong }: Pick<Split, 'tooLong'>): void {
  if (tooLong)
    throw new TypeError(
      'source: the header section is over 1 MiB, which is the most that is read: expected a smaller one',
    )
}

/** Collects octets until the empty line that ends the header section. */
class HeadCollector {
  private readonly kept = new ByteWriter(4096)
  /** Is this the start of a line, or are there only CRs before? */
  private empty = true
  done = false
  tooLong = false

  /** Takes octets of the section; returns how many were taken. */
  write(chunk: Uint8Array): number {
    let at = 0
    while (at < chunk.length) {
      const c = chunk[at++]!
      if (c === LF) {
        if (this.empty) {
          this.done = true
          break
        }
        this.empty = true
      } else if (c !== CR) this.empty = false
    }
    this.kept.bytes(chunk.subarray(0, at))
    if (this.kept.length > MAX_HEAD) {
      this.tooLong = true
      this.done = true
    }
    return at
  }

  /** The fields, and those octets at the end that belong to the body: there are some where no empty line came. */
  end(): Omit<Split, 'body'> & { readonly rest: Uint8Array } {
    const head = this.kept.take()
    if (this.tooLong) return { fields: [], tooLong: true, lf: false, rest: head }
    const message = parse(head)
    const counts = new Map<string, number>()
    const fields = message.headers.fields().map((field) => {
      const key = field.name.toLowerCase()
      const index = counts.get(key) ?? 0
      counts.set(key, index + 1)
      return { name: field.name, key, octets: latin1(field.raw, 0, field.raw.length), index }
    })
    const firstLf = head.indexOf(LF)
    return {
      fields,
      tooLong: false,
      lf: firstLf !== -1 && head[firstLf - 1] !== CR,
      rest: head.subarray(message.range.bodyStart),
    }
  }
}

/** The octets of a message as they are sent, or of what was given. @throws TypeError for anything else */
function octetsOfMessage(message: Message | Source): Uint8Array {
  if (!isMessage(message)) return toBytes(message)
  return isReadOnly(message) ? message.raw : message.toBytes()
}

/** A message in memory, cut. */
export function splitMessage(message: Message | Source): Split {
  const bytes = octetsOfMessage(message)
  const collector = new HeadCollector()
  const taken = collector.write(bytes)
  const { rest, ...head } = collector.end()
  return { ...head, body: bytes.subarray(taken - rest.length) }
}

/** Reads a message: `onHead` has its fields, then `onBody` its body, chunk by chunk. Lets the source go when one of them throws. */
export async function readMessage(
  source: DkimSource,
  onHead: (head: Omit<Split, 'body'>) => void,
  onBody: (chunk: Uint8Array) => void,
): Promise<void> {
  const reader = new ChunkReader(isMessage(source) ? octetsOfMessage(source) : source, undefined)
  const collector = new HeadCollector()
  const finishHead = () => {
    const { rest, ...head } = collector.end()
    onHead(head)
    if (rest.length > 0) onBody(rest)
  }
  try {
    for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
      if (collector.done) {
        onBody(chunk)
        continue
      }
      const taken = collector.write(chunk)
      if (!collector.done) continue
      finishHead()
      if (taken < chunk.length) onBody(chunk.subarray(taken))
    }
    if (!collector.done) finishHead()
  } catch (error) {
    await reader.close(error)
    throw error
  }
}
