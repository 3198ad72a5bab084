/** The limits that keep hostile input cheap. All finite, all functions of the input alone. */

export interface Limits {
  /** Multiparts and encapsulated messages inside each other. 100: other parsers stop at 20 to 1,024; real mail at about 10. */
  maxDepth: number
  /** Entities in all. 10,000: others take 1,000 to 10,000. */
  maxParts: number
  /** Octets of one header section. 1 MiB: others take 1 to 10 MiB. */
  maxHeaderBytes: number
  /** Fields of one header section. 10,000: others take 1,000 to 10,000. */
  maxFields: number
  /** Parameter names of one field. 128, as other servers. */
  maxParameters: number
  /** Addresses of one field. 10,000. */
  maxAddresses: number
  /** Octets that one body may decode to. 256 MiB. */
  maxDecodedBytes: number
  /** Octets of input. 16 GiB: memory is bounded by the other limits, not by this one. */
  maxBytes: number
  /** Defects that are kept. 1,000. */
  maxDefects: number
}

export const DEFAULT_LIMITS: Readonly<Limits> = /* @__PURE__ */ Object.freeze({
  maxDepth: 100,
  maxParts: 10_000,
  maxHeaderBytes: 1 << 20,
  maxFields: 10_000,
  maxParameters: 128,
  maxAddresses: 10_000,
  maxDecodedBytes: 256 * (1 << 20),
  maxBytes: 16 * 2 ** 30,
  maxDefects: 1_000,
})

/** Resolves and checks. Throws TypeError on an unknown key or on a value that is not a non-negative integer. */
export function resolveLimits(given: Partial<Limits> | undefined): Readonly<Limits> {
  if (given === undefined || given === DEFAULT_LIMITS) return DEFAULT_LIMITS
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new TypeError('limits: expected an object')
  const limits: Limits = { ...DEFAULT_LIMITS }
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULT_LIMITS, key)) {
      throw new TypeError(`limits.${key}: no such limit; known are ${Object.keys(DEFAULT_LIMITS).join(', ')}`)
    }
    if (value === undefined) continue
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new TypeError(`limits.${key}: expected a non-negative integer, got ${String(value)}`)
    }
    limits[key as keyof Limits] = value
  }
  return Object.freeze(limits)
}
