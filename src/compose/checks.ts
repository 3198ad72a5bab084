/**
 * What judges a message: the sentences of defects, check() and the signatures that edits break. It is a tenth of the root door,
 * and a bundle has it by `useChecks` alone.
 */
import type { Describe } from '../defects/defect.js'
import type { Checks } from '../tree/kit.js'
import type { Message } from '../tree/message.js'
import { checksAtStart } from './checks-at-start.js'

let given: Checks | undefined

/** From now on messages are judged by `checks`. */
export function giveChecks(checks: Checks): void {
  given = checks
}

function found(): Checks | undefined {
  return (given ??= checksAtStart())
}

function demand(): Checks {
  const checks = found()
  if (checks === undefined) throw new Error("this bundle has no checks: call useChecks() of 'messagerie' first")
  return checks
}

/** The sentence of a defect; its code where nothing that judges was given. */
export function describe(...defect: Parameters<Describe>): string {
  return found()?.describe(...defect) ?? defect[0]
}

export function check(message: Message): void {
  demand().check(message)
}

export function brokenSignatures(message: Message): readonly string[] {
  return demand().brokenSignatures(message)
}
