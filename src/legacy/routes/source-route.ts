/** Cuts an address into route, local part and domain, in the syntax of any of its times. RFC 822 §6.1, RFC 5322 §4.4, RFC 5321 §4.1.2. */
import { AT, BACKSLASH, COLON, QUOTE, trimWsp } from '../../bytes/ascii.js'
import { writeLocalPart } from '../../field/address/addr-spec.js'
import type { Mailbox } from '../../field/address/address.js'

/** Where the parts of an address are. `local` without its quotes. */
export interface AddressParts {
  /** Domains before the address, the next one first. */
  readonly route: readonly string[]
  readonly local: string
  readonly domain?: string
  /** A hop of the route was empty. */
  readonly hole: boolean
}

/** The address as text or as the reader of lists gives it, in its parts. Never throws for text. @throws TypeError for what is neither */
export function splitAddress(address: string | Mailbox): AddressParts {
  if (typeof address !== 'string') {
    if (address === null || typeof address !== 'object' || typeof address.local !== 'string') {
      throw new TypeError('address: expected a string or a mailbox')
    }
    const { route = [], local, domain } = address
    return { route, local, hole: false, ...(domain === '' ? {} : { domain }) }
  }
  let text = trimWsp(address)
  if (text.startsWith('<')) text = trimWsp(text.slice(1, text.endsWith('>') ? -1 : undefined))
  let route: string[] = []
  let hole = false
  if (text.charCodeAt(0) === AT) {
    const colon = text.indexOf(':')
    if (colon !== -1 && text.charCodeAt(colon + 1) !== COLON) {
      const names = text.slice(1, colon).split(',')
      route = names.map((name) => trimWsp(trimWsp(name).replace(/^@/, ''))).filter((name) => name !== '')
      hole = route.length < names.length
      text = trimWsp(text.slice(colon + 1))
    }
  }
  const at = lastAt(text)
  const local = withoutQuotes(trimWsp(at === -1 ? text : text.slice(0, at)))
  const domain = at === -1 ? '' : trimWsp(text.slice(at + 1))
  return { route, local, hole: hole || (at !== -1 && domain === ''), ...(domain === '' ? {} : { domain }) }
}

/** The last `@` that is not in quotes, or -1. */
function lastAt(text: string): number {
  let found = -1
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === BACKSLASH) i++
    else if (c === QUOTE) quoted = !quoted
    else if (c === AT && !quoted) found = i
  }
  // Quotes that do not end hide nothing.
  return quoted ? text.lastIndexOf('@') : found
}

/** RFC 5321 §4.1.2: quotes and backslashes are how it is written, not what it says. */
function withoutQuotes(local: string): string {
  if (local.indexOf('"') === -1 && local.indexOf('\\') === -1) return local
  return local.replace(/\\([\s\S])|"/g, '$1')
}

/** `<@a,@b:user@c>`; `user@c` where nothing stands before it. */
export function writeSourceRoute(hops: readonly string[], user: string): string {
  const spec = `${writeLocalPart(user)}@${hops[hops.length - 1]}`
  if (hops.length === 1) return spec
  const route = hops.slice(0, -1).map((hop) => `@${hop}`)
  return `<${route.join(',')}:${spec}>`
}
