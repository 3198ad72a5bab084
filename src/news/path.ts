/** Reads the Path of an article: the sites that it passed, each with what the next one found out about it. RFC 5536 §3.1.5, RFC 5537 §3.2. */

import { assertObject, assertString } from '../bytes/arguments.js'
import { trimWsp, upperAscii } from '../bytes/ascii.js'
import { ignore } from '../defects/defect.js'
import { unfold } from '../field/lexer.js'
import { text as readText, toOctets } from '../field/octets.js'
import { refuseBreaks } from '../field/refuse.js'

/** What a site recorded of the one that follows it. */
export interface PathDiagnostic {
  /** In upper case: POSTED, SEEN, MISMATCH …; `IP` for a bare address, which is deprecated. */
  readonly keyword: string
  /** The name or address that the site saw. */
  readonly identity?: string
}

/** One site of a Path (RFC 5536 §3.1.5). */
export interface PathEntry {
  /** A domain name, or a name without dots. */
  readonly identity: string
  /** What this site recorded of the one that follows it. */
  readonly diagnostic?: PathDiagnostic
  /** `!!`: this site verified the one that follows it. */
  readonly verified?: boolean
}

/** The way of an article (RFC 5536 §3.1.5). */
export interface NewsPath {
  /** The latest site first. */
  readonly entries: readonly PathEntry[]
  /** The last name: `not-for-mail`, or once the sender. */
  readonly tail: string
}

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/

/** Reads a Path. Never throws: whatever stands between two `!` is an identity or a diagnostic. */
export function parsePath(value: string | Uint8Array): NewsPath {
  const parts = readText(unfold(toOctets(value)), ignore, 0).split('!')
  const entries: { identity: string; diagnostic?: PathDiagnostic; verified?: boolean }[] = []
  const tail = trimWsp(parts.pop()!)
  for (const part of parts) {
    const name = trimWsp(part)
    const last = entries[entries.length - 1]
    if (last === undefined) entries.push({ identity: name })
    else if (name === '') last.verified = true
    else if (name.startsWith('.') && last.diagnostic === undefined) {
      const dot = name.indexOf('.', 1)
      const keyword = upperAscii(dot === -1 ? name.slice(1) : name.slice(1, dot))
      last.diagnostic = dot === -1 ? { keyword } : { keyword, identity: name.slice(dot + 1) }
    } else if (IPV4.test(name)) last.diagnostic = { keyword: 'IP', identity: name }
    else entries.push({ identity: name })
  }
  return { entries, tail }
}

/**
 * The Path with a site put before it, as every agent has to that handles an article (RFC 5537 §3.2).
 * @throws TypeError for an identity that is none
 */
export function prependPath(path: string, entry: PathEntry): string {
  assertObject(entry, 'entry')
  assertString(path, 'path')
  const { identity, diagnostic, verified = false } = entry
  const before = refuseBreaks(trimWsp(path.replace(/\r?\n(?=[ \t])/g, '')), 'path')
  if (diagnostic !== undefined) assertObject(diagnostic, 'entry.diagnostic')
  for (const name of [identity, diagnostic?.identity ?? 'a']) {
    assertString(name, 'entry.identity')
    if (!/^[A-Za-z0-9_.:-]+$/.test(name)) {
      throw new TypeError(
        `entry.identity: expected letters, digits, ".", "-" and "_", got ${JSON.stringify(name.slice(0, 80))}`,
      )
    }
  }
  const delimiter = verified ? '!!' : '!'
  if (diagnostic === undefined) return `${identity}${delimiter}${before}`
  assertString(diagnostic.keyword, 'entry.diagnostic.keyword')
  const keyword = upperAscii(diagnostic.keyword)
  if (!/^[A-Z]+$/.test(keyword)) throw new TypeError('diagnostic.keyword: expected letters, such as POSTED or SEEN')
  const found = diagnostic.identity === undefined ? '' : `.${diagnostic.identity}`
  return `${identity}!.${keyword}${found}${delimiter}${before}`
}
