/** Gives the charsets of many-octets.ts to what reads. */
import { giveMany } from './find-codec.js'
import { makeCodec } from './many-octets.js'

export function useDecoders(): void {
  giveMany(makeCodec)
}
