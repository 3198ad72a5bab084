/** Reads message/external-body: what a part says about content that is elsewhere, as data. Nothing is fetched. RFC 2046 §5.2.3, RFC 2017. */

import { trimWsp } from '../../bytes/ascii.js'
import type { MailDate } from '../../field/date.js'
import { parseDate } from '../../field/date.js'
import type { ContentType } from '../../field/mime/content-type.js'
import { parse } from '../../message/parse.js'
import type { Entity } from '../../tree/entity.js'
import type { Headers } from '../../tree/headers.js'
import { assertEntity } from '../../tree/is-message.js'

/** What a message/external-body says of a content that is elsewhere (RFC 2046 §5.2.3). */
export interface ExternalBody {
  /** Lower case: `anon-ftp`, `ftp`, `tftp`, `afs`, `local-file`, `mail-server`, `url`, or another; empty where it is missing. */
  readonly accessType: string
  /** All parameters, by lower-case name. They are a stranger's words: not a path, not an address to open unasked. */
  readonly params: ReadonlyMap<string, string>
  /** Of access type `url`: the URL with its white space removed (RFC 2017 §3.1). */
  readonly url?: string
  /** The date after which the content may be gone. Absent where none is declared. */
  readonly expiration?: MailDate
  /** Octets of the content, as declared. */
  readonly size?: number
  /** May the content be written? Default `read`. */
  readonly permission: 'read' | 'read-write'
  /** The header section of the content itself. */
  readonly headers: Headers
  /** Media type of the content itself. */
  readonly contentType: ContentType
  /** Content-ID of the content, without angle brackets. */
  readonly contentId?: string
  /** What stands behind that header: for `mail-server` the commands to send, else to be ignored. */
  readonly phantom: Uint8Array
  /** What RFC 2046 asks for and is not there: `access-type`, `name`, `site`, `server`, `url`, `content-id`. */
  readonly missing: readonly string[]
}

/** The parameters that an access type must have (RFC 2046 §5.2.3.2–5, RFC 2017 §3). */
const MANDATORY: ReadonlyMap<string, readonly string[]> = /* @__PURE__ */ new Map([
  ['ftp', ['name', 'site']],
  ['tftp', ['name', 'site']],
  ['anon-ftp', ['name', 'site']],
  ['afs', ['name']],
  ['local-file', ['name']],
  ['mail-server', ['server']],
  ['url', ['url']],
])

/** Undefined for a part of another type. Never throws for bytes. */
export function externalBody(part: Entity): ExternalBody | undefined {
  assertEntity(part)
  const { mediaType, params: given } = part.contentType
  if (mediaType !== 'message/external-body') return undefined
  const params = new Map<string, string>()
  for (const [name, value] of Object.entries(given)) if (value !== undefined) params.set(name.toLowerCase(), value)
  const accessType = trimWsp(params.get('access-type') ?? '').toLowerCase()
  // The content is a message without a body of its own: read it as one, but look for no parts in it.
  const inner = parse(part.bytes(), { limits: { maxDepth: 0 } })
  const missing = (MANDATORY.get(accessType) ?? []).filter((name) => !params.has(name))
  if (accessType === '') missing.unshift('access-type')
  if (inner.contentId === undefined) missing.push('content-id')
  const date = params.get('expiration')
  const expiration = date === undefined ? undefined : parseDate(date)
  const size = params.get('size')
  const url = accessType === 'url' ? params.get('url')?.replace(/\s/g, '') : undefined
  return {
    accessType,
    params,
    ...(url === undefined ? {} : { url }),
    ...(expiration === undefined ? {} : { expiration }),
    ...(size !== undefined && /^\d{1,15}$/.test(size) ? { size: Number(size) } : {}),
    permission: params.get('permission')?.toLowerCase() === 'read-write' ? 'read-write' : 'read',
    headers: inner.headers,
    contentType: inner.contentType,
    ...(inner.contentId === undefined ? {} : { contentId: inner.contentId }),
    phantom: inner.rawBody,
    missing,
  }
}
