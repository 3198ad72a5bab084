/** What writes the charsets of many octets from the start: nothing in modules for bundlers, all in the files for Node (build-start.mjs). */
import type { EncodeMany } from './text-codec.js'

export function encodersAtStart(): EncodeMany | undefined {
  return undefined
}
