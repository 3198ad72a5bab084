/** Makes message identifiers for composed messages that have none. RFC 5322 §3.6.4. */
import { digestOf } from '../bytes/fnv.js'
import { randomOctets } from '../bytes/platform.js'
import { isDotAtom } from '../field/address/addr-spec.js'
import { toAscii } from '../field/address/idn.js'
import { checkMessageId } from '../field/message-id.js'
import { holdsWord } from '../field/words/find-word.js'
import type { Composed } from './compose-options.js'

/** With a clock of the caller's, an identifier that follows from the octets of the message; else a random one. */
export function messageIdFor(octets: readonly Uint8Array[], options: Composed, domain: string | undefined): string {
  const host = options.hostname ?? hostOf(domain) ?? 'localhost'
  let unique = ''
  if (options.fixed) unique = digest(octets)
  else for (const octet of randomOctets(16)) unique += HEX[octet >> 4]! + HEX[octet & 15]!
  // What is made up is as RFC 5322 has it, whatever is forgiven in identifiers that were read.
  if (!isHost(host)) throw new TypeError('hostname: expected a domain, as mail.example.org')
  if (holdsWord(host))
    throw new TypeError(
      'hostname: an encoded-word, which other readers decode (RFC 2047 §5); expected a domain, as example.org',
    )
  return checkMessageId(`${unique}@${host}`)
}

const HEX = '0123456789abcdef'

const isHost = (host: string) => isDotAtom(host) || /^\[[!-Z^-~]+\]$/.test(host)

/** The domain of an author, without the dot that stands for the root (RFC 1034 §3.1); undefined where no identifier may have it. */
function hostOf(domain: string | undefined): string | undefined {
  const host = domain === undefined ? undefined : toAscii(domain)?.replace(/\.$/, '')
  return host !== undefined && isHost(host) && !holdsWord(host) ? host : undefined
}

function digest(octets: readonly Uint8Array[]): string {
  return digestOf(octets)
    .map((sum) => sum.toString(36).padStart(7, '0'))
    .join('')
}
