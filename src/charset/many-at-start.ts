/** The charsets of many octets that are there from the start: none in modules for bundlers, all in the files for Node (build-start.mjs). */
import type { MakeCodec } from './text-codec.js'

export function manyAtStart(): MakeCodec | undefined {
  return undefined
}
