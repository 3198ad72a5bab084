/**
 * Decodes charsets of one octet a character: a table of 256, taken from the platform's TextDecoder or from iconv-lite, corrected where both
 * are known to be wrong. WHATWG Encoding §9 (single-byte decoder).
 */

import { fromUnits } from '../bytes/platform.js'
import { WINDOWS_1252 } from '../bytes/windows-1252.js'
import { iconv } from './iconv.js'
import { type Codec, type Decoder, REPLACEMENT } from './text-codec.js'

/** 256 code units; U+FFFD where an octet means nothing. */
export type SingleTable = Uint16Array

/** A run of this size keeps the code units inside the cache. */
const SLICE = 16_384

class SingleByteDecoder implements Decoder {
  replaced = 0
  private units = new Uint16Array(256)
  /** The table has a code unit for each octet. */
  private readonly full: boolean

  constructor(private readonly table: SingleTable) {
    this.full = !table.includes(REPLACEMENT)
  }

  write(chunk: Uint8Array): string {
    let text = ''
    for (let at = 0; at < chunk.length; at += SLICE) text += this.map(chunk.subarray(at, at + SLICE))
    return text
  }

  end(): string {
    return ''
  }

  reset(): void {
    this.replaced = 0
  }

  /** Measured: four octets a turn without a look at what they give, 2.5 times as fast. */
  private map(bytes: Uint8Array): string {
    const { table } = this
    const { length } = bytes
    if (this.units.length < length) this.units = new Uint16Array(length)
    const { units } = this
    let i = 0
    for (const end = this.full ? length - 3 : 0; i < end; i += 4) {
      units[i] = table[bytes[i]!]!
      units[i + 1] = table[bytes[i + 1]!]!
      units[i + 2] = table[bytes[i + 2]!]!
      units[i + 3] = table[bytes[i + 3]!]!
    }
    for (; i < length; i++) {
      const unit = (units[i] = table[bytes[i]!]!)
      if (unit === REPLACEMENT) this.replaced++
    }
    return fromUnits(units, length)
  }
}

export class SingleByteCodec implements Codec {
  readonly ascii: boolean

  constructor(readonly table: SingleTable) {
    let ascii = true
    for (let i = 0; i < 0x80; i++) if (table[i] !== i) ascii = false
    this.ascii = ascii
  }

  decoder(): Decoder {
    return new SingleByteDecoder(this.table)
  }
}

/** Octets 0–255 to themselves: ISO-8859-1 (RFC 1345; C1 controls at 80–9F). */
export function identity(): SingleTable {
  const table = new Uint16Array(256)
  for (let i = 0; i < 256; i++) table[i] = i
  return table
}

export function windows1252(): SingleTable {
  return overlay(identity(), 0x80, WINDOWS_1252)
}

/** Writes the characters of `units` from octet `at` on. */
export function overlay(table: SingleTable, at: number, units: string): SingleTable {
  for (let i = 0; i < units.length; i++) table[at + i] = units.charCodeAt(i)
  return table
}

/** A table read out of a decoder, octet by octet; private-use characters count as nothing except the Apple sign. */
function tabulate(decode: (bytes: Uint8Array) => string): SingleTable {
  const table = new Uint16Array(256)
  const one = new Uint8Array(1)
  for (let i = 0; i < 256; i++) {
    one[0] = i
    const text = decode(one)
    const unit = text.length === 1 ? text.charCodeAt(0) : REPLACEMENT
    table[i] = unit >= 0xe000 && unit < 0xf900 && unit !== 0xf8ff ? REPLACEMENT : unit
  }
  return table
}

/** The platform's table. Its octets below 80 are ASCII in all charsets that it has (ICU's IBM866 permutes three controls). */
export function platformTable(label: string): SingleTable | undefined {
  try {
    const decoder = new TextDecoder(label, { ignoreBOM: true })
    const table = tabulate((one) => decoder.decode(one))
    for (let i = 0; i < 0x80; i++) table[i] = i
    return table
  } catch {
    return undefined
  }
}

/** iconv-lite's table, if it is there. */
export function iconvTable(label: string): SingleTable | undefined {
  const module = iconv()
  if (!module?.encodingExists(label)) return undefined
  return tabulate((one) => module.decode(one, label))
}
