/** What speaks against believing a signature or an encrypted part: one table, code → severity and what it means. */

const TABLE = {
  'part-count': [
    'error',
    'a multipart/signed or multipart/encrypted without exactly two parts (RFC 1847 §2): nothing is covered',
  ],
  'protocol-mismatch': [
    'error',
    'its protocol is not the type of the part that it names (RFC 1847 §2): nothing is covered',
  ],
  'bad-control': ['warning', 'the control part does not say Version: 1 (RFC 3156 §4)'],
  'not-a-detached-signature': [
    'error',
    'the signature part is no detached signature, or not only one: a verifier may check what is in it, not the signed part',
  ],
  'not-cms': ['error', 'the octets are no CMS object (RFC 8551 §3.2)'],
  'type-mismatch': ['warning', 'smime-type says another thing than the CMS object'],
  'no-content': ['error', 'signed-data that carries no content: what it signs is not there'],
  'micalg-missing': ['info', 'no micalg (RFC 1847 §2.1)'],
  'micalg-mismatch': ['info', 'micalg is not the digest of the signature'],
  unclosed: ['warning', 'the closing delimiter is missing: the message may be cut short'],
  'text-around': ['warning', 'text before or after that is not covered'],
  beside: ['warning', 'other parts stand beside it that it does not cover'],
  hidden: [
    'warning',
    'it stands where readers may not show it: behind an alternative, or in a multipart/related without being its root',
  ],
  attached: ['info', 'it covers an attached message, not this one'],
  mangled: ['warning', 'a PGP/MIME message whose multipart/encrypted was made a multipart/mixed on its way'],
  'in-html': ['warning', 'armour in text/html: what is shown is not what it covers'],
  unterminated: ['error', 'armour without its tail line, or a signed message without signature: nothing is covered'],
  'bad-armour-header': [
    'warning',
    'lines between the first line of the armour and its blank line that do not belong there: they look signed, and are not',
  ],
  'not-dash-escaped': ['warning', 'lines that begin with a dash and are not escaped (RFC 4880 §7.1)'],
  'covers-nothing': ['info', 'a signature that stands alone: what it covers is not said'],
  'header-differs': ['warning', 'a protected field differs from that of the message'],
  'too-many': ['warning', 'more blocks of armour than are listed'],
} as const satisfies Record<string, readonly ['info' | 'warning' | 'error', string]>

/** The stable name of a warning; docs/secure.md lists all. */
export type SecureWarningCode = keyof typeof TABLE

/** What a reader should not overlook in something signed or encrypted. */
export interface SecureWarning {
  /** Its stable name: what programs go by. */
  readonly code: SecureWarningCode
  /** `error`: nothing is covered, or a verifier cannot be trusted with it. */
  readonly severity: 'info' | 'warning' | 'error'
  /** What it is, in a sentence for people. */
  readonly message: string
}

/** @param detail put behind what the code means */
export function warning(code: SecureWarningCode, detail?: string): SecureWarning {
  const [severity, message] = TABLE[code]
  return { code, severity, message: detail === undefined ? message : `${message}: ${detail}` }
}
