/** All that judges a message. */
import { checkMessage } from '../check/check.js'
import { describe } from '../defects/texts.js'
import type { Checks } from '../tree/kit.js'
import { brokenBy } from '../write/broken-signatures.js'

export function allChecks(): Checks {
  return { describe, check: checkMessage, brokenSignatures: brokenBy }
}
