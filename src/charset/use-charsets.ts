/** Gives the charsets of many octets to what reads and what writes. */
import { encodeMany } from './encode-many.js'
import { giveEncoders } from './encoders.js'
import { useDecoders } from './use-decoders.js'

/**
 * Makes every charset known in a bundle for browsers and workers. Without it texts in Chinese, Japanese, Korean and UTF-16 are decoded by the platform,
 * which lacks rare characters; UTF-7, UTF-32, ISO-2022-KR, ISO-2022-CN, HZ, EUC-TW and EBCDIC are unknown; and what is written in any of these is
 * written in UTF-8: about 7 KB gzipped less. On Node, Bun and Deno, and in bundles for Node, all are known and this changes nothing. There
 * bundles of `messagerie/read` and `messagerie/field` alone, and Bun and Deno with these two doors, are the exception: they need the call.
 *
 * @example
 * import { useCharsets } from 'messagerie/codec'
 * import { parse } from 'messagerie/read'
 *
 * useCharsets()
 * const message = parse(bytes)
 */
export function useCharsets(): void {
  useDecoders()
  giveEncoders(encodeMany)
}
