/** Finds URLs in text. RFC 3986 Appendix C. */

/** Schemes that mean something to who reads a text. */
const SHOWN: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'http',
  'https',
  'ftp',
  'mailto',
  'tel',
  'sms',
  'geo',
  'news',
  'nntp',
  'xmpp',
  'sip',
  'webcal',
])

/** What is written in angle brackets behind the text of a link. Undefined where the text says it, or where the link leads nowhere. */
export function shownUrl(href: string, text: string): string | undefined {
  const url = cleanUrl(href)
  const colon = url.indexOf(':')
  const scheme = /^[a-z][a-z\d+.-]*$/i.test(url.slice(0, Math.max(colon, 0)))
    ? url.slice(0, colon).toLowerCase()
    : undefined
  if (scheme === undefined) {
    // Relative: of what, nobody knows. `www.example.com` was meant as one without its scheme.
    if (!/^(?:\/\/)?[\w-]+(?:\.[\w-]+)+(?:[/?#]|$)/.test(url)) return undefined
  } else if (!SHOWN.has(scheme)) return undefined
  const shown = scheme === 'mailto' || scheme === 'tel' || scheme === 'sms' ? plainTarget(url.slice(colon + 1)) : url
  if (shown === '' || shown === '//') return undefined
  return sameUrl(shown, text) ? undefined : shown
}

/** The URL on one line, without what would end it: white space and angles are percent-encoded. */
function cleanUrl(href: string): string {
  return href
    .trim()
    .replace(/[\t\r\n]+/g, '')
    .replace(/[\u0000-\u0020<>\u007f-\u00a0\u2028\u2029]/g, (c) => encodeURIComponent(c))
}

/** The address of `mailto:`, the number of `tel:`. */
function plainTarget(rest: string): string {
  const query = rest.indexOf('?')
  const target = query === -1 ? rest : rest.slice(0, query)
  try {
    const decoded = decodeURIComponent(target)
    return /[\s<>]/.test(decoded) ? target : decoded
  } catch {
    return target
  }
}

function sameUrl(url: string, text: string): boolean {
  return bare(url) === bare(text) || (/^\+?[\d\s().-]+$/.test(url) && digits(url) === digits(text))
}

function bare(text: string): string {
  return text
    .replace(/[\u00a0\u202f]/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/^<|>$/g, '')
    .replace(/^(?:https?:)?\/\//, '')
    .replace(/^(?:mailto|tel):/, '')
    .replace(/^www\./, '')
    .replace(/\/$/, '')
}

function digits(text: string): string {
  return text.replace(/\D/g, '')
}
