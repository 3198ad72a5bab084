/** The stretch of its input that a splitter holds: octets are appended at its end and released at its start. */

/** Octets of new memory at least: small chunks are then copied once, not once each. */
const ROOM = 65_536

const EMPTY = new Uint8Array(0)

/**
 * Memory is only ever appended to: views of it that were handed out stay as they are. The first chunk, and each that comes when nothing is
 * input, is taken without a copy.
 */
export class InputWindow {
  /** Valid up to `length`. */
  bytes: Uint8Array = EMPTY
  length = 0
  /** Own memory behind `bytes`; undefined while `bytes` is a caller's chunk. */
  private store: Uint8Array | undefined = undefined

  /** @param base absolute offset of bytes[0] */
  constructor(public base = 0) {}

  /** Absolute offset of the end of input so far. */
  get end(): number {
    return this.base + this.length
  }

  /** @param from absolute offset of the first octet that is still needed */
  add(chunk: Uint8Array, from: number): void {
    const first = Math.min(from - this.base, this.length)
    const kept = this.length - first
    if (kept === 0) {
      this.base += first
      this.bytes = chunk
      this.length = chunk.length
      this.store = undefined
      return
    }
    const need = kept + chunk.length
    if (this.store !== undefined && this.length + chunk.length <= this.store.length) {
      this.store.set(chunk, this.length)
      this.length += chunk.length
    } else {
      // A message over several chunks makes room double, so that it is copied twice over and not once a chunk.
      const store = new Uint8Array(Math.max(kept > chunk.length ? 2 * need : need, ROOM))
      store.set(this.bytes.subarray(first, this.length))
      store.set(chunk, kept)
      this.store = store
      this.base += first
      this.length = need
    }
    this.bytes = this.store.subarray(0, this.length)
  }
}
