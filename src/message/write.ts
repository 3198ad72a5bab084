/** Message → bytes, whole or in pieces. */

import type { Entity } from '../tree/entity.js'
import { join, pieces } from '../tree/serialize.js'

/** What may differ from the message as it stands. By default nothing does. */
export interface SerializeOptions {
  /** 'keep': each line as it is. 'crlf', 'lf': every line end is written so, in text and structure alike. */
  eol?: 'keep' | 'crlf' | 'lf'
  bcc?: 'omit' | 'keep'
  transport?: '7bit' | '8bit' | 'binary'
  utf8?: boolean
}

export function serialize(entity: Entity, _options?: SerializeOptions): Uint8Array {
  return join(pieces(entity.node))
}

export async function* serializeChunks(entity: Entity, _options?: SerializeOptions): AsyncIterable<Uint8Array> {
  for (const piece of pieces(entity.node)) {
    if (piece instanceof Uint8Array) yield piece
    else yield* piece
  }
}
