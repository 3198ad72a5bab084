/** What callers may give as bytes, brought to one form without copying. */
import { fromUtf8, plain } from './platform.js'

/** Bytes in memory; a string is taken as UTF-8 text. A Buffer is a Uint8Array. */
export type Source = Uint8Array | ArrayBuffer | string

/** Octets in memory, of this realm or of another (an iframe, a `vm` context). */
export function isBytes(value: unknown): value is Uint8Array | ArrayBuffer {
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return true
  const tag = Object.prototype.toString.call(value)
  return tag === '[object ArrayBuffer]' || (tag === '[object Uint8Array]' && ArrayBuffer.isView(value))
}

/**
 * A plain Uint8Array over the same memory (a string is encoded).
 *
 * @param name what the argument is called
 * @throws TypeError for anything else
 */
export function toBytes(source: Source, name = 'source'): Uint8Array {
  if (typeof source === 'string') return fromUtf8(source)
  if (source instanceof Uint8Array) return plain(source)
  if (source instanceof ArrayBuffer) return new Uint8Array(source)
  if (isBytes(source)) return ArrayBuffer.isView(source) ? plain(source) : new Uint8Array(source)
  const hint = (source as unknown) instanceof Promise ? ': await the promise first' : ''
  throw new TypeError(`${name}: expected a Uint8Array, an ArrayBuffer or a string${hint}`)
}
