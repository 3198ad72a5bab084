/**
 * The door `messagerie/report`. Reads and writes reports, reads bounces, and recognises automatic mail. RFC 6522, RFC 3464, RFC 8098, RFC 5965, RFC 3834.
 * @module
 */
export { type Arf, readArf } from './arf.js'
export { type Automatic, type AutomaticOptions, isAutomatic } from './automatic.js'
export { type Bounce, type BouncedRecipient, readBounce } from './bounce.js'
export {
  type ArfSpec,
  composeArf,
  composeDsn,
  composeMdn,
  type DsnSpec,
  type MdnSpec,
  type ReportSpec,
} from './compose-report.js'
export { type Dsn, type DsnAction, type DsnRecipient, readDsn } from './dsn.js'
export type { Evidence, Typed } from './groups.js'
export { type Mdn, type MdnDisposition, readMdn } from './mdn.js'
