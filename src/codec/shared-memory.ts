/** Gives decoders memory for their outputs: to those of one message for small ones that stay, to one at a time for what is read at once. */

/** Outputs of at most this many octets may share a block. */
const SHARED = 4_096
const SHARED_BLOCK = 32_768
/** A block is begun only behind so many outputs with memory of their own: few messages have more small parts than that. */
const OWN_OUTPUTS = 4

/** Where an output may stand. */
export interface Memory {
  /** Where the next output begins. */
  readonly drawn: number
  /** A block with room for at least `need` octets from `drawn` on; undefined where they are to have memory of their own. */
  take(need: number): Uint8Array | undefined
  /** What was written, up to `to`. */
  give(to: number): Uint8Array
}

/** Larger outputs have memory of their own. */
const MOST_SCRATCH = 262_144

/** Memory that the next output takes again: who has it reads one output before the next is decoded. */
export class Scratch implements Memory {
  readonly drawn = 0
  private block = new Uint8Array(0)

  take(need: number): Uint8Array | undefined {
    if (need > MOST_SCRATCH) return undefined
    if (need > this.block.length) this.block = new Uint8Array(need)
    return this.block
  }

  give(to: number): Uint8Array {
    return this.block.subarray(0, to)
  }
}

/**
 * Memory in which the small outputs of one message stand side by side. Measured on 1,000 attachments of 2 KB: memory of its own for each costs
 * as much as its decoding. Never shared between messages: the buffer of one would show what another holds.
 */
export class SharedMemory implements Memory {
  private block = new Uint8Array(0)
  drawn = 0
  private outputs = 0

  take(need: number): Uint8Array | undefined {
    if (need > SHARED || ++this.outputs <= OWN_OUTPUTS) return undefined
    if (this.drawn + need > this.block.length) {
      this.block = new Uint8Array(SHARED_BLOCK)
      this.drawn = 0
    }
    return this.block
  }

  give(to: number): Uint8Array {
    const from = this.drawn
    this.drawn = to
    return this.block.subarray(from, to)
  }
}
