/** Reads the tag lists of signatures and key records as strictly as a verifier has to. RFC 6376 §3.2, §3.5, §3.6.1, §6.1.1. */
import { trimWsp } from '../bytes/ascii.js'
import { ignore } from '../defects/defect.js'
import { readTagList } from '../field/trace/tag-list.js'
import type { Canonicalization } from './canonical.js'

/** Signature algorithms that are verified; the last one only to say what it would have been (RFC 8301 §3.1). */
export type DkimAlgorithm = 'rsa-sha256' | 'ed25519-sha256'
export type AnyAlgorithm = DkimAlgorithm | 'rsa-sha1'

/** Why something cannot be verified. */
export class Unverifiable {
  constructor(
    readonly result: 'fail' | 'permerror' | 'temperror' | 'policy',
    readonly because: string,
  ) {}
}

/** A text of a stranger, short enough for a reason. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}

const TAG_NAME = /^[A-Za-z][A-Za-z0-9_]*$/

/** @returns the tags, or why the list is none: a malformed one is not used at all (RFC 6376 §3.2) */
export function strictTags(octets: string): ReadonlyMap<string, string> | Unverifiable {
  const { entries, tags } = readTagList(octets, ignore)
  const specs = octets.split(';')
  if (trimWsp(specs.at(-1)!) === '') specs.pop()
  if (entries.length !== specs.length) return new Unverifiable('permerror', 'a tag without "=" or without a name')
  for (const [name] of entries)
    if (!TAG_NAME.test(name)) return new Unverifiable('permerror', `${shown(name)} is no name of a tag`)
  if (tags.size !== entries.length) return new Unverifiable('permerror', 'a tag stands there twice')
  return tags
}

/** Base64 with white space between, as octets; undefined where it is none. Pad bits that are not zero are let pass, as everywhere. */
export function base64Octets(text: string): Uint8Array | undefined {
  const packed = text.replace(/[ \t\r\n]+/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined
  const digits = packed.replace(/=+$/, '')
  if (digits.length % 4 === 1 || (packed.length !== digits.length && packed.length % 4 !== 0)) return undefined
  const decoded = atob(digits)
  const octets = new Uint8Array(decoded.length)
  for (let i = 0; i < decoded.length; i++) octets[i] = decoded.charCodeAt(i)
  return octets
}

/** Octets as base64 without line ends. */
export function base64Of(octets: Uint8Array): string {
  let text = ''
  for (let at = 0; at < octets.length; at += 4096)
    text += String.fromCharCode.apply(null, octets.subarray(at, at + 4096) as unknown as number[])
  return btoa(text)
}

/** A signature field as read. */
export interface SignatureTags {
  readonly tags: ReadonlyMap<string, string>
  readonly algorithm: AnyAlgorithm
  readonly signature: Uint8Array
  readonly domain: string
  readonly selector: string
}

/** What a DKIM-Signature or an ARC-Message-Signature has beside these. */
export interface MessageSignatureTags extends SignatureTags {
  readonly headerCanonicalization: Canonicalization
  readonly bodyCanonicalization: Canonicalization
  readonly bodyHash: Uint8Array
  /** Names of h=, as written. */
  readonly names: readonly string[]
  /** l=. */
  readonly length: number | undefined
}

const ALGORITHMS: ReadonlySet<string> = /* @__PURE__ */ new Set(['rsa-sha256', 'ed25519-sha256', 'rsa-sha1'])
/** Letters, digits, "-" and "_", or characters of a U-label (RFC 8616). */
const LABEL = /^[A-Za-z0-9_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff-]{0,62}$/

/** A sequence of labels that a DNS name can be made of? */
export function isDomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => LABEL.test(label))
}

/** What every signature field has (RFC 6376 §3.5: a, b, d, s). */
export function commonTags(tags: ReadonlyMap<string, string>): SignatureTags | Unverifiable {
  for (const name of ['a', 'b', 'd', 's'])
    if (!tags.has(name)) return new Unverifiable('permerror', `no ${name}= tag (RFC 6376 §6.1.1)`)
  const algorithm = tags.get('a')!.toLowerCase()
  if (!ALGORITHMS.has(algorithm)) return new Unverifiable('permerror', `a=: unknown algorithm ${shown(algorithm)}`)
  const signature = base64Octets(tags.get('b')!)
  if (signature === undefined || signature.length === 0)
    return new Unverifiable('permerror', 'b=: expected a signature as base64')
  const [domain, selector] = [tags.get('d')!, tags.get('s')!]
  if (!isDomain(domain)) return new Unverifiable('permerror', `d=: ${shown(domain)} is no domain`)
  if (!isDomain(selector)) return new Unverifiable('permerror', `s=: ${shown(selector)} is no selector`)
  return { tags, algorithm: algorithm as AnyAlgorithm, signature, domain, selector }
}

/** Of a field that signs a message (RFC 6376 §3.5). `fallback`: what is meant where there is no c=. */
export function messageTags(common: SignatureTags, fallback: string): MessageSignatureTags | Unverifiable {
  const { tags } = common
  for (const name of ['bh', 'h'])
    if (!tags.has(name)) return new Unverifiable('permerror', `no ${name}= tag (RFC 6376 §6.1.1)`)
  const bodyHash = base64Octets(tags.get('bh')!)
  if (bodyHash === undefined) return new Unverifiable('permerror', 'bh=: expected a hash as base64')
  const names = tags
    .get('h')!
    .split(':')
    .map((name) => trimWsp(name))
  if (names.every((name) => name === '')) return new Unverifiable('permerror', 'h=: no field is signed')
  const [header = '', body = 'simple', more] = (tags.get('c') ?? fallback).toLowerCase().split('/')
  if (!isCanonicalization(header) || !isCanonicalization(body) || more !== undefined)
    return new Unverifiable('permerror', `c=: unknown canonicalization ${shown(tags.get('c') ?? '')}`)
  const l = tags.get('l')
  if (l !== undefined && !/^\d{1,76}$/.test(l)) return new Unverifiable('permerror', 'l=: expected a count of octets')
  return {
    ...common,
    headerCanonicalization: header,
    bodyCanonicalization: body,
    bodyHash,
    names,
    length: l === undefined ? undefined : Math.min(Number(l), Number.MAX_SAFE_INTEGER),
  }
}

function isCanonicalization(text: string): text is Canonicalization {
  return text === 'simple' || text === 'relaxed'
}

/** A time tag (t=, x=) as a Date; undefined where there is none, or one that no Date holds. */
export function timeTag(tags: ReadonlyMap<string, string>, name: 't' | 'x'): Date | undefined {
  const value = tags.get(name)
  if (value === undefined || !/^\d{1,12}$/.test(value)) return undefined
  return new Date(Number(value) * 1000)
}
