/** A signed or encrypted part as it was found: what it covers, the octets to verify or to decrypt, and what speaks against believing it. */
import type { Entity } from '../tree/entity.js'
import type { Headers } from '../tree/headers.js'
import type { SecureWarning } from './warnings.js'

/**
 * `signature`: one that stands alone: what it covers is not said. `compressed`: CMS compressed-data, or a PGP message that is compressed or
 * plain on its outside. `certificates`, `keys`: nothing is signed or encrypted.
 */
export type SecureKind = 'signed' | 'encrypted' | 'compressed' | 'signature' | 'certificates' | 'keys'

/** What is signed or encrypted: the message, one attached to it, a part beside others, or a stretch of a text. */
export type SecureScope = 'message' | 'attached-message' | 'part' | 'text'

/** What was found, before it is dressed for callers. */
export interface Finding {
  readonly kind: SecureKind
  readonly protocol: 'pgp' | 'smime' | 'other'
  readonly form: 'multipart' | 'opaque' | 'inline'
  readonly part: Entity
  readonly declared?: string | undefined
  readonly micalg?: readonly string[]
  readonly covers?: Entity | undefined
  readonly protectedHeaders?: Headers | undefined
  readonly span?: { readonly start: number; readonly end: number }
  readonly scope: SecureScope
  readonly warnings: readonly SecureWarning[]
  readonly signed?: (() => Uint8Array | undefined) | undefined
  readonly signature?: (() => Uint8Array | undefined) | undefined
  readonly data?: (() => Uint8Array | undefined) | undefined
}

/** Something signed or encrypted that was found in a message: what it covers, and the octets that a program for signatures wants. */
export class SecurePart {
  /** What it is. */
  readonly kind: SecureKind
  /** By the protocol, the media type or the armour; `other` for a multipart whose protocol is not known. */
  readonly protocol: 'pgp' | 'smime' | 'other'
  /** `multipart`: RFC 1847. `opaque`: a CMS object (RFC 8551 §3.2), or a part that is a signature or keys. `inline`: armour in a text. */
  readonly form: 'multipart' | 'opaque' | 'inline'
  /** The multipart/signed or /encrypted, the part that is the CMS object, the part whose text holds the armour. */
  readonly part: Entity
  /** `protocol`, or `smime-type`, as declared, in lower case. */
  readonly declared: string | undefined
  /** Names of digests, in lower case, as declared: `pgp-sha256`, `sha-256`; of inline armour those of `Hash`. */
  readonly micalg: readonly string[]
  /** The part that a multipart/signed signs; undefined where its form is not that of one, so that nothing is covered. */
  readonly covers: Entity | undefined
  /** What is signed or encrypted. */
  readonly scope: SecureScope
  /** Inline: octets of `part.bytes()`, half open. */
  readonly span:
    | {
        /** Offset in `decodeText()` of the part, in UTF-16 code units. */
        readonly start: number
        /** Offset behind it. */
        readonly end: number
      }
    | undefined
  /** Fields inside what is signed that stand for those of the message (RFC 8551 §3.1, RFC 9788 §2). All others are signed by nobody. */
  readonly protectedHeaders: Headers | undefined
  /** What speaks against taking the whole message for signed or encrypted. */
  readonly warnings: readonly SecureWarning[]
  private readonly found: Finding

  /** @internal Made by secureParts. */
  constructor(found: Finding) {
    this.kind = found.kind
    this.protocol = found.protocol
    this.form = found.form
    this.part = found.part
    this.declared = found.declared
    this.micalg = found.micalg ?? []
    this.covers = found.covers
    this.scope = found.scope
    this.span = found.span
    this.protectedHeaders = found.protectedHeaders
    this.warnings = found.warnings
    this.found = found
  }

  /** IMAP part numbers of `part`. */
  get path(): readonly number[] {
    return this.part.path
  }

  /**
   * The exact octets that the signature is over, in canonical form. Undefined where nothing is signed in the clear. What is shown as signed
   * should be read from these: `parse(found.signed())`.
   */
  signed(): Uint8Array | undefined {
    return this.found.signed?.()
  }

  /** The signature as its verifier takes it: PGP armour or packets, a CMS object in DER (of an opaque one with its content). */
  signature(): Uint8Array | undefined {
    return this.found.signature?.()
  }

  /** What is to be decrypted, unpacked or imported: PGP armour or packets, a CMS object. Undefined for what is only signed. */
  data(): Uint8Array | undefined {
    return this.found.data?.()
  }
}
