/**
 * Says what is suspicious in names and addresses: characters that people do not see, and domains that look like others. Whoever reports it hands it to
 * the readers of addresses; `parseAddressList`, which reports nothing, carries none of it.
 */
import type { DefectCode } from '../../defects/codes.js'
import { hasFormatChar, hidesText } from '../words/joiners.js'
import { domainDefects } from './idn.js'

/** What the readers ask. */
export interface Suspicions {
  /** Does a name hold what people do not see and spelling does not need? */
  hidesText(name: string): boolean
  /** Does a local part hold any such character? */
  hasFormatChar(local: string): boolean
  /** What is wrong with a domain. */
  domainDefects(domain: string): readonly DefectCode[]
}

export const SUSPICIONS: Suspicions = { hidesText, hasFormatChar, domainDefects }
