/** The door `messagerie/secure`: signed and encrypted mail, PGP/MIME, S/MIME and armour in texts. No keys: callers sign, verify and decrypt. */
export { type EncryptOptions, encrypt } from './encrypt.js'
export { secureParts } from './find.js'
export type { Hook } from './options.js'
export type { SecureKind, SecurePart, SecureScope } from './secure-part.js'
export { type SignOptions, sign } from './sign.js'
export { type SurroundSpec, surround } from './surround.js'
export type { SecureWarning, SecureWarningCode } from './warnings.js'
