/**
 * The door `messagerie/dkim`. Signs and verifies DKIM and ARC over exact octets. It opens no socket: a function of the caller asks the DNS. RFC 6376, RFC 8301, RFC 8463, RFC 8617.
 * @module
 */
export { type ArcSealed, type SealArcOptions, sealArc } from './arc-seal.js'
export { type ArcCheck, type ArcResult, type ArcSet, verifyArc } from './arc-verify.js'
export { type BodyHash, BodyHasher, type BodyOptions, canonicalBody } from './body-hash.js'
export { type Canonicalization, canonicalHeaders } from './canonical.js'
export type { DkimSource } from './head.js'
export type { SignFunction, SigningKey } from './keys.js'
export type { VerifyOptions } from './options.js'
export type { ResolveTxt } from './resolve.js'
export { type SignatureField, type SignDkimOptions, signDkim } from './sign.js'
export { type SignStreamOptions, signStream } from './sign-stream.js'
export type { DkimAlgorithm } from './tags.js'
export {
  type Alignment,
  authResultOf,
  type Coverage,
  type CoveredField,
  type DkimOutcome,
  type DkimResult,
  type VerifyDkimOptions,
  verifyDkim,
} from './verify.js'
