/**
 * Converts internationalized domain names, U-labels to A-labels and back, and says what is suspicious in one. RFC 5890, RFC 5891, RFC 3492
 * (Punycode), UTS 46. The mapping to A-labels is the platform's (URL), so that there is one table of it.
 */
import { isAsciiText } from '../../bytes/ascii.js'
import { lazy } from '../../bytes/kept.js'
import type { DefectCode } from '../../defects/codes.js'
import { hasFormatChar } from '../words/joiners.js'

/** Octets of a label (RFC 1035 §2.3.4). Longer ones are no names; it also bounds the cost of inserting into a label. */
const MAX_LABEL = 63
const ACE_PREFIX = /^xn--/i
/** The octets that URL would read as something other than a name. */
const NOT_A_NAME = /[^A-Za-z0-9._\-\u0080-\u{10ffff}]/u
/** URL makes an IPv4 address of what maps to digits; no domain ends in a number. */
const NUMBER = /(?:^|\.)[0-9]*$/

/**
 * The domain in A-labels, lower case; undefined when UTS 46 rejects it. ASCII domains and domain literals come back as they are, in
 * lower case.
 */
export function toAscii(domain: string): string | undefined {
  if (isAsciiText(domain)) return domain.toLowerCase()
  if (domain.length > 1024 || NOT_A_NAME.test(domain)) return undefined
  try {
    const { hostname } = new URL(`http://${domain}/`)
    return isAsciiText(hostname) && !NOT_A_NAME.test(hostname) && !NUMBER.test(hostname) ? hostname : undefined
  } catch {
    return undefined
  }
}

/** The domain with each `xn--` label decoded that can be; other labels stay as they are. */
export function toUnicode(domain: string): string {
  if (domain.search(/xn--/i) === -1) return domain
  return domain
    .split('.')
    .map((label) => (ACE_PREFIX.test(label) ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join('.')
}

/** Does the domain keep its meaning as A-labels: is it changed by nothing but case and normal form (composition: anything else is refused)? */
export function survivesMapping(domain: string): boolean {
  const ascii = toAscii(domain)
  if (ascii === undefined) return false
  return isAsciiText(domain) || (!mapsToAscii(domain) && toUnicode(ascii) === foldCase(domain))
}

/** Lower case one by one: a final sigma must not depend on its neighbours. */
function foldCase(text: string): string {
  let out = ''
  for (const character of text.normalize('NFC')) out += character.toLowerCase()
  return out.normalize('NFC')
}

/** RFC 3492 §6.2, of what follows `xn--`; undefined when it does not decode. */
export function decodeLabel(encoded: string): string | undefined {
  if (encoded === '' || encoded.length > MAX_LABEL || !isAsciiText(encoded)) return undefined
  const delimiter = encoded.lastIndexOf('-')
  const out: number[] = []
  for (let i = 0; i < delimiter; i++) out.push(encoded.charCodeAt(i))
  let n = 128
  let bias = 72
  let index = 0
  let at = delimiter > 0 ? delimiter + 1 : 0
  while (at < encoded.length) {
    const before = index
    let weight = 1
    for (let k = 36; ; k += 36) {
      if (at >= encoded.length) return undefined
      const digit = digitValue(encoded.charCodeAt(at++))
      if (digit < 0) return undefined
      index += digit * weight
      if (index > 0x7fffffff) return undefined
      const threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias
      if (digit < threshold) break
      weight *= 36 - threshold
    }
    const count = out.length + 1
    bias = adapt(index - before, count, before === 0)
    n += Math.floor(index / count)
    index %= count
    if (n > 0x10ffff || (n >= 0xd800 && n < 0xe000)) return undefined
    out.splice(index++, 0, n)
  }
  return out.length === 0 ? undefined : String.fromCodePoint(...out)
}

function digitValue(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 0x30 + 26
  const lower = c | 0x20
  return lower >= 0x61 && lower <= 0x7a ? lower - 0x61 : -1
}

function adapt(delta: number, count: number, first: boolean): number {
  delta = first ? Math.floor(delta / 700) : delta >> 1
  delta += Math.floor(delta / count)
  let k = 0
  for (; delta > 455; k += 36) delta = Math.floor(delta / 35)
  return k + Math.floor((36 * delta) / (delta + 38))
}

/** Characters that UTS 46 maps to a dot. */
const DOTS = /[\u3002\uff0e\uff61]/

interface Scripts {
  /** Scripts that one label may hold together count as one (UTS 39 §5.1: Japanese, Korean, Bopomofo with Han). */
  readonly named: readonly (readonly [name: string, pattern: RegExp])[]
  /** A letter of any other. */
  readonly other: RegExp
}

/** Made for the first domain that needs them: their tables took a tenth of what the package evaluates when it is imported. */
const scriptsOf = /* @__PURE__ */ lazy(
  (): Scripts => ({
    named: [
      ['Latin', /\p{Script=Latin}/u],
      ['Cyrillic', /\p{Script=Cyrillic}/u],
      ['Greek', /\p{Script=Greek}/u],
      ['Han', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u],
      ['Arabic', /\p{Script=Arabic}/u],
      ['Hebrew', /\p{Script=Hebrew}/u],
      ['Thai', /\p{Script=Thai}/u],
      ['Devanagari', /\p{Script=Devanagari}/u],
      ['Armenian', /\p{Script=Armenian}/u],
      ['Georgian', /\p{Script=Georgian}/u],
      ['Cherokee', /\p{Script=Cherokee}/u],
    ],
    other:
      /(?![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Cherokee}\p{Script=Common}\p{Script=Inherited}])\p{L}/u,
  }),
)

/** What is suspicious in a domain (text, as written). Empty for plain ASCII without A-labels. */
export function domainDefects(domain: string): DefectCode[] {
  const ascii = isAsciiText(domain)
  if ((ascii && domain.search(/xn--/i) === -1) || domain.startsWith('[')) return []
  const found = new Set<DefectCode>()
  if (!ascii && mapsToAscii(domain)) found.add('confusable-domain')
  if (hasFormatChar(domain)) found.add('bidi-or-format-char')
  for (const label of domain.split(/[.\u3002\uff0e\uff61]/)) {
    let text = label
    if (ACE_PREFIX.test(label)) {
      const decoded = decodeLabel(label.slice(4))
      if (decoded === undefined) found.add('invalid-punycode')
      else text = decoded
    }
    if (isAsciiText(text)) continue
    if (hasFormatChar(text)) found.add('bidi-or-format-char')
    const scripts = new Set<string>()
    const { named, other } = scriptsOf()
    for (const [name, pattern] of named) if (pattern.test(text)) scripts.add(name)
    if (scripts.has('Latin') && (scripts.has('Cyrillic') || scripts.has('Greek'))) found.add('confusable-domain')
    if (scripts.size + (other.test(text) ? 1 : 0) > 1) found.add('mixed-script-domain')
  }
  return [...found]
}

/** Does UTS 46 map any character of the domain to ASCII or to a dot? Its mapping of those is that of NFKC and case folding. */
function mapsToAscii(domain: string): boolean {
  if (DOTS.test(domain)) return true
  for (const character of domain) {
    if (character > '\x7f' && /[\x00-\x7f]/.test(character.normalize('NFKC').toLowerCase())) return true
  }
  return false
}
