/** What a CMS object is, seen from outside: its type, digests, signers, and the content that it carries in the clear. RFC 5652 §3, §5.1. */
import { latin1 } from '../bytes/platform.js'
import { CONTEXT_0, type Element, elementAt, elementsIn, OBJECT_IDENTIFIER, octetsOf, SEQUENCE, SET } from './ber.js'

export type CmsType = 'data' | 'signed-data' | 'enveloped-data' | 'authenveloped-data' | 'compressed-data' | 'other'

export interface Cms {
  readonly type: CmsType
  /** Of signed-data: digest algorithms as micalg names them (RFC 8551 §3.5.3.2); `unknown` for others. */
  readonly digests: readonly string[]
  /** Of signed-data: how many signed; at most 100. */
  readonly signers: number
  /** Of signed-data: the octets that it carries and signs. Undefined where they stand elsewhere (a detached signature). */
  readonly content?: Uint8Array
}

/** A message has one or two. What a stranger wrote is counted no further. */
const MAX_COUNTED = 100

/** PKCS #7 and #9, by the octets of the identifier. */
const PKCS = '\x2a\x86\x48\x86\xf7\x0d\x01'
const TYPES: ReadonlyMap<string, CmsType> = /* @__PURE__ */ new Map<string, CmsType>([
  [`${PKCS}\x07\x01`, 'data'],
  [`${PKCS}\x07\x02`, 'signed-data'],
  [`${PKCS}\x07\x03`, 'enveloped-data'],
  [`${PKCS}\x09\x10\x01\x17`, 'authenveloped-data'],
  [`${PKCS}\x09\x10\x01\x09`, 'compressed-data'],
])

const NIST = '\x60\x86\x48\x01\x65\x03\x04\x02'
const DIGESTS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['\x2a\x86\x48\x86\xf7\x0d\x02\x05', 'md5'],
  ['\x2b\x0e\x03\x02\x1a', 'sha-1'],
  [`${NIST}\x01`, 'sha-256'],
  [`${NIST}\x02`, 'sha-384'],
  [`${NIST}\x03`, 'sha-512'],
  [`${NIST}\x04`, 'sha-224'],
])

/** Reads the outermost layers. Undefined for octets that are no CMS object. Never throws; linear. */
export function readCms(bytes: Uint8Array): Cms | undefined {
  const info = elementAt(bytes, 0, bytes.length)
  if (info?.tag !== SEQUENCE) return undefined
  const [oid, wrapped] = elementsIn(bytes, info.from, info.to, 2)
  if (oid?.tag !== OBJECT_IDENTIFIER) return undefined
  const type = TYPES.get(latin1(bytes, oid.from, oid.to)) ?? 'other'
  const none = { type, digests: [], signers: 0 }
  if (type !== 'signed-data' || wrapped?.tag !== CONTEXT_0) return none
  const [signed] = elementsIn(bytes, wrapped.from, wrapped.to, 1)
  if (signed?.tag !== SEQUENCE) return none
  // version, digestAlgorithms, encapContentInfo, [0] certificates, [1] crls, signerInfos
  const [, algorithms, encapsulated, ...rest] = elementsIn(bytes, signed.from, signed.to, 6)
  if (algorithms?.tag !== SET || encapsulated?.tag !== SEQUENCE) return none
  const infos = rest.find(({ tag }) => tag === SET)
  const signers = infos === undefined ? 0 : elementsIn(bytes, infos.from, infos.to, MAX_COUNTED).length
  const content = contentIn(bytes, encapsulated)
  const digests = elementsIn(bytes, algorithms.from, algorithms.to, MAX_COUNTED).map((one) => digestOf(bytes, one))
  return { type, digests, signers, ...(content === undefined ? {} : { content }) }
}

function digestOf(bytes: Uint8Array, { from, to }: Element): string {
  const oid = elementAt(bytes, from, to)
  return (oid && DIGESTS.get(latin1(bytes, oid.from, oid.to))) ?? 'unknown'
}

/** eContent [0] EXPLICIT OCTET STRING of an EncapsulatedContentInfo. */
function contentIn(bytes: Uint8Array, { from, to }: Element): Uint8Array | undefined {
  const [, explicit] = elementsIn(bytes, from, to, 2)
  if (explicit?.tag !== CONTEXT_0) return undefined
  const string = elementAt(bytes, explicit.from, explicit.to)
  return string && octetsOf(bytes, string)
}
