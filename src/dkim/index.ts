/** The door `messagerie/dkim`: DKIM and ARC signatures over exact octets. No sockets, no keys of its own. RFC 6376, 8301, 8463, 8617. */
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
