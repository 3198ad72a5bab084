/** Makes long texts of code units for Node. */
import { Spare } from '../bytes/kept.js'
import { fromUnits } from '../bytes/platform.js'
import { type PutRun, ROOM, RUN, textOfRuns } from './runs.js'

/**
 * Node puts a string of so many code units outside V8's heap, where the collector moves nothing and malloc uses memory again. Long texts are made of
 * such pieces. Measured on texts of 5 to 7 MB: in charsets of pairs 2.3 to 4 times as fast as with pieces of a run, in those of one octet 1.3 to 1.9.
 */
const LARGE = 1_031_913
/** The most that is put before a piece is made. */
const MOST: number = 3 * LARGE

/** Code units of long texts: 6 MB, of which the platform gives pages as they are used. */
const SPARE = /* @__PURE__ */ new Spare<Uint16Array>()

/** As `textOfRuns`. */
export function textOf(bytes: Uint8Array, put: PutRun): string {
  const { length } = bytes
  // Two octets are a code unit or more, but for codes of three and four: hardly a piece of a long text is shorter than LARGE.
  if (length <= 2 * LARGE) return textOfRuns(bytes, put)
  const units = SPARE.take() ?? new Uint16Array(MOST + ROOM)
  let text = ''
  let used = 0
  for (let at = 0; at < length; ) {
    used = put(bytes.subarray(at, at + RUN), units, used)
    at += RUN
    if (at < length && used <= MOST && (used < LARGE || length - at < 2 * LARGE)) continue
    text += fromUnits(units, used)
    used = 0
  }
  SPARE.give(units)
  return text
}
