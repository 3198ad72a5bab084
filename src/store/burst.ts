/** burst(): takes the messages out of a digest: multipart/digest (RFC 2046 §5.1.5), RFC 1153, RFC 934. */
import type { Source } from '../bytes/source.js'
import { parse } from '../message/parse.js'
import type { Entity } from '../tree/entity.js'
import { isMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { type ParseOptions, resolveOptions } from '../tree/options.js'
import { type Burst, burst934, burst1153 } from './encapsulation.js'

/** How messages stand in a digest: multipart/digest (RFC 2046 §5.1.5), RFC 1153, RFC 934. */
export type DigestForm = 'mime' | 'rfc1153' | 'rfc934'

/** A digest, taken apart. */
export interface Digest {
  /** How the digest is written. Undefined where no digest was found. */
  readonly form?: DigestForm
  /** What decided, in words. */
  readonly because: string
  /** What stands before the messages: a table of contents, usually. */
  readonly preamble: Uint8Array
  /** The messages, in order; empty where no digest was found. */
  readonly messages: readonly Message[]
  /** What stands behind the messages. */
  readonly trailer: Uint8Array
}

const EMPTY = new Uint8Array(0)

/**
 * Takes a digest, or a message that forwards others, apart. Each message is one of its own, with offsets from its own start; their octets are views of
 * the digest where no transfer encoding and no stuffing was undone. Never throws on bytes. At most `limits.maxParts` messages.
 *
 * @param options for the messages
 * @example
 * for (const message of burst(parse(bytes)).messages) console.log(message.subject)
 */
export function burst(source: Message | Source, options?: ParseOptions): Digest {
  const { limits } = resolveOptions(options)
  const message = isMessage(source) ? source : parse(source, options)
  const leaves: Entity[] = []
  const work: Entity[] = [message]
  while (work.length > 0) {
    const entity = work.pop()!
    const { mediaType } = entity.contentType
    if (mediaType === 'multipart/digest' && entity.parts.length > 0) return ofMultipart(entity, options)
    if (entity.parts.length === 0 && mediaType === 'text/plain') leaves.push(entity)
    for (let i = entity.parts.length - 1; i >= 0; i--) work.push(entity.parts[i]!)
  }
  for (const leaf of leaves) {
    const bytes = leaf.bytes()
    const older = burst1153(bytes, limits.maxParts)
    if (older !== undefined)
      return ofText(older, 'rfc1153', 'a line of 70 hyphens, then lines of 30 between blank ones', options)
    const plain = burst934(bytes, limits.maxParts)
    if (plain !== undefined) return ofText(plain, 'rfc934', 'fields follow lines that begin with a dash', options)
  }
  return {
    because: 'no multipart/digest and no text with encapsulation boundaries',
    preamble: EMPTY,
    messages: [],
    trailer: EMPTY,
  }
}

function ofMultipart(digest: Entity, options: ParseOptions | undefined): Digest {
  const messages: Message[] = []
  for (const part of digest.parts) if (part.message !== undefined) messages.push(parse(part.message.raw, options))
  return {
    form: 'mime',
    because: `a multipart/digest at part ${digest.path.join('.') || 'root'}`,
    preamble: digest.preamble ?? EMPTY,
    messages,
    trailer: digest.epilogue ?? EMPTY,
  }
}

function ofText(
  { preamble, messages, trailer }: Burst,
  form: DigestForm,
  because: string,
  options: ParseOptions | undefined,
): Digest {
  return { form, because, preamble, messages: messages.map((bytes) => parse(bytes, options)), trailer }
}
