/** The cryptographic payload of a message: what stands inside all its layers of signing and encrypting. RFC 9787 §4.2, RFC 9788 §1.8. */
import { isMultipartSigned } from '../field/mime/multipart-signed.js'
import { parse } from '../message/parse.js'
import type { Entity } from '../tree/entity.js'
import type { Message } from '../tree/message.js'
import { Roots } from './coverage.js'
import { opaqueLeaf } from './find-leaf.js'
import { encryptedMultipart, signedMultipart } from './find-multipart.js'
import type { Finding } from './secure-part.js'

export interface Payload {
  readonly payload: Entity | Message
  /** How many layers stand around it. */
  readonly layers: number
  readonly signed: boolean
  readonly encrypted: boolean
}

/** Layers inside each other: mail that people send has two or three. */
const MAX_LAYERS = 8

/** @param decrypted what the first encrypted layer holds; without it that layer is the payload */
export function payloadOf(message: Entity | Message, decrypted?: Message): Payload {
  let payload: Entity | Message = message
  let signed = false
  let encrypted = false
  let layers = 0
  for (; layers < MAX_LAYERS; layers++) {
    const found = layer(payload)
    if (found === undefined || found.warnings.some(({ severity }) => severity === 'error')) break
    const inner = found.kind === 'signed' ? signedContent(found) : encrypted ? undefined : decrypted
    if (inner === undefined) break
    payload = inner
    if (found.kind === 'signed') signed = true
    else encrypted = true
  }
  return { payload, layers, signed, encrypted }
}

function layer(part: Entity | Message): Finding | undefined {
  const { type, mediaType } = part.contentType
  if (isMultipartSigned(part.contentType)) return signedMultipart(part, new Set(), new Roots())
  if (mediaType === 'multipart/encrypted') return encryptedMultipart(part, new Set(), new Roots())
  if (type === 'multipart' || part.parts.length > 0 || part.message !== undefined) return undefined
  const found = opaqueLeaf(part, new Roots())
  return found?.kind === 'signed' || found?.kind === 'encrypted' ? found : undefined
}

function signedContent({ covers, signed }: Finding): Entity | Message | undefined {
  if (covers !== undefined) return covers
  const octets = signed?.()
  return octets === undefined ? undefined : parse(octets)
}
