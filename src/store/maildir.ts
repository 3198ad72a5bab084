/** File names of a maildir: the unique part, and the flags behind `:2,`. maildir(5) of qmail; `;` and `!` where a file system takes no colon. */
import { assertObject, quoteShort } from '../bytes/arguments.js'

/** What the letters mean. Lower-case letters are keywords of the server's own. */
export const MAILDIR_FLAGS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['D', 'draft'],
  ['F', 'flagged'],
  ['P', 'passed'],
  ['R', 'replied'],
  ['S', 'seen'],
  ['T', 'trashed'],
])

/** What stands between name and flags: `:`, or what file systems without it have. */
export type MaildirSeparator = ':' | ';' | '!'

/** The name of a file in a maildir, read. */
export interface MaildirName {
  /** What names the message for good: all before the separator. */
  readonly unique: string
  /** Letters, each once, in ASCII order; undefined where the name has no `2,` (as in `new`). */
  readonly flags?: string
  /** The character before `2,`, or before other information. */
  readonly separator?: MaildirSeparator
  /** Other information than flags, as `1,…` (experimental). */
  readonly info?: string
  /** When it was delivered, in whole seconds, from the number that begins the name. Absent where there is none. */
  readonly delivered?: Date
  /** Octets of the file, from `,S=`. */
  readonly size?: number
  /** Octets with each line end as CRLF, from `,W=`. */
  readonly virtualSize?: number
}

const SEPARATORS: readonly MaildirSeparator[] = [':', ';', '!']

/** Reads a file name (not a path). Never throws; a name of any other kind is all `unique`. */
export function parseMaildirName(name: string): MaildirName {
  if (typeof name !== 'string') throw new TypeError('name: expected a string')
  let at = -1
  for (const separator of SEPARATORS) at = Math.max(at, name.lastIndexOf(`${separator}2,`))
  if (at === -1) at = name.indexOf(':')
  const unique = at === -1 ? name : name.slice(0, at)
  const separator = at === -1 ? undefined : (name[at] as MaildirSeparator)
  const rest = at === -1 ? '' : name.slice(at + 1)
  const seconds = /^\d{1,12}(?=\.|$)/.exec(unique)?.[0]
  const size = numberIn(unique, 'S')
  const virtualSize = numberIn(unique, 'W')
  return {
    unique,
    ...(rest.startsWith('2,') ? { flags: sorted(rest.slice(2).replace(/[^A-Za-z]/g, '')) } : {}),
    ...(separator === undefined ? {} : { separator }),
    ...(separator === undefined || rest.startsWith('2,') ? {} : { info: rest }),
    ...(seconds === undefined ? {} : { delivered: new Date(Number(seconds) * 1000) }),
    ...(size === undefined ? {} : { size }),
    ...(virtualSize === undefined ? {} : { virtualSize }),
  }
}

function numberIn(unique: string, letter: string): number | undefined {
  const at = unique.lastIndexOf(`,${letter}=`)
  const digits = at === -1 ? undefined : /^\d{1,15}(?=,|$)/.exec(unique.slice(at + 3, at + 19))?.[0]
  return digits === undefined ? undefined : Number(digits)
}

function sorted(flags: string): string {
  return [...new Set(flags)].sort().join('')
}

/**
 * The name of a file: in `new` without flags, in `cur` with them (`''` for none).
 * @param separator `:` by default; `;` or `!` on file systems that take no colon
 * @throws TypeError for a unique part that is no file name or holds a separator, and for flags that are no letters
 */
export function formatMaildirName(
  name: {
    /** What names the message for good. */
    readonly unique: string
    /** Letters, in any order. Default: none are written. */
    readonly flags?: string | undefined
  },
  separator: MaildirSeparator = ':',
): string {
  assertObject(name, 'name')
  const { unique, flags } = name
  if (!SEPARATORS.includes(separator)) throw new TypeError(`separator: expected one of ${SEPARATORS.join(' ')}`)
  // A name that begins with a dot is hidden from readers, one with a slash is another folder's.
  if (typeof unique !== 'string' || unique === '' || unique.startsWith('.') || /[\0-\x1f/\x7f]/.test(unique)) {
    throw new TypeError('unique: expected a file name without controls and slashes that does not begin with a dot')
  }
  if (unique.includes(':') || SEPARATORS.some((one) => unique.includes(`${one}2,`))) {
    throw new TypeError('unique: holds one of : ; ! or /: expected a name without them, and flags in `flags`')
  }
  if (flags === undefined) return unique
  if (typeof flags !== 'string' || /[^A-Za-z]/.test(flags)) throw new TypeError('flags: expected letters')
  return `${unique}${separator}2,${sorted(flags)}`
}

/** What makes the name of a delivery unique. */
export interface MaildirDelivery {
  /** When it is delivered. */
  readonly time: Date
  /** Number of the process. */
  readonly pid: number
  /** Name of the host. */
  readonly hostname: string
  /** 0 to 999,999 in the second of `time`; default: its milliseconds. */
  readonly microseconds?: number | undefined
  /** Deliveries that this process has made so far. */
  readonly deliveries?: number | undefined
  /** Random octets as a string of hexadecimal digits. */
  readonly random?: string | undefined
  /** Octets of the file: readers then need not ask for it. */
  readonly size?: number | undefined
  /** Octets with each line end as CRLF. Default: not written. */
  readonly virtualSize?: number | undefined
}

/**
 * A unique part: `1204680122.M27566P6452Q1.host,S=1234`. Unique if the process, or `random`, is: nothing is asked of the system, all of it is
 * given. Octets of the host name that have a meaning in names are written as `\057`.
 * @throws TypeError for numbers that are none
 */
export function maildirUnique(delivery: MaildirDelivery): string {
  assertObject(delivery, 'delivery')
  const { time, hostname, random } = delivery
  const milliseconds = time instanceof Date ? time.getTime() : Number.NaN
  if (!(milliseconds >= 0)) throw new TypeError('time: expected a Date from 1970 on')
  if (typeof hostname !== 'string' || hostname === '') throw new TypeError('hostname: expected a name')
  if (random !== undefined && !/^[0-9A-Fa-f]{1,64}$/.test(random)) {
    throw new TypeError('random: expected up to 64 hexadecimal digits')
  }
  const microseconds = count(delivery.microseconds ?? (milliseconds % 1000) * 1000, 'microseconds', 999_999)
  let middle = random === undefined ? '' : `R${random.toLowerCase()}`
  middle += `M${microseconds}P${count(delivery.pid, 'pid')}`
  if (delivery.deliveries !== undefined) middle += `Q${count(delivery.deliveries, 'deliveries')}`
  let name = `${Math.floor(milliseconds / 1000)}.${middle}.${escapeHost(hostname)}`
  if (delivery.size !== undefined) name += `,S=${count(delivery.size, 'size')}`
  if (delivery.virtualSize !== undefined) name += `,W=${count(delivery.virtualSize, 'virtualSize')}`
  return name
}

function count(value: number, what: string, most = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isSafeInteger(value) || value < 0 || value > most) {
    throw new TypeError(`${what}: expected a whole number from 0 to ${most}, got ${quoteShort(value)}`)
  }
  return value
}

/** maildir(5): `/` and `:` of a host name as `\057` and `\072`; so is all that is of no host name. */
function escapeHost(hostname: string): string {
  let out = ''
  for (const octet of new TextEncoder().encode(hostname)) {
    const c = String.fromCharCode(octet)
    out += /[A-Za-z0-9._-]/.test(c) ? c : `\\${octet.toString(8).padStart(3, '0')}`
  }
  return out
}
