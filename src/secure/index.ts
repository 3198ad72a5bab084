/**
 * The door `messagerie/secure`. Finds what is signed or encrypted, and makes signed and encrypted messages. It holds no keys: functions of the caller sign, verify and decrypt.
 * @module
 */
export {
  type AutocryptHeader,
  type AutocryptSpec,
  autocrypt,
  autocryptGossip,
  formatAutocrypt,
  parseAutocrypt,
} from './autocrypt.js'
export type { HeaderPolicy, PolicyName } from './confidentiality.js'
export { type EncryptOptions, encrypt } from './encrypt.js'
export { secureParts } from './find.js'
export {
  type FieldState,
  type HeaderProtection,
  type HeaderProtectionOptions,
  headerProtection,
  type ProtectedField,
} from './header-protection.js'
export { withoutLegacyDisplay } from './legacy-display.js'
export type { Hook } from './options.js'
export { type PemField, type PemMessage, type PemParty, type PemSpan, pemMessages } from './pem.js'
export type { SecureKind, SecurePart, SecureScope } from './secure-part.js'
export { type SignOptions, sign } from './sign.js'
export { type SurroundSpec, surround } from './surround.js'
export type { SecureWarning, SecureWarningCode } from './warnings.js'
