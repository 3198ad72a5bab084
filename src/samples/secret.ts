/**
 * Derives what stands for a word: HMAC-SHA-256 with a key (RFC 2104, FIPS 180-4). Who knows some words and their replacements learns nothing
 * of the key or of other words. Who knows the key can try words, as with every such function.
 */
import { hmac } from '@noble/hashes/hmac'
import { sha256 } from '@noble/hashes/sha2'
import { fromUtf8, plain, randomOctets } from '../bytes/platform.js'

/** Octets, text or a number. */
export type MaskKey = Uint8Array | string | number

/** Octets of a key that is drawn: 128 bits, which nobody searches. */
const DRAWN = 16

/**
 * The key as octets; one that is drawn at random where none is given. A number is the text of its digits.
 * @throws TypeError for what is no key, an empty one too
 */
export function keyOctets(key: MaskKey | undefined): Uint8Array {
  if (key === undefined) return randomOctets(DRAWN)
  if (typeof key === 'number' && Number.isFinite(key)) return fromUtf8(String(key))
  if (typeof key === 'string' && key !== '') return fromUtf8(key)
  if (key instanceof Uint8Array && key.length > 0) return plain(key).slice()
  throw new TypeError('key: expected octets, a text or a number; leave it out to have one drawn at random')
}

/** What is drawn for one word before another that was met earlier may share it: where there are few, as of one letter, they run out. */
const TRIES = 64

export class Secret {
  private readonly prefix: string
  /** Words (lower case) that were met, and what was drawn for them. */
  private readonly known = new Map<string, readonly number[]>()
  private readonly used = new Set<string>()
  private noiseState: number

  constructor(
    private readonly key: Uint8Array,
    attempt: number,
  ) {
    this.prefix = `${attempt}\0`
    this.noiseState = this.draw('noise', 0) >>> 0
  }

  /**
   * A number below `sizes[i]` for each place of a word: the same for the same word. Different words of one shape get different ones, as far as
   * there are as many.
   */
  word(word: string, sizes: readonly number[]): readonly number[] {
    const known = this.known.get(word)
    if (known !== undefined) return known
    const stream = new Draws(this.key, `${this.prefix}word\0${word}`)
    let drawn: number[] = []
    for (let attempt = 0; attempt < TRIES; attempt++) {
      drawn = sizes.map((size) => stream.next() % size)
      const shape = `${sizes.join()} ${drawn.join()}`
      if (this.used.has(shape)) continue
      this.used.add(shape)
      break
    }
    this.known.set(word, drawn)
    return drawn
  }

  /** 32 bits for a text and a place. */
  draw(text: string, place: number): number {
    return new Draws(this.key, `${this.prefix}${place}\0${text}`).next()
  }

  /** A number below `size`, of a run that the key begins and nothing that is masked goes into. */
  noise(size: number): number {
    this.noiseState = (Math.imul(this.noiseState, 1664525) + 1013904223) >>> 0
    return (this.noiseState >>> 8) % size
  }
}

/** Numbers of 32 bits without end: HMAC of a text and a count. */
class Draws {
  private block: Uint8Array = new Uint8Array(0)
  private at = 0
  private count = 0

  constructor(
    private readonly key: Uint8Array,
    private readonly text: string,
  ) {}

  next(): number {
    if (this.at === this.block.length) {
      this.block = hmac(sha256, this.key, fromUtf8(`${this.count++}\0${this.text}`))
      this.at = 0
    }
    const { block, at } = this
    this.at += 4
    return ((block[at]! << 24) | (block[at + 1]! << 16) | (block[at + 2]! << 8) | block[at + 3]!) >>> 0
  }
}
