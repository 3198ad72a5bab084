/** Options of reading, resolved once: unknown keys and wrong types are refused, the result is frozen. */
import { givenOptions } from '../bytes/arguments.js'
import { isAtHand } from '../charset/decode.js'
import { type Limits, resolveLimits } from '../defects/limits.js'

/** How a message is read. */
export interface ParseOptions {
  /** Any of the limits; the others keep their defaults. */
  limits?: Partial<Limits>
  /** 'degrade' (default): what is past a limit stays as an opaque part, with a defect. 'throw': MessageError. */
  onLimit?: 'degrade' | 'throw'
  /** True: MessageError (with `.defects`) if any error-level defect is found. Default false. */
  strict?: boolean
  /** Charset of unlabelled 8-bit text that is not UTF-8. Default windows-1252. */
  fallbackCharset?: string
}

export interface ResolvedOptions {
  readonly limits: Readonly<Limits>
  readonly throwOnLimit: boolean
  readonly strict: boolean
  readonly fallbackCharset: string
}

const DEFAULTS: ResolvedOptions = /* @__PURE__ */ Object.freeze({
  limits: resolveLimits(undefined),
  throwOnLimit: false,
  strict: false,
  fallbackCharset: 'windows-1252',
})

const KEYS = ['limits', 'onLimit', 'strict', 'fallbackCharset']

/**
 * Throws TypeError on an unknown key or a value of the wrong type.
 * @param more keys of the caller's own, already taken out: named where the known ones are
 */
export function resolveOptions(given: ParseOptions | undefined, more: readonly string[] = []): ResolvedOptions {
  if (given === undefined) return DEFAULTS
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new TypeError('options: expected an object')
  const {
    limits,
    onLimit = 'degrade',
    strict = false,
    fallbackCharset = 'windows-1252',
  } = givenOptions(given, [...KEYS, ...more])
  if (onLimit !== 'degrade' && onLimit !== 'throw')
    throw new TypeError("options.onLimit: expected 'degrade' or 'throw'")
  if (typeof strict !== 'boolean') throw new TypeError('options.strict: expected a boolean')
  if (typeof fallbackCharset !== 'string') throw new TypeError('options.fallbackCharset: expected a charset label')
  if (fallbackCharset !== 'windows-1252' && !isAtHand(fallbackCharset))
    throw new TypeError(
      `options.fallbackCharset: unknown charset ${JSON.stringify(fallbackCharset.slice(0, 40))}; hasCharset() of messagerie/codec tells which are known, useCharsets() brings a bundle more`,
    )
  return Object.freeze({ limits: resolveLimits(limits), throwOnLimit: onLimit === 'throw', strict, fallbackCharset })
}
