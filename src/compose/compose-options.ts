/** Options of composing, resolved once: unknown keys and wrong types are refused. */

import { optionsOf } from '../bytes/arguments.js'
import { isAsciiText } from '../bytes/ascii.js'
import { isDotAtom, MAX_DOMAIN } from '../field/address/addr-spec.js'
import type { ComposeOptions } from './spec.js'

export interface Composed {
  readonly boundary: ((n: number) => string) | undefined
  readonly now: () => Date
  /** The caller's clock is used: what compose makes up is to follow from what it is given. */
  readonly fixed: boolean
  readonly hostname: string | undefined
  readonly utf8: boolean
  readonly maxRecipients: number
  readonly maxDepth: number
  readonly flowed: { readonly delSp: boolean } | undefined
  readonly filenameWords: boolean
}

const KEYS = ['boundary', 'now', 'hostname', 'utf8', 'maxRecipients', 'maxDepth', 'flowed', 'filenameWords']

/** What holds where nothing is given. */
const DEFAULTS: Composed = {
  boundary: undefined,
  now: () => new Date(),
  fixed: false,
  hostname: undefined,
  utf8: false,
  maxRecipients: 10_000,
  maxDepth: 100,
  flowed: undefined,
  filenameWords: true,
}

/** @throws TypeError for an unknown key or a value of the wrong type */
export function resolveComposeOptions(given: ComposeOptions | undefined): Composed {
  if (given === undefined) return DEFAULTS
  const read = optionsOf(given, KEYS)
  const { boundary, now, hostname, utf8 = DEFAULTS.utf8, flowed = false, filenameWords = DEFAULTS.filenameWords } = read
  const { maxRecipients = DEFAULTS.maxRecipients, maxDepth = DEFAULTS.maxDepth } = read
  if (boundary !== undefined && typeof boundary !== 'function')
    throw new TypeError('options.boundary: expected a function')
  if (now !== undefined && typeof now !== 'function') throw new TypeError('options.now: expected a function')
  if (typeof utf8 !== 'boolean') throw new TypeError('options.utf8: expected a boolean')
  if (typeof filenameWords !== 'boolean') throw new TypeError('options.filenameWords: expected a boolean')
  if (hostname !== undefined && !isHostname(hostname)) {
    throw new TypeError('options.hostname: expected a domain of ASCII, as mail.example.org')
  }
  if (typeof flowed !== 'boolean' && !isFlowedOption(flowed)) {
    throw new TypeError('options.flowed: expected a boolean or { delSp: boolean }')
  }
  for (const [key, value] of [
    ['maxRecipients', maxRecipients],
    ['maxDepth', maxDepth],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new TypeError(`options.${key}: expected a non-negative integer`)
  }
  return {
    boundary,
    now: now ?? DEFAULTS.now,
    fixed: now !== undefined,
    hostname,
    utf8,
    maxRecipients,
    maxDepth,
    flowed: flowed === false ? undefined : { delSp: flowed !== true && flowed.delSp === true },
    filenameWords,
  }
}

function isFlowedOption(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).every(
    ([key, given]) => key === 'delSp' && ['boolean', 'undefined'].includes(typeof given),
  )
}

function isHostname(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MAX_DOMAIN && isAsciiText(value) && isDotAtom(value)
}
