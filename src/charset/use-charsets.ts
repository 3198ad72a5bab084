/** Gives the charsets of many octets to what reads and what writes. */
import { encodeMany } from './encode-many.js'
import { giveEncoders } from './encoders.js'
import { useDecoders } from './use-decoders.js'

/**
 * Makes every charset known in a bundle for browsers and workers. Without it texts in Chinese, Japanese, Korean and UTF-16 are decoded by the platform,
 * which lacks rare characters; UTF-7, UTF-32, ISO-2022-KR, ISO-2022-CN, HZ, EUC-TW and EBCDIC are unknown; and none of these is written: about 7 KB gzipped
 * less. On Node all are known and the call changes nothing. So it is on Bun and Deno and in bundles for Node, save where only doors are imported that
 * read: `messagerie/read`, `messagerie/html` and the like. Call it once, before the first message is parsed.
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
