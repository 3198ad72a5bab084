/**
 * Decodes charsets of one octet a character: a table of 256, taken from the platform's TextDecoder or from iconv-lite, corrected where both
 * are known to be wrong. WHATWG Encoding §9 (single-byte decoder).
 */

import { WINDOWS_1252 } from '../bytes/windows-1252.js'
import { iconv } from './iconv.js'
import { textOf } from './text-at-start.js'
import { type Codec, type Decoder, REPLACEMENT } from './text-codec.js'

/** 256 code units; U+FFFD where an octet means nothing. */
export type SingleTable = Uint16Array

class SingleByteDecoder implements Decoder {
  replaced = 0
  /** The table has a code unit for each octet. */
  private readonly full: boolean

  constructor(private readonly table: SingleTable) {
    this.full = !table.includes(REPLACEMENT)
  }

  /** Measured: four octets a turn without a look at what they give, 2.5 times as fast. */
  write(chunk: Uint8Array): string {
    const { table, full } = this
    return textOf(chunk, (bytes, units, used) => {
      const { length } = bytes
      let i = 0
      for (const end = full ? length - 3 : 0; i < end; i += 4) {
        units[used++] = table[bytes[i]!]!
        units[used++] = table[bytes[i + 1]!]!
        units[used++] = table[bytes[i + 2]!]!
        units[used++] = table[bytes[i + 3]!]!
      }
      while (i < length) if ((units[used++] = table[bytes[i++]!]!) === REPLACEMENT) this.replaced++
      return used
    })
  }

  end(): string {
    return ''
  }

  reset(): void {
    this.replaced = 0
  }
}

export class SingleByteCodec implements Codec {
  readonly ascii: boolean

  constructor(readonly table: SingleTable) {
    this.ascii = table.every((unit, i) => i > 0x7f || unit === i)
  }

  decoder(): Decoder {
    return new SingleByteDecoder(this.table)
  }
}

/** Octets 0–255 to themselves: ISO-8859-1 (RFC 1345; C1 controls at 80–9F). */
export function identity(): SingleTable {
  return new Uint16Array(256).map((_, i) => i)
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
  return identity().map((i) => {
    const text = decode(Uint8Array.of(i))
    const unit = text.length === 1 ? text.charCodeAt(0) : REPLACEMENT
    return unit >= 0xe000 && unit < 0xf900 && unit !== 0xf8ff ? REPLACEMENT : unit
  })
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
