/** Gives what judges messages to those that were parsed and composed. */
import { allChecks } from './all-checks.js'
import { giveChecks } from './checks.js'

/**
 * Gives a bundle for browsers and workers what judges a message: `check()`, `brokenSignatures`, `strict` of `parse` and `parseStream`, and a
 * sentence as the `message` of each defect. Without it the first three throw an Error that names this function, and a defect has its code for a message:
 * about 9 KB gzipped less. Call it once, before the first message is parsed. On Node, Bun and Deno, and in bundles for Node, all this is there from the
 * start and the call changes nothing.
 *
 * @example
 * import { parse, useChecks } from 'messagerie'
 *
 * useChecks()
 * const defects = parse(bytes).check()
 */
export function useChecks(): void {
  giveChecks(allChecks())
}
