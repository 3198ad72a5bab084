/** What judges messages from the start: nothing in modules for bundlers, all in the files for Node (build-start.mjs). */
import type { Checks } from '../tree/kit.js'

export function checksAtStart(): Checks | undefined {
  return undefined
}
