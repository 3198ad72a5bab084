/** The door `messagerie/report`: reports about mail, read and written; bounces in any shape; automatic mail. RFC 6522, 3464, 8098, 5965, 3834. */
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
