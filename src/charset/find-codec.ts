/** Finds the codec of a charset by its canonical name, made when first needed and kept. The names are those of labels.ts. */
import { manyAtStart } from './many-at-start.js'
import { platformCodec } from './platform-codec.js'
import { iconvTable, identity, platformTable, SingleByteCodec, type SingleTable, windows1252 } from './single-byte.js'
import type { Codec, MakeCodec } from './text-codec.js'
import { utf8Codec } from './utf-8.js'

/** How a charset is decoded. `source` is what another package calls it. */
export type Engine =
  | { readonly kind: 'own' }
  /** A single-octet table of TextDecoder. */
  | { readonly kind: 'platform'; readonly source: string }
  /** A single-octet table that only iconv-lite has. */
  | { readonly kind: 'iconv'; readonly source: string }
  /** A charset of many-octets.ts. */
  | { readonly kind: 'many' }

/** ISO-8859-9 is windows-1254 with C1 controls; likewise ISO-8859-11 (TIS-620 with a no-break space) and windows-874. */
function withControls(table: SingleTable | undefined): SingleTable | undefined {
  if (table !== undefined) for (let i = 0x80; i < 0xa0; i++) table[i] = i
  return table
}

const OWN: ReadonlyMap<string, () => SingleTable | undefined> = new Map<string, () => SingleTable | undefined>([
  ['us-ascii', () => identity().fill(0xfffd, 0x80)],
  ['iso-8859-1', identity],
  ['iso-8859-9', () => identity().map(turkish)],
  ['iso-8859-11', () => withControls(platformTable('windows-874'))],
  ['tis-620', () => withControls(platformTable('windows-874'))?.map((unit) => (unit === 0xa0 ? 0xfffd : unit))],
  ['windows-1252', windows1252],
  ['x-user-defined', () => identity().map((unit) => (unit < 0x80 ? unit : unit + 0xf700))],
])

/** What ISO-8859-9 has in place of the Icelandic letters of ISO-8859-1. */
function turkish(unit: number): number {
  const at = [0xd0, 0xdd, 0xde, 0xf0, 0xfd, 0xfe].indexOf(unit)
  return at < 0 ? unit : [0x11e, 0x130, 0x15e, 0x11f, 0x131, 0x15f][at]!
}

/** Windows code pages: octets 80–9F that mean nothing are C1 controls (as in the WHATWG tables); TextDecoder in Node errs in two places. */
function mend(name: string, table: SingleTable | undefined): SingleTable | undefined {
  if (table === undefined || !name.startsWith('windows-')) return table
  for (let i = 0x80; i < 0xa0; i++) if (table[i] === 0xfffd) table[i] = i
  if (name === 'windows-1253') table[0xaa] = 0xfffd
  if (name === 'windows-1255') table[0xca] = 0x5ba
  return table
}

/**
 * What is known of labels by charsets that were at hand when it was found: forgotten when more of them come to be. So it is no `Memo`, whose values
 * hold for ever.
 */
const KEPT: Map<unknown, unknown>[] = []

/** A map that is emptied when more charsets come to be. */
export function keptOfCharsets<Key, Value>(): Map<Key, Value> {
  const kept = new Map<Key, Value>()
  KEPT.push(kept)
  return kept
}

const made = /* @__PURE__ */ keptOfCharsets<string, Codec>()

let many: MakeCodec | undefined

/** From now on the charsets of many octets are read by `make`. */
export function giveMany(make: MakeCodec): void {
  if (many === make) return
  many = make
  for (const kept of KEPT) kept.clear()
}

/** The codec, or undefined where the platform and iconv-lite both lack its tables. */
export function codecFor(name: string, engine: Engine): Codec | undefined {
  const known = made.get(name)
  if (known !== undefined) return known
  const codec = make(name, engine)
  if (codec !== undefined) made.set(name, codec)
  return codec
}

function make(name: string, engine: Engine): Codec | undefined {
  if (name === 'utf-8') return utf8Codec
  if (engine.kind === 'many') return ((many ??= manyAtStart()) ?? platformCodec)(name)
  const table =
    engine.kind === 'own'
      ? OWN.get(name)?.()
      : engine.kind === 'platform'
        ? platformTable(engine.source)
        : iconvTable(engine.source)
  const mended = mend(name, table)
  return mended === undefined ? undefined : new SingleByteCodec(mended)
}
