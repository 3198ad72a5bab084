/** Runs a splitter over bytes in memory, or over a stream as it comes. */
import type { ChunkReader } from '../stream/source.js'
import { Held } from './held.js'
import type { Piece, Splitter } from './splitter.js'

/** The pieces of all that is there. */
export function splitAll<E>(bytes: Uint8Array, splitter: Splitter, make: (piece: Piece) => E): E[] {
  const held = new Held()
  held.add(bytes, 0)
  const found: E[] = []
  for (let piece = splitter.next(held, true); piece !== undefined; piece = splitter.next(held, true)) {
    found.push(make(piece))
  }
  return found
}

/** The pieces of what is held and of what comes. Does not close the chunks. */
export async function* pieces(
  chunks: ChunkReader,
  splitter: Splitter,
  held: Held,
  ended: boolean,
): AsyncGenerator<Piece, void, undefined> {
  for (let final = ended; ; ) {
    const piece = splitter.next(held, final)
    if (piece !== undefined) {
      chunks.throwIfAborted()
      yield piece
    } else if (final) return
    else {
      const chunk = await chunks.next()
      if (chunk === undefined) final = true
      else held.add(chunk, splitter.from)
    }
  }
}
