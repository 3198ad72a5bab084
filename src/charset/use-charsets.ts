/** Gives the charsets of many-octets.ts to what reads. */
import { giveMany } from './find-codec.js'
import { makeCodec } from './many-octets.js'

/**
 * Makes every charset known in a bundle that reads by `messagerie/read` or `messagerie/field` alone. Without it they take the platform's decoders for
 * Chinese, Japanese, Korean and UTF-16, which lack rare characters, and do not know UTF-7, UTF-32, ISO-2022-KR, ISO-2022-CN, HZ, EUC-TW and EBCDIC: about
 * 5 KB gzipped less. On Node, and in a program that parses by `messagerie`, all are known and this changes nothing.
 *
 * @example
 * import { useCharsets } from 'messagerie/codec'
 * import { parse } from 'messagerie/read'
 *
 * useCharsets()
 * const message = parse(bytes)
 */
export function useCharsets(): void {
  giveMany(makeCodec)
}
