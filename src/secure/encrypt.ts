/** encrypt(): replaces the content of a message by what the caller's function makes of it. RFC 1847 §2.2, RFC 3156 §4, RFC 8551 §3.3, §3.4. */
import { requiredOptions } from '../bytes/arguments.js'
import { fromLatin1 } from '../bytes/platform.js'
import { composeAround, type WrittenLeaf } from '../compose/compose-entity.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { canonicalContent } from './canonical-content.js'
import { readCms } from './cms.js'
import { checkLegacyDisplay, checkProtect, type HeaderPolicy, type PolicyName } from './confidentiality.js'
import { armoured, checkProtocol, cmsOctets, type Hook, octetsFrom } from './options.js'
import { protectEncrypted } from './protect.js'
import { pkcs7Message } from './sign.js'

/** How an encrypted message is built. */
export interface EncryptOptions {
  /** OpenPGP (RFC 3156) or S/MIME (RFC 8551). */
  readonly protocol: 'pgp' | 'smime'
  /**
   * Header protection (RFC 9788): the fields of the message go inside, `hp="cipher"`, with what stays outside by a policy; `true` is `baseline`.
   * What was signed with a policy is kept to without it. Default false.
   */
  readonly protectHeaders?: boolean | PolicyName | HeaderPolicy | undefined
  /**
   * With `protectHeaders`: what its policy hides of Subject, From, To, Cc, Date and their like is written on top of the texts that are displayed, for
   * recipients whose readers know no header protection (RFC 9788 §5.2). Default false.
   */
  readonly legacyDisplay?: boolean | undefined
  /** Gives the n-th boundary, as in `compose`. */
  readonly boundary?: ((n: number) => string) | undefined
}

const NAME = 'encrypt'
const KEYS = ['protocol', 'boundary', 'protectHeaders', 'legacyDisplay']
const CONTROL: WrittenLeaf = {
  fields: [
    ['Content-Type', 'application/pgp-encrypted'],
    ['Content-Description', 'PGP/MIME version identification'],
  ],
  body: /* @__PURE__ */ fromLatin1('Version: 1\r\n'),
}
const DATA: WrittenLeaf['fields'] = [
  ['Content-Type', 'application/octet-stream; name="encrypted.asc"'],
  ['Content-Description', 'OpenPGP encrypted message'],
  ['Content-Disposition', 'inline; filename="encrypted.asc"'],
]

/** As smime-type writes them (RFC 8551 §3.2.2). */
const SMIME_TYPES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['enveloped-data', 'enveloped-data'],
  ['authenveloped-data', 'authEnveloped-data'],
])

/**
 * Encrypts a message: its content and the fields that are about it go inside, in the canonical form that `sign` gives them; all other fields, Subject
 * and recipients among them, stay outside and readable without `protectHeaders`. What is returned is parsed anew; a message that was composed comes without its Bcc.
 *
 * @param make gets the entity to encrypt; returns a PGP message (armour or packets), or CMS enveloped-data (DER or PEM)
 * @throws TypeError (rejects) for wrong options, for what `make` returns that is none of these, for what cannot be written in 7bit
 */
export async function encrypt(message: Message, make: Hook, given: EncryptOptions): Promise<Message> {
  assertMessage(message)
  if (typeof make !== 'function') throw new TypeError('encrypt: expected a function that encrypts')
  const options = requiredOptions(given, KEYS, `${NAME}: options`)
  const protocol = checkProtocol(NAME, options.protocol)
  const { protectHeaders } = options
  checkProtect(NAME, protectHeaders)
  const legacyDisplay = checkLegacyDisplay(NAME, options.legacyDisplay)
  const { outside, inside } = protectEncrypted(NAME, canonicalContent(message), protectHeaders, legacyDisplay)
  const made = octetsFrom(NAME, await make(inside))
  if (protocol === 'smime') {
    const cms = cmsOctets(NAME, made)
    const type = SMIME_TYPES.get(readCms(cms)?.type ?? '')
    if (type === undefined)
      throw new TypeError(
        'encrypt: the function given returned no CMS enveloped-data: expected the output of openssl cms -encrypt -outform DER, or its like',
      )
    return pkcs7Message(outside, cms, type)
  }
  const data: WrittenLeaf = { fields: DATA, body: armoured(NAME, made, 'MESSAGE') }
  const params = [['protocol', 'application/pgp-encrypted']] as const
  const { boundary } = options
  return composeAround(outside, { subtype: 'encrypted', params, entities: [CONTROL, data] }, { boundary })
}
