/** Defines what every decoder and encoder here looks like, and the bounded record of faults that a decoder keeps. */

import { hold } from '../bytes/kept.js'
import { plain } from '../bytes/platform.js'
import type { DefectCode } from '../defects/codes.js'
import type { Memory } from './shared-memory.js'

export const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0)

/** The first fault of a code. `start`, `end`: octets of the encoded input, counted from its first one; `count`: how often it was met. */
export interface Fault {
  /** The defect that it is. */
  readonly code: DefectCode
  /** Offset of the first octet of the encoded input, from 0. */
  readonly start: number
  /** Offset behind the last octet. */
  readonly end: number
  /** How many times it was met; at least 1. */
  readonly count: number
}

/** Bytes in, bytes out; the same output however the input is cut. What `write` returns is new memory unless a class says otherwise. */
export interface Codec {
  /** Takes the next octets of the input and returns what can be said by now: new memory, possibly empty. */
  write(chunk: Uint8Array): Uint8Array
  /** Ends the input and returns the rest of the output. Call it once; `write` is not to be called after it. */
  end(): Uint8Array
}

/** A codec that reads what others wrote: never throws for bytes, notes what was wrong. */
export interface Decoder extends Codec {
  /** The first fault of each code; complete after `end`. */
  readonly faults: readonly Fault[]
  /** `write(chunk)` and, if `last`, `end()` in one piece of output. */
  run(chunk: Uint8Array, last: boolean): Uint8Array
}

/** Bounded: one entry for each code, however many faults there are. */
export class FaultRecord {
  readonly list: { code: DefectCode; start: number; end: number; count: number }[] = []

  add(code: DefectCode, start: number, end: number): void {
    for (const fault of this.list) {
      if (fault.code === code) {
        fault.count++
        return
      }
    }
    this.list.push({ code, start, end, count: 1 })
  }
}

/** Chunks below this many octets are decoded into memory that is used again: allocating for each would cost more than the decoding. */
const SMALL = 512

/**
 * Where a codec puts the output of one call. Large outputs get memory of their own and leave as views of it; small ones are copied out of
 * one block, so that a call with a chunk of one octet stays cheap.
 */
export class Room {
  private block: Uint8Array = EMPTY

  /**
   * Memory for at least `need` octets; `once`: no further call will come. `length`: octets of the chunk, where much less is given than needed
   * as a rule: what a decoder holds back may be 64 KiB, which are not to be allocated anew for each octet.
   */
  take(need: number, once: boolean, length = need): Uint8Array {
    if (once || length > SMALL) return new Uint8Array(need)
    if (this.block.length < need) this.block = new Uint8Array(need <= SMALL ? SMALL : 2 * need)
    return this.block
  }

  /** The first `used` octets of what `take` gave, for the caller to keep. */
  give(out: Uint8Array, used: number): Uint8Array {
    if (used === 0) return EMPTY
    return out === this.block ? out.slice(0, used) : out.subarray(0, used)
  }
}

/** Refuses what is no Uint8Array, with the name of the caller's method. */
export function checkChunk(chunk: unknown): asserts chunk is Uint8Array {
  if (!(chunk instanceof Uint8Array)) throw new TypeError('write: expected a Uint8Array')
}

/** What codecs share: one method does the work, with output in one piece. */
export abstract class StreamCodec implements Codec {
  constructor() {
    // Measured: after every full collection a hot loop ran unoptimized until it was compiled again, some 10 ms of work later.
    hold(new.target, this)
  }

  /** Takes the next piece of input; returns what it gives. Throws TypeError for anything but a Uint8Array. */
  write(chunk: Uint8Array): Uint8Array {
    checkChunk(chunk)
    // A Buffer has a hidden class of its own: the loops see one kind of array only.
    return this.run(plain(chunk), false)
  }

  /** The input is complete; returns what was held back. */
  end(): Uint8Array {
    return this.run(EMPTY, true)
  }

  /** `write(chunk)` and, if `last`, `end()` in one piece of output. */
  abstract run(chunk: Uint8Array, last: boolean): Uint8Array
}

/** A decoder over a block of output that is large enough for each call. */
export abstract class BlockDecoder extends StreamCodec implements Decoder {
  /** @internal */
  protected readonly record = new FaultRecord()
  private readonly room = new Room()
  /** @internal Octets of input before the present chunk. */
  protected at = 0
  /** @internal */
  protected out: Uint8Array = EMPTY
  /** @internal */
  protected used = 0

  /** The first fault of each code; complete after `end`. */
  get faults(): readonly Fault[] {
    return this.record.list
  }

  /** @internal `run(bytes, true)`, whose output stands in `memory` where that takes it. */
  runWhole(bytes: Uint8Array, memory: Memory | undefined): Uint8Array {
    const out = memory?.take(this.most(bytes.length))
    if (out === undefined) return this.run(bytes, true)
    this.fill(out, memory!.drawn, bytes, true)
    return memory!.give(this.used)
  }

  /** `write(chunk)` and, if `last`, `end()` in one piece of output. */
  run(chunk: Uint8Array, last: boolean): Uint8Array {
    if (chunk.length === 0 && !last) return EMPTY
    const out = this.room.take(this.most(chunk.length), last, chunk.length)
    this.fill(out, 0, chunk, last)
    return this.room.give(out, this.used)
  }

  private fill(out: Uint8Array, used: number, chunk: Uint8Array, last: boolean): void {
    this.out = out
    this.used = used
    this.decode(chunk)
    this.at += chunk.length
    if (last) this.finish()
    this.out = EMPTY
  }

  /** @internal The most octets that a chunk of that length can give, with what is held. */
  protected abstract most(length: number): number
  /** @internal Decodes a chunk into `out`. */
  protected abstract decode(chunk: Uint8Array): void
  /** @internal The input ended: decodes what is held. */
  protected abstract finish(): void
}
