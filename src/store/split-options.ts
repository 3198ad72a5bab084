/** Options that all splitters of files share, resolved once. */
import { optionsOf } from '../bytes/arguments.js'

/** Limits of what takes a store apart, in octets. */
export interface SplitLimits {
  /** Octets of one message as it is stored. What is beyond is left out, and `truncated` says so. Default 256 MiB, the limit on one decoded body. */
  maxMessageBytes: number
}

/** Limits of what takes a store apart. */
export interface SplitOptions {
  /** Any of the limits; the others keep their defaults. */
  limits?: Partial<SplitLimits> | undefined
}

interface ResolvedSplit {
  readonly maxMessageBytes: number
}

const DEFAULT_MAX = 256 * (1 << 20)

/** @throws TypeError on an unknown key or a limit that is not a non-negative integer */
export function resolveSplit(given: SplitOptions | undefined, others: readonly string[]): ResolvedSplit {
  const { limits } = optionsOf(given, [...others, 'limits'])
  const { maxMessageBytes = DEFAULT_MAX } = optionsOf(limits, ['maxMessageBytes'], 'options.limits')
  if (!Number.isSafeInteger(maxMessageBytes) || maxMessageBytes < 0) {
    throw new TypeError(
      `options.limits.maxMessageBytes: expected a non-negative integer, got ${String(maxMessageBytes)}`,
    )
  }
  return { maxMessageBytes }
}
