/** envelope(): finds the sender and recipients that a message asks for. RFC 5321 §2.3.1, RFC 5322 §3.6.3 and §3.6.6, RFC 3834 §3.3. */

import { optionsOf } from '../bytes/arguments.js'
import { writeLocalPart } from '../field/address/addr-spec.js'
import type { Mailbox } from '../field/address/address.js'
import { toAscii } from '../field/address/idn.js'
import { holdsWord } from '../field/words/find-word.js'
import type { Field } from '../tree/field.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { assertEnvelopeSafe } from './envelope-safe.js'

/** Whom a message goes to, and where what fails comes back to (RFC 5321 §2.3.1). */
export interface Envelope {
  /** Reverse path without angle brackets; '' is the null path: of reports, and of answers by machines. */
  readonly from: string
  /** Each recipient once, in the order of To, Cc, Bcc. Domains as A-labels where that is possible. */
  readonly to: readonly string[]
  /** Does a path hold a local part that is not ASCII? Then SMTPUTF8 is needed (RFC 6531). */
  readonly utf8: boolean
  /** Recipients of the header section that no command can carry, names without an address among them, and why. */
  readonly refused: readonly {
    /** The mailbox, as read. */
    readonly mailbox: Mailbox
    /** Why no command can carry it. */
    readonly because: string
  }[]
  /** Which fields the paths were taken from, in words. */
  readonly because: string
}

/** Which fields the envelope is made of. */
export interface EnvelopeOptions {
  /** Reverse path in place of what the header section says: the return address of a list, VERP, or '' for the null path. */
  readonly from?: string
}

const RESENT = [
  'resent-from',
  'resent-sender',
  'resent-to',
  'resent-cc',
  'resent-bcc',
  'resent-date',
  'resent-message-id',
]

/**
 * The envelope of a message that is sent for the first time or, where it has Resent fields, passed on: those of the latest block count, which is
 * the topmost, and To, Cc and Bcc do not.
 */
export function envelope(message: Message, given?: EnvelopeOptions): Envelope {
  assertMessage(message)
  const options = optionsOf(given, ['from'])
  const resent = latestResent(message)
  const prefix = resent === undefined ? '' : 'resent-'
  const mailboxes = (name: string): readonly Mailbox[] => {
    if (resent === undefined) return message.headers.addresses(name).mailboxes
    return (resent.get(`resent-${name}`)?.parsed as { mailboxes: readonly Mailbox[] } | undefined)?.mailboxes ?? []
  }
  const to: string[] = []
  const refused: { mailbox: Mailbox; because: string }[] = []
  const known = new Set<string>()
  for (const name of ['to', 'cc', 'bcc']) {
    for (const mailbox of mailboxes(name)) {
      const without = noPath(mailbox)
      if (without !== undefined) {
        refused.push({ mailbox, because: without })
        continue
      }
      const path = pathOf(mailbox)
      const key = keyOf(path)
      if (known.has(key)) continue
      known.add(key)
      try {
        assertEnvelopeSafe({ to: [path] })
        to.push(path)
      } catch (error) {
        if (!(error instanceof TypeError)) throw error
        refused.push({ mailbox, because: error.message.replace(/^to\[0\]/, 'address') })
      }
    }
  }
  const sender = senderOf(message, options, mailboxes)
  const because = `${prefix === '' ? 'To, Cc and Bcc' : 'the topmost block of Resent fields'}; ${sender.because}`
  const utf8 = [sender.path, ...to].some((path) => /[^\x00-\x7f]/.test(path))
  return { from: sender.path, to, utf8, refused, because }
}

function senderOf(
  message: Message,
  options: EnvelopeOptions,
  mailboxes: (name: string) => readonly Mailbox[],
): { path: string; because: string } {
  if (options.from !== undefined) {
    assertEnvelopeSafe({ from: options.from })
    return { path: options.from, because: 'sender as given' }
  }
  const { mediaType } = message.contentType
  if (mediaType === 'multipart/report')
    return { path: '', because: 'a report has no sender: nobody answers it (RFC 5321 §4.5.5)' }
  const automatic = message.headers.parameterized('auto-submitted')?.value.toLowerCase()
  if (automatic?.startsWith('auto-replied')) {
    return { path: '', because: 'an answer of a machine has no sender (RFC 3834 §3.3)' }
  }
  for (const name of ['sender', 'from']) {
    const first = mailboxes(name)[0]
    if (first === undefined || noPath(first) !== undefined) continue
    const path = pathOf(first)
    try {
      assertEnvelopeSafe({ from: path })
      return { path, because: `sender of ${name === 'from' ? 'From' : 'Sender'}` }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  }
  return { path: '', because: 'no sender that a command can carry' }
}

/** Why there is no path in a mailbox; undefined where there is one. An encoded-word is an address that others read in another way. */
function noPath({ address, local, domain, invalid }: Mailbox): string | undefined {
  if (invalid !== undefined) return `address: ${JSON.stringify(invalid)} is no address`
  if (address === '') return 'address: a name without an address'
  if (domain === '') return 'address: a local part without a domain'
  if (holdsWord(local) || holdsWord(domain))
    return 'address: an encoded-word, which others read as another address (RFC 2047 §5)'
  return undefined
}

/** Local part quoted as it must be, the domain in ASCII. */
function pathOf({ local, domain }: Mailbox): string {
  return `${writeLocalPart(local)}@${toAscii(domain) ?? domain}`
}

/** Local parts may differ in case, domains not (RFC 5321 §2.4). */
function keyOf(path: string): string {
  const at = path.lastIndexOf('@')
  return path.slice(0, at) + path.slice(at).toLowerCase()
}

/** The fields of the topmost block by name; undefined where nobody resent the message (RFC 5322 §3.6.6). */
function latestResent(message: Message): ReadonlyMap<string, Field> | undefined {
  const block = new Map<string, Field>()
  for (const field of message.headers.fields()) {
    const name = field.name.toLowerCase()
    if (RESENT.includes(name)) {
      // A second field of a name, or one behind a trace field, belongs to an older block.
      if (block.has(name)) break
      block.set(name, field)
    } else if (block.size > 0 && (name === 'received' || name === 'return-path')) break
  }
  return block.has('resent-to') || block.has('resent-cc') || block.has('resent-bcc') ? block : undefined
}
