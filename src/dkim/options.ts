/** Checks the options that the functions of the door share. */
import { KeyFinder, type ResolveTxt } from './resolve.js'

/** The time that counts: a caller's, else the clock's. @throws TypeError for what is none */
export function timeOf(now: Date | (() => Date) | undefined): Date {
  const date = typeof now === 'function' ? now() : (now ?? new Date())
  if (!(date instanceof Date) || Number.isNaN(date.getTime()))
    throw new TypeError('options.now: expected a Date or a function that gives one')
  return date
}

/** Of `verifyDkim` and `verifyArc`. */
export interface VerifyOptions {
  /** Gives the TXT records of a name: `dns.promises.resolveTxt` of Node, or one of your own. */
  readonly resolveTxt: ResolveTxt
  /** The time that x= is held against. Default: the clock. */
  readonly now?: Date | (() => Date)
  /** RSA keys with fewer bits give `policy` (RFC 8301 §3.2). Default 1024. */
  readonly minRsaBits?: number
  /** Milliseconds that an answer of `resolveTxt` is waited for; then the result is `temperror`. Default 10,000. */
  readonly timeout?: number
}

export const VERIFY_KEYS = ['resolveTxt', 'now', 'minRsaBits', 'timeout']

function positive(value: unknown, name: string, fallback: number): number {
  if (value === undefined) return fallback
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
    throw new TypeError(`options.${name}: expected a positive integer`)
  return value
}

export interface ResolvedVerify {
  readonly keys: KeyFinder
  readonly minRsaBits: number
  now(): Date
}

export function resolveVerify(options: VerifyOptions): ResolvedVerify {
  if (typeof options.resolveTxt !== 'function')
    throw new TypeError('options.resolveTxt: expected a function that gives the TXT records of a name')
  if (options.now !== undefined) timeOf(options.now)
  // A timer holds no more.
  const timeout = Math.min(positive(options.timeout, 'timeout', 10_000), 2 ** 31 - 1)
  return {
    keys: new KeyFinder(options.resolveTxt, timeout),
    minRsaBits: positive(options.minRsaBits, 'minRsaBits', 1024),
    now: () => timeOf(options.now),
  }
}
