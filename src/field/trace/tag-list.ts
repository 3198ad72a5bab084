/** Reads tag=value lists of DKIM-Signature, ARC-Seal and ARC-Message-Signature. RFC 6376 §3.2, RFC 8617 §4.1.1. */
import { assertArray, assertObject } from '../../bytes/arguments.js'
import { FWS, is, trimWsp } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { unfold } from '../lexer.js'
import { text, toOctets } from '../octets.js'
import { refuseUnwritable } from '../refuse.js'

/** Tags and their values, as in DKIM-Signature (RFC 6376 §3.2). */
export interface TagList {
  /** All tags in order, duplicates kept (RFC 6376 §3.2 makes them invalid). */
  readonly entries: readonly (readonly [name: string, value: string])[]
  /** The first value of each name. */
  readonly tags: ReadonlyMap<string, string>
}

/** Values unfolded and trimmed; white space inside stays: base64 ones drop it before use. What has no `=` is skipped. */
export function readTagList(octets: string, report: Report): TagList {
  const entries: (readonly [string, string])[] = []
  const tags = new Map<string, string>()
  for (let from = 0; from < octets.length; ) {
    let to = octets.indexOf(';', from)
    if (to === -1) to = octets.length
    const [name, value] = splitTag(octets.slice(from, to))
    if (name !== '') {
      const read = text(unfold(value), report, from)
      entries.push([text(name, ignore, 0), read])
      if (!tags.has(name)) tags.set(name, read)
    }
    from = to + 1
  }
  return { entries, tags }
}

function splitTag(spec: string): [name: string, value: string] {
  const equals = spec.indexOf('=')
  return equals === -1 ? ['', ''] : [trimFws(spec, 0, equals), trimFws(spec, equals + 1, spec.length)]
}

function trimFws(octets: string, from: number, to: number): string {
  while (from < to && is(octets.charCodeAt(from), FWS)) from++
  while (to > from && is(octets.charCodeAt(to - 1), FWS)) to--
  return octets.slice(from, to)
}

/** As `readTagList`, for text or bytes and without defects. */
export function parseTagList(value: string | Uint8Array): TagList {
  return readTagList(toOctets(value), ignore)
}

const TAG_NAME = /^[A-Za-z][A-Za-z0-9_]*$/

/** `name=value; name=value`. @throws TypeError for names and values that RFC 6376 §3.2 does not allow, and for a name twice */
export function formatTagList(list: TagList | TagList['entries']): string {
  assertObject(list, 'list')
  const entries = 'entries' in list && !Array.isArray(list) ? (list as TagList).entries : (list as TagList['entries'])
  assertArray(entries, 'list')
  const seen = new Set<string>()
  return entries
    .map((entry) => {
      assertArray(entry, 'list entry')
      const [name, value] = entry
      if (typeof name !== 'string' || !TAG_NAME.test(name) || seen.has(name))
        throw new TypeError('tag list: expected distinct names of letters, digits, "_"')
      seen.add(name)
      if (refuseUnwritable(value, `tag ${name}`, true).includes(';') || trimWsp(value) !== value) {
        throw new TypeError(`tag ${name}: expected a value without ";" and without white space at its ends`)
      }
      return `${name}=${value}`
    })
    .join('; ')
}
