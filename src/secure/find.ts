/** secureParts(): lists all that is signed or encrypted in a message, in order. RFC 1847, RFC 3156, RFC 8551, RFC 4880 §6, §7. */

import { isMultipartSigned } from '../field/mime/multipart-signed.js'
import type { Entity } from '../tree/entity.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { Roots } from './coverage.js'
import { inlineBlocks, opaqueLeaf } from './find-leaf.js'
import { encryptedMultipart, mangledMultipart, signedMultipart } from './find-multipart.js'
import { type Finding, SecurePart } from './secure-part.js'
import { warning } from './warnings.js'

/** Blocks of armour that are listed of one message: a digest of a mailing list holds some tens. */
const MAX_BLOCKS = 1000

/**
 * Lists what is signed or encrypted, in the order of the message, parts of attached messages included. Nothing is verified or decrypted: each
 * item has the octets for that. Never throws on bytes; linear.
 *
 * @example
 * for (const found of secureParts(message)) console.log(found.kind, found.protocol, found.path, found.warnings)
 */
export function secureParts(message: Message): SecurePart[] {
  assertMessage(message)
  const found: Finding[] = []
  const claimed = new Set<Entity>()
  const roots = new Roots()
  let blocks = 0
  for (const part of message.walk()) {
    if (claimed.has(part)) continue
    const { mediaType } = part.contentType
    if (isMultipartSigned(part.contentType)) found.push(signedMultipart(part, claimed, roots))
    else if (mediaType === 'multipart/encrypted') found.push(encryptedMultipart(part, claimed, roots))
    else if (mediaType === 'multipart/mixed') add(found, mangledMultipart(part, claimed, roots))
    else if (part.parts.length === 0 && part.message === undefined) {
      const opaque = opaqueLeaf(part, roots)
      add(found, opaque)
      if (opaque !== undefined || blocks > MAX_BLOCKS) continue
      const inline = inlineBlocks(part, MAX_BLOCKS + 1 - blocks, roots)
      blocks += inline.length
      if (blocks > MAX_BLOCKS) inline.pop()
      found.push(...inline)
      const last = found.pop()
      if (last !== undefined)
        found.push(blocks > MAX_BLOCKS ? { ...last, warnings: [...last.warnings, warning('too-many')] } : last)
    }
  }
  return found.map((one) => new SecurePart(one))
}

function add(found: Finding[], one: Finding | undefined): void {
  if (one !== undefined) found.push(one)
}
