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
  if (isBytes(source)) {
    try {
      const bytes = ArrayBuffer.isView(source) ? source : new Uint8Array(source)
      // Memory that was transferred to a worker would pass for no octets.
      if (bytes.length === 0) new Uint8Array(bytes.buffer)
      return plain(bytes)
    } catch {
      throw new TypeError(`${name}: was transferred, or is a Proxy: give a copy`)
    }
  }
  const hint = (source as unknown) instanceof Promise ? ': await the promise first' : ''
  throw new TypeError(`${name}: expected a Uint8Array, an ArrayBuffer or a string${hint}`)
}
