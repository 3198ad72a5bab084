/** Reads the fields of a Netnews article, typed. RFC 5536 §3. */
import { assertString } from '../bytes/arguments.js'
import type { Mailbox } from '../field/address/address.js'
import type { Parameterized } from '../field/mime/disposition.js'
import type { Entity } from '../tree/entity.js'
import { assertEntity } from '../tree/is-message.js'
import { type NewsPath, parsePath } from './path.js'

/** A control message (RFC 5537 §5). */
export interface ControlMessage {
  /** Lower case: newgroup, rmgroup, mvgroup, checkgroups, cancel, ihave, sendme (RFC 5537 §5), or another. */
  readonly verb: string
  /** What stands behind the verb, apart by white space. */
  readonly args: readonly string[]
}

/** Where a server keeps an article (RFC 5536 §3.2.14). */
export interface Xref {
  /** Name of the server. */
  readonly server: string
  /** Group, and the number (or another locator) of the article in it. */
  readonly locations: readonly {
    /** Name of the group. */
    readonly group: string
    /** Number of the article in it, or another locator. */
    readonly article: string
  }[]
}

/** The fields of a news article (RFC 5536 §3), read. */
export interface Article {
  /** Groups that it is posted to; empty where there is no such field. */
  readonly newsgroups: readonly string[]
  /** Where answers go: groups, or `poster` for the author by mail. Absent: to the groups of `newsgroups`. */
  readonly followupTo?: 'poster' | readonly string[]
  /** The way it came. */
  readonly path?: NewsPath
  /** What it asks servers to do. Absent for an article that is for people. */
  readonly control?: ControlMessage
  /** Message-ID, without angle brackets, of the article that this one takes the place of. */
  readonly supersedes?: string
  /** Where the server keeps it. */
  readonly xref?: Xref
  /** Where it is meant to go; empty for everywhere. */
  readonly distribution: readonly string[]
  /** Who let it through to a moderated group; empty where nobody did. */
  readonly approved: readonly Mailbox[]
  /** Organization of the author, decoded. */
  readonly organization?: string
  /** Summary, decoded. */
  readonly summary?: string
  /** When the article may be deleted. */
  readonly expires?: Date
  /** When it came into the network. */
  readonly injectionDate?: Date
  /** Who let it into the network, and what it says of the author. */
  readonly injectionInfo?: Parameterized
  /** May public archives keep it? `no`: they should not. Absent where the article does not say. */
  readonly archive?: 'yes' | 'no'
  /** Obsolescent: the number of lines that the sender counted. */
  readonly lines?: number
}

/** Reads the news fields of a message. Never throws; a field that cannot be read is absent, and `checkArticle` says why. */
export function article(message: Entity): Article {
  assertEntity(message, 'message')
  const { headers } = message
  const value = (name: string) => headers.field(name)?.value
  const read = <T>(name: string) => headers.field(name)?.parsed as T | undefined
  const path = value('path')
  const followup = read<readonly string[]>('followup-to')
  const control = parseControl(value('control') ?? '')
  const xref = parseXref(value('xref') ?? '')
  const supersedes = read<string>('supersedes')
  const injectionInfo = headers.parameterized('injection-info')
  const archive = headers.parameterized('archive')?.value.toLowerCase()
  const lines = value('lines')
  const expires = headers.date('expires')?.date
  const injectionDate = headers.date('injection-date')?.date
  const organization = headers.get('organization')
  const summary = headers.get('summary')
  return {
    newsgroups: read<readonly string[]>('newsgroups') ?? [],
    distribution: read<readonly string[]>('distribution') ?? [],
    approved: headers.addresses('approved').mailboxes,
    ...(followup === undefined ? {} : { followupTo: isPoster(followup) ? 'poster' : followup }),
    ...(path === undefined ? {} : { path: parsePath(path) }),
    ...(control === undefined ? {} : { control }),
    ...(supersedes === undefined ? {} : { supersedes }),
    ...(xref === undefined ? {} : { xref }),
    ...(organization === undefined ? {} : { organization }),
    ...(summary === undefined ? {} : { summary }),
    ...(expires === undefined ? {} : { expires }),
    ...(injectionDate === undefined ? {} : { injectionDate }),
    ...(injectionInfo === undefined ? {} : { injectionInfo }),
    ...(archive === 'yes' || archive === 'no' ? { archive } : {}),
    ...(lines !== undefined && /^\d{1,15}$/.test(lines) ? { lines: Number(lines) } : {}),
  }
}

/** QUIRK(RFC 5536 §3.2.6): any case of `poster` is taken. Sent by: old newsreaders. Fixture: news.test.ts, "Poster". */
function isPoster(groups: readonly string[]): boolean {
  return groups.length === 1 && groups[0]!.toLowerCase() === 'poster'
}

/** RFC 5536 §3.2.3: a verb and arguments apart by white space. Undefined where there is no verb. */
export function parseControl(value: string): ControlMessage | undefined {
  assertString(value, 'value')
  const [verb, ...args] = value.split(/[ \t]/).filter((word) => word !== '')
  return verb === undefined ? undefined : { verb: verb.toLowerCase(), args }
}

/** RFC 5536 §3.2.14: a server and `group:locator` each. Undefined where there is no location. */
export function parseXref(value: string): Xref | undefined {
  assertString(value, 'value')
  const [server, ...words] = value.split(/[ \t]/).filter((word) => word !== '')
  const locations: { group: string; article: string }[] = []
  for (const word of words) {
    const colon = word.indexOf(':')
    if (colon > 0) locations.push({ group: word.slice(0, colon), article: word.slice(colon + 1) })
  }
  return server === undefined || locations.length === 0 ? undefined : { server, locations }
}
