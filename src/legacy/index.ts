/**
 * The door `messagerie/legacy`. Reads forms older than MIME, or foreign to it: uuencode, yEnc, BinHex, shar, TNEF, X.400. It runs nothing, fetches nothing, and changes no message.
 * @module
 */
export { type FormattedText, formattedText, readEnriched, readRichtext } from './enriched/formatted.js'
export { type AppleEntry, type AppleFile, readAppleFile } from './files/apple.js'
export { type BinHex, readBinHex } from './files/binhex.js'
export type { LegacyFile, LegacyKind, LegacyOptions, LegacyProblem, LegacyProblemCode, Span } from './files/found.js'
export { filesInText } from './files/in-text.js'
export type { MapiProperty } from './files/mapi.js'
export { type LegacyPart, legacyParts } from './files/parts.js'
export { decompressRtf, type Rtf } from './files/rtf.js'
export { readShar } from './files/shar.js'
export { readSunAttachments } from './files/sun.js'
export { readTnef, type Tnef, type TnefAttachment, type TnefAttribute } from './files/tnef.js'
export { readYenc, type YencPart } from './files/yenc.js'
export { type JoinedYenc, joinYenc } from './files/yenc-join.js'
export { type ExternalBody, externalBody } from './fragments/external-body.js'
export { type Fragment, readFragment } from './fragments/partial.js'
export {
  type JoinedPartial,
  joinPartials,
  type PartialProblem,
  type PartialProblemCode,
} from './fragments/partial-join.js'
export { type SplitOptions, splitPartial } from './fragments/partial-split.js'
export { FIELD_MAP } from './gateway/field-map.js'
export {
  type GatewayAddress,
  type GatewayElement,
  type Gatewayed,
  type GatewayOptions,
  gateway,
} from './gateway/gateway.js'
export type { GatewayLoss } from './gateway/gateway-loss.js'
export { type AddressHops, type AddressKind, type AddressReading, hops } from './routes/hops.js'
export { PSEUDO_DOMAINS } from './routes/pseudo-domains.js'
export { type AddressForm, type RoutedAddress, type RouteOptions, routeAddress } from './routes/route-address.js'
export { type AddressMapping, type MappingTable, readMappingTable } from './x400/rfc1327-table.js'
export { type ToRfc822, type ToRfc822Options, x400ToRfc822 } from './x400/rfc1327-to-rfc822.js'
export { type MappingKind, rfc822ToX400, type ToX400, type ToX400Options } from './x400/rfc1327-to-x400.js'
export { parseX400, type X400Address, type X400Attribute } from './x400/x400-address.js'
export { formatX400, type X400FormatOptions } from './x400/x400-format.js'
export { decodePrintableString, encodePrintableString } from './x400/x400-string.js'
