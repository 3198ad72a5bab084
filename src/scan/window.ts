/** A contiguous window over input that arrives in pieces. Octets stay in it until it is decided what they are. */

/** CRs directly before an LF belong to its line end, this many at most: held input needs a bound. No sender writes more than three. */
export const MAX_CRS = 64

const EMPTY = new Uint8Array(0)

export class Window {
  /** Valid in [pos, length); positions are relative to `base`. */
  bytes: Uint8Array = EMPTY
  length = 0
  pos = 0
  /** Absolute offset of bytes[0]. */
  base = 0
  /** Up to here the current unit was searched for a delimiter, or for the end of its line, without success. */
  searched = 0
  searchedLine = 0
  /** Own memory, kept between pieces; `bytes` is a view of it while something is held. */
  private store: Uint8Array = EMPTY
  private owned = false

  /** Adds a piece: in place of an empty window without a copy, else behind what is held. */
  add(chunk: Uint8Array): void {
    const held = this.length - this.pos
    if (held === 0) {
      this.rebase()
      this.bytes = chunk
      this.length = chunk.length
      this.owned = false
      return
    }
    this.keep(held + chunk.length)
    this.store.set(chunk, this.length)
    this.length += chunk.length
    this.bytes = this.store.subarray(0, this.length)
  }

  /** Copies what is held out of the caller's memory, which may be reused from here on. */
  release(): void {
    const held = this.length - this.pos
    if (held > 0) {
      if (!this.owned) this.keep(held)
      return
    }
    this.rebase()
    this.bytes = EMPTY
    this.length = 0
  }

  /** Forgets all input: the next octet added is at 0. */
  clear(): void {
    this.bytes = EMPTY
    this.length = 0
    this.pos = 0
    this.base = 0
    this.searched = 0
    this.searchedLine = 0
    this.owned = false
  }

  /** Moves on to `to`: a new unit begins there. */
  advance(to: number): void {
    this.pos = to
    this.searched = to
    this.searchedLine = to
  }

  view(start: number, end: number): Uint8Array {
    return this.bytes.subarray(start - this.base, end - this.base)
  }

  /** Makes sure that what is held lies in own memory with room up to `need` octets from `pos` on. */
  private keep(need: number): void {
    if (this.owned && this.pos + need <= this.store.length) return
    const held = this.bytes.subarray(this.pos, this.length)
    if (need * 2 > this.store.length) {
      // Grows by doubling, so that a field of 50 MB in small pieces is copied twice over, not once a piece.
      this.store = new Uint8Array(Math.max(need * 2, 1024))
    }
    this.store.set(held, 0)
    this.rebase()
    this.length = held.length
    this.bytes = this.store.subarray(0, this.length)
    this.owned = true
  }

  /** Moves `base` on, so that `pos` is zero. */
  private rebase(): void {
    const by = this.pos
    this.base += by
    this.pos = 0
    this.searched = Math.max(0, this.searched - by)
    this.searchedLine = Math.max(0, this.searchedLine - by)
  }
}
