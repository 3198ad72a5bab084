/** Masks field bodies in place, as far as their grammar allows. RFC 5322 §3.6, RFC 2045 §5.1, RFC 2047, RFC 2231. */
import { trimWsp, trimWspEnd } from '../bytes/ascii.js'
import { lookup } from '../charset/labels.js'
import { grammarOf } from '../field/registry.js'
import { changeBase64, changePercent, changeQuoted } from './carrier.js'
import { type Kept, type Mask, type Mode, RAW } from './mask.js'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** What fields say in words of their own; none of it comes from a person. */
const DATE_WORDS = words(
  'mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec ut utc gmt est edt cst cdt mst mdt pst pdt z from sunday monday tuesday wednesday thursday friday saturday january february march april june july august september october november december',
)
const TRACE_WORDS = words(
  'from by with id for via smtp esmtp esmtps esmtpsa esmtpa smtps lmtp lmtps http https local tcp ipv6 tls helo ehlo envelope sender utf8',
)
const RESULT_WORDS = words(
  'pass fail none neutral softfail temperror permerror policy spf dkim dmarc arc auth iprev header smtp mailfrom helo body from i d s b a rsa sha256 sha1 v c relaxed simple yes no',
)
const URL_WORDS = words('http https ftp mailto news subject body no list unsubscribe one click')
const TYPE_WORDS = words(
  'text plain html multipart mixed alternative related digest report signed encrypted parallel message rfc822 partial external global news delivery status application octet stream pdf zip image gif jpeg png audio video calendar enriched inline attachment form data bit 7bit 8bit binary base64 quoted printable x uuencode uue auto generated replied notified no yes',
)
/** Parameters whose values say how to read, not what is said. */
const KEPT_PARAMETERS = words(
  'charset boundary type protocol micalg format delsp report-type smime-type method access-type mode number total size reply-type differences',
)
const DATE_PARAMETERS = words('creation-date modification-date read-date')
/** Extensions that make a filename what it is (RFC 2183 §5), and device names. */
const NAME_WORDS = words(
  'pdf doc docx xls xlsx ppt pptx odt ods rtf txt csv jpg jpeg png gif bmp tif tiff mp3 mp4 avi zip html htm eml exe com scr pif bat cmd js jse vbs vbe wsf wsh hta msi msp jar ps1 lnk cpl dll reg chm app sh iso img con prn aux nul com1 com2 lpt1 lpt2 conin conout clock utf 8',
)
/** Tags whose values are of the standard (RFC 6376 §3.5), and what they say; those that say when. */
const KEPT_TAGS = words('v a c q l')
const TAG_WORDS = words('rsa ed25519 sha256 sha1 simple relaxed nowsp dns txt s y')
const TIME_TAGS = words('t x')
/** Scripts that a language tag names (RFC 5646 §2.2.3); all else that it holds has three letters at most, or is masked. */
const SCRIPTS = words('hans hant latn cyrl arab hebr grek deva jpan kore')

const ADDRESS_WORDS = words('ipv6')
/** Kinds of field that name people, messages, links. */
const IDENTITY = words('path address mailbox id ids list-id')
const LINKS = words('urls url flag')

/** Names that say nothing of who wrote the message, beside those with a grammar: programs and hosts of many people write them. */
const PUBLIC_NAMES = words(
  'autocrypt content-class content-md5 content-alternative dkim-filter mail-copies-to return-receipt-requested original-subject original-from original-to original-envelope-id original-mail-from original-rcpt-to original-sender authentication-results-original list-id list-post list-software list-unsubscribe-post archived-at feedback-id feedback-type errors-to arrival-date reporting-mta final-recipient action status remote-mta diagnostic-code last-attempt-date final-log-id will-retry-until received-from-mta dsn-gateway reporting-ua mdn-gateway disposition failure error warning user-agent version reported-domain reported-uri source-ip incidents auth-failure identity-alignment jabber-id x-abuse x-abuse-info x-abuse-reports-to x-antispam x-antivirus x-antivirus-status x-apple-mail-remote-attachments x-authenticated-sender x-authentication-warning x-auto-response-suppress x-autoreply x-autorespond x-beenthere x-bogosity x-complaints-to x-delivered-to x-disclaimer x-envelope-from x-evolution-source x-exchange-antispam-report-test x-exim-version x-face x-failed-recipients x-feedback-id x-forefront-antispam-report x-forwarded-encrypted x-forwarded-for x-forwarded-message-id x-forwarded-to x-from-line x-getmail-retrieved-from-mailbox x-gm-message-state x-gm-thrid x-gm-labels x-gmail-labels x-google-dkim-signature x-google-smtp-source x-has-attach x-http-useragent x-identity-key x-keywords x-list-id x-loop x-lotus-fromdomain x-mail-from x-mailer-version x-mailinglist x-mailing-list x-mailman-approved-at x-mailman-version x-me-proxy x-me-sender x-message-flag x-message-id x-message-info x-message-status x-mime-autoconverted x-mimeole x-mime-version x-mozilla-draft-info x-mozilla-keys x-mozilla-status x-mozilla-status2 x-ms-exchange-organization-scl x-ms-has-attach x-ms-tnef-correlator x-msmail-priority x-no-archive x-oem-charset x-originalarrivaltime x-original-date x-original-from x-original-message-id x-originating-email x-originating-ip x-pgp-encoding-format x-pgp-encoding-version x-pgp-key x-php-originating-script x-pm-message-id x-posting-host x-provags-id x-proofpoint-virus-version x-qmail-scanner x-reply-to x-report-abuse x-report-abuse-to x-return-path x-rspamd-queue-id x-rspamd-server x-rspamd-uid x-scanned-by x-sender-ip x-sent-via x-ses-outgoing x-sg-eid x-sg-id x-smtpapi x-source x-source-args x-source-dir x-spam x-spam-bar x-spam-checker-version x-spam-details x-spam-report x-spam-score x-spamd-result x-spambayes-classification x-status x-sun-charset x-sun-content-length x-sun-content-lines x-sun-data-description x-sun-data-name x-sun-data-type x-sun-encoding-info x-sun-reader-hints x-trace x-uid x-uidl x-unsubscribe-web x-user-agent x-version x-virus-scanned x-virus-status x-vms-to x-yahoo-newman-property x-zz',
)
/** What such names are made of: it stays in a name that is in no list. */
const NAME_PARTS = words(
  'x content list resent arc thread return errors mail dkim domainkey delivered original authentication ms exchange google gm mozilla spam received',
)
/** Parameters whose names stand in a standard, or that programs of many people write. */
const PUBLIC_PARAMETERS = words(
  'name filename id start start-info expiration permission site directory server subject url profile component optinfo hashed level version codecs creation-date modification-date read-date x-unix-mode x-mac-type x-mac-creator x-mac-hide-extension x-apple-part-url x-action-as-mailto profile-level-id addr prefer-encrypt keydata owner-email owner-token reporting-id language hp hp-outer protected-headers cn variant template report-format posting-host logging-data mail-complaints-to posting-account sender',
)
/** Tags of RFC 6376 §3.5, RFC 8617 §4.1.3 and RFC 4870 §3.3. */
const PUBLIC_TAGS = words('v a b bh c d h i l q s t x z cv r k p n g y')

/** May the name be shown? */
function isPublicName(name: string): boolean {
  return grammarOf(name) !== undefined || PUBLIC_NAMES.has(name)
}

/** The field at [start, end) of `bytes`, whose colon is at `colon`. */
export function maskField(bytes: Uint8Array, start: number, colon: number, end: number, mask: Mask): void {
  const name = trimWspEnd(latin1(bytes, start, colon)).toLowerCase()
  const grammar = grammarOf(name)
  if (!isPublicName(name)) mask.text(bytes, start, colon, 'utf-8', 'turn', NAME_PARTS)
  const from = colon + 1
  const kind = grammar?.kind ?? ''
  if (kind === 'parameterized') maskParameters(bytes, from, end, name === 'content-type', mask)
  else if (kind === 'date') maskDate(bytes, from, end, mask)
  else if (IDENTITY.has(kind)) maskWords(bytes, from, end, mask, 'turn', ADDRESS_WORDS)
  else if (LINKS.has(kind)) maskWords(bytes, from, end, mask, 'turn', URL_WORDS)
  else if (kind === 'auth-results') maskWords(bytes, from, end, mask, 'turn', RESULT_WORDS)
  else if (kind === 'tags') maskTags(bytes, from, end, mask)
  else if (name === 'received' || name === 'x-received') maskTrace(bytes, from, end, mask)
  else if (name === 'content-transfer-encoding' || name === 'mime-version') maskKept(bytes, from, end, mask)
  else if (name === 'content-language') {
    maskWords(bytes, from, end, mask, 'blank', { has: (word) => word.length <= 3 || SCRIPTS.has(word) })
  } else maskWords(bytes, from, end, mask, name === 'content-md5' ? 'turn' : 'blank')
}

/** Lines of a header section that are no field. The word of an mbox line stays: it says what the line is. */
export function maskLines(bytes: Uint8Array, from: number, to: number, mask: Mask): void {
  for (let line = from; line < to; ) {
    const lf = bytes.indexOf(0x0a, line)
    const end = lf === -1 || lf >= to ? to : lf + 1
    const mbox = /^>?From[ \t]/.test(latin1(bytes, line, Math.min(end, line + 7)))
    mask.text(bytes, line, end, 'utf-8', mbox ? 'turn' : 'blank', mbox ? DATE_WORDS : undefined)
    if (mbox) maskTimes(bytes, line, end, mask)
    line = end
  }
}

/** The first such octet in [from, to), or `to`: never looks further, where a flood of searches would. */
function indexWithin(bytes: Uint8Array, octet: number, from: number, to: number): number {
  const at = bytes.subarray(from, to).indexOf(octet)
  return at === -1 ? to : from + at
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at]!)
  return text
}

/** Text with its encoded-words: what they hold is masked, what they are is not. */
function maskWords(bytes: Uint8Array, from: number, to: number, mask: Mask, mode: Mode, keep?: Kept): void {
  const text = latin1(bytes, from, to)
  const raw = charsetOf('us-ascii', bytes.subarray(from, to))
  let rest = 0
  for (const found of text.matchAll(/=\?([^?\s=]+)\?([BbQq])\?([^?]*)(\?=)?/g)) {
    mask.text(bytes, from + rest, from + found.index, raw, mode, keep)
    const label = found[1]!.replace(/\*.*$/s, '')
    const inside = from + found.index + found[1]!.length + 5
    const outside = inside + found[3]!.length
    maskLabel(bytes, from + found.index + 2, found[1]!, '*', mask)
    const change = (octets: Uint8Array): void => {
      // A word in a word is not decoded again, and is one all the same.
      if (latin1(octets, 0, octets.length).includes('=?')) maskWords(octets, 0, octets.length, mask, mode, keep)
      else mask.text(octets, 0, octets.length, charsetOf(label, octets), mode, keep)
    }
    rest = outside + (found[4] === undefined ? 0 : 2) - from
    if (found[4] === undefined) mask.text(bytes, inside, outside, 'utf-8', mode, keep)
    else if (/b/i.test(found[2]!)) changeBase64(bytes, inside, outside, Number.POSITIVE_INFINITY, change)
    else changeQuoted(bytes, inside, outside, change, true)
  }
  mask.text(bytes, from + rest, to, raw, mode, keep)
}

/** A charset and, behind `mark`, a language (RFC 2231 §5): a label that nobody knows says something else. */
function maskLabel(bytes: Uint8Array, at: number, text: string, mark: string, mask: Mask): void {
  const end = text.indexOf(mark)
  const label = end === -1 ? text : text.slice(0, end)
  if (lookup(label) === undefined && !/^(?:x-)?unknown/i.test(label))
    mask.text(bytes, at, at + label.length, 'utf-8', 'turn', NAME_PARTS)
  if (end !== -1)
    mask.text(bytes, at + end, at + text.length, 'utf-8', 'turn', {
      has: (word) => word.length <= 3 || SCRIPTS.has(word),
    })
}

/** Labels that mean nothing are read as UTF-8 where that is well-formed. */
function charsetOf(label: string, octets: Uint8Array): string {
  if (!/^(?:us-ascii|ascii|unknown.*|x-unknown|utf-7|utf-32.*)$/i.test(label)) return label
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(octets)
    return 'utf-8'
  } catch {
    return RAW
  }
}

function maskDate(bytes: Uint8Array, from: number, to: number, mask: Mask): void {
  mask.text(bytes, from, to, 'utf-8', 'blank', {
    has: (word) => DATE_WORDS.has(word) || /^[0-9]{1,4}$/.test(word),
  })
  maskTimes(bytes, from, to, mask)
}

/** Minutes and seconds of a time of day: enough to tell nobody when, and a date all the same. */
function maskTimes(bytes: Uint8Array, from: number, to: number, mask: Mask): void {
  for (const found of latin1(bytes, from, to).matchAll(/:([0-5][0-9])(?![0-9])/g)) {
    const at = from + found.index + 1
    const value = mask.number('time', bytes[at]! * 256 + bytes[at + 1]!, 60)
    bytes[at] = 0x30 + Math.floor(value / 10)
    bytes[at + 1] = 0x30 + (value % 10)
  }
}

function maskTrace(bytes: Uint8Array, from: number, to: number, mask: Mask): void {
  const semicolon = bytes.lastIndexOf(0x3b, to - 1)
  const until = semicolon < from ? to : semicolon
  maskWords(bytes, from, until, mask, 'turn', TRACE_WORDS)
  if (until < to) maskDate(bytes, until, to, mask)
}

function maskKept(bytes: Uint8Array, from: number, to: number, mask: Mask): void {
  mask.text(bytes, from, to, 'utf-8', 'blank', {
    has: (word) => TYPE_WORDS.has(word) || /^[0-9]{1,2}$/.test(word),
  })
}

/** `tag=value;` (RFC 6376 §3.2). */
function maskTags(bytes: Uint8Array, from: number, to: number, mask: Mask): void {
  for (let at = from; at < to; ) {
    const end = indexWithin(bytes, 0x3b, at, to)
    const equals = indexWithin(bytes, 0x3d, at, end)
    const value = equals === end ? at : equals + 1
    const tag = value === at ? '' : trimWsp(latin1(bytes, at, value - 1)).toLowerCase()
    if (value > at && !PUBLIC_TAGS.has(tag)) mask.text(bytes, at, value - 1, 'utf-8', 'turn')
    if (tag === 'h') maskNames(bytes, value, end, mask)
    else if (TIME_TAGS.has(tag)) maskSeconds(bytes, value, end, mask)
    else
      mask.text(bytes, value, end, 'utf-8', 'turn', {
        has: (word) => KEPT_TAGS.has(tag) && (TAG_WORDS.has(word) || /^[0-9]{1,9}$/.test(word)),
      })
    at = end + 1
  }
}

/** Seconds since 1970, up to the hour or so, as a date. */
function maskSeconds(bytes: Uint8Array, from: number, to: number, mask: Mask): void {
  const text = latin1(bytes, from, to)
  const seconds = /^\s*[0-9]{9,11}(?=\s*$)/.exec(text)
  if (seconds === null) {
    mask.text(bytes, from, to, 'utf-8', 'turn', TAG_WORDS)
    return
  }
  const last = from + seconds[0].length - 4
  mask.text(bytes, last, last + 4, 'utf-8', 'turn')
}

/** Names of fields apart by colons: each as it is masked where it stands by itself. */
function maskNames(bytes: Uint8Array, from: number, to: number, mask: Mask): void {
  for (let at = from; at < to; ) {
    const end = indexWithin(bytes, 0x3a, at, to)
    const name = trimWsp(latin1(bytes, at, end)).toLowerCase()
    if (!isPublicName(name)) mask.text(bytes, at, end, 'utf-8', 'turn', NAME_PARTS)
    at = end + 1
  }
}

/** A token, or a media type, and parameters (RFC 2045 §5.1). */
function maskParameters(bytes: Uint8Array, from: number, to: number, isTyped: boolean, mask: Mask): void {
  let end = segmentEnd(bytes, from, to, false)
  // A parameter that lacks its `;` begins behind white space or a comma (RFC 2045 §5.1, as it is read).
  const lacking = UNSEPARATED.exec(latin1(bytes, from, end))
  if (lacking !== null) end = from + lacking[0].length - 1
  const first = latin1(bytes, from, end)
  if (!isTyped || !/^\s*[!#-'*+.^-~0-9A-Z-]+\/[!#-'*+.^-~0-9A-Z-]+\s*$/i.test(first))
    maskWords(bytes, from, end, mask, 'turn', TYPE_WORDS)
  const charsets = new Map<string, string>()
  while (end < to) {
    const start = end + 1
    end = segmentEnd(bytes, start, to, true)
    const equals = indexWithin(bytes, 0x3d, start, end)
    if (equals === end) {
      maskWords(bytes, start, end, mask, 'turn', NAME_WORDS)
      continue
    }
    // A comment may stand before the name.
    const before = latin1(bytes, start, equals)
    const written = trimWsp(before.slice(before.lastIndexOf(')') + 1)).toLowerCase()
    const nameAt = equals - (before.length - before.lastIndexOf(')') - 1)
    mask.text(bytes, start, nameAt, 'utf-8', 'blank')
    const star = written.indexOf('*')
    const name = star === -1 ? written : written.slice(0, star)
    // The number of a section (RFC 2231 §3) stays.
    const nameEnd = star === -1 ? equals : indexWithin(bytes, 0x2a, nameAt, equals)
    if (!isPublicParameter(name)) mask.text(bytes, nameAt, nameEnd, 'utf-8', 'turn', NAME_PARTS)
    if (DATE_PARAMETERS.has(name)) maskDate(bytes, equals + 1, end, mask)
    else if (KEPT_PARAMETERS.has(name)) maskKeptValue(bytes, equals + 1, end, name, written.endsWith('*'), mask)
    else if (written.endsWith('*')) maskExtended(bytes, equals + 1, end, name, charsets, mask)
    else maskWords(bytes, equals + 1, end, mask, 'turn', NAME_WORDS)
  }
}

function isPublicParameter(name: string): boolean {
  return KEPT_PARAMETERS.has(name) || DATE_PARAMETERS.has(name) || PUBLIC_PARAMETERS.has(name)
}

const UNSEPARATED = /^\s*[!#-'*+.^-~0-9A-Z-]+(?:\/[!#-'*+.^-~0-9A-Z-]+)?(?:\s+|,\s*)(?=[!#-'*+.^-~0-9A-Z-]+\s*=)/i

/** Up to the next `;` outside quotes; quotes count where a value begins with one. */
function segmentEnd(bytes: Uint8Array, from: number, to: number, isParameter: boolean): number {
  let value = !isParameter
  let fresh = false
  for (let at = from; at < to; at++) {
    const c = bytes[at]!
    if (c === 0x3b) return at
    if (c === 0x28 && (fresh || !value)) {
      at = commentEnd(bytes, at, to)
      continue
    }
    if (fresh && c === 0x22) {
      for (at++; at < to && bytes[at] !== 0x22; at++) if (bytes[at] === 0x5c) at++
      fresh = false
    } else if (c === 0x3d && !value) {
      value = true
      fresh = true
    } else if (c > 0x20) fresh = false
  }
  return to
}

function commentEnd(bytes: Uint8Array, from: number, to: number): number {
  let depth = 0
  for (let at = from; at < to; at++) {
    if (bytes[at] === 0x5c) at++
    else if (bytes[at] === 0x28) depth++
    else if (bytes[at] === 0x29 && --depth === 0) return at
  }
  return to
}

/** The value of a parameter that says how to read stays; a comment and what stands behind a quoted string do not, nor what is no such value. */
function maskKeptValue(
  bytes: Uint8Array,
  from: number,
  to: number,
  name: string,
  isExtended: boolean,
  mask: Mask,
): void {
  const text = latin1(bytes, from, to)
  const value = /^\s*(?:"(?:[^"\\]|\\.)*"|[^\s(][^\s]*(?:[ \t]+[^\s(][^\s]*)*)/s.exec(text)?.[0] ?? ''
  if (isExtended) maskLabel(bytes, from, /^[^']*'[^']*/.exec(value)?.[0] ?? '', "'", mask)
  else if (name !== 'boundary' && !/^\s*"?[!#-'*+./0-9:A-Z^-~-]*"?$/i.test(value))
    maskWords(bytes, from, from + value.length, mask, 'turn', TYPE_WORDS)
  mask.text(bytes, from + value.length, to, 'utf-8', 'blank')
}

/**
 * `charset'language'percent-encoded` (RFC 2231 §4).
 * @param charsets those of the parameters so far: the first section of a value says what the others are in
 */
function maskExtended(
  bytes: Uint8Array,
  from: number,
  to: number,
  name: string,
  charsets: Map<string, string>,
  mask: Mask,
): void {
  const text = latin1(bytes, from, to)
  const labelled = /^[\s"]*([^'%\s"]*)'([^'%]*)'/.exec(text)
  const inside = from + (labelled?.[0].length ?? 0)
  if (labelled !== null) {
    const at = labelled[0].search(/[^\s"]/)
    maskLabel(bytes, from + at, labelled[0].slice(at, -1), "'", mask)
    charsets.set(name, labelled[1]!)
  }
  changePercent(bytes, inside, to, (octets) =>
    mask.text(octets, 0, octets.length, charsetOf(charsets.get(name) || 'us-ascii', octets), 'turn', NAME_WORDS),
  )
}
