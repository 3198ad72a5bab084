/** Checks a body and its place in the tree: encodings, texts, structure of signed and encrypted parts. */
import { isMultipartSigned } from '../field/mime/multipart-signed.js'
import { isIdentityEncoding } from '../field/mime/transfer-encoding.js'
import { MESSAGE } from '../scan/sink.js'
import type { Entity } from '../tree/entity.js'
import { report, reportParameter } from './check-header.js'

const CONTROLS = /[\x00-\x08\x0b\x0e-\x1f\x7f]/
const UU_BEGIN = /^begin(?: -?base64|(?:-base64)?(?:-encoded)?) [0-7]{3,4} \S/m
const YENC_BEGIN = /^=ybegin /m
/** Whole content in a form of its own, older than MIME or foreign to it. */
const LEGACY_TYPES: ReadonlySet<string> = new Set([
  'application/ms-tnef',
  'application/vnd.ms-tnef',
  'application/mac-binhex40',
  'application/x-yencoded',
])

export function checkBody(entity: Entity): void {
  const type = entity.headers.field('content-type')
  const encodingField = entity.headers.field('content-transfer-encoding')
  const encoding = entity.transferEncoding
  const { contentType } = entity
  const isMultipart = contentType.type === 'multipart'
  if (isMultipart && !isIdentityEncoding(encoding)) report(entity, 'encoded-multipart', encodingField)
  if (contentType.mediaType === 'message/partial') report(entity, 'message-partial', type)
  if (contentType.mediaType === 'message/external-body') report(entity, 'external-body', type)
  if (
    contentType.type === 'message' &&
    !isIdentityEncoding(encoding) &&
    /^(?:rfc822|news)$/.test(contentType.subtype)
  ) {
    report(entity, 'encoded-message', encodingField)
  }
  if (LEGACY_TYPES.has(contentType.mediaType)) report(entity, 'legacy-encoding', type)
  checkSecurity(entity)
  if (entity.node.children.length > 0 || entity.message !== undefined) return
  entity.bytes()
  if (contentType.type === 'text') checkText(entity)
}

function checkText(entity: Entity): void {
  const { doc, bodyStart, end } = entity.node
  const text = entity.decodeText()
  if (CONTROLS.test(text)) doc.defect('control-char', bodyStart, end)
  if (UU_BEGIN.test(text)) doc.defect('inline-uuencode', bodyStart, end)
  if (YENC_BEGIN.test(text)) doc.defect('legacy-encoding', bodyStart, end)
}

/** RFC 1847 (multipart/signed, /encrypted), RFC 8551 §3.2 (pkcs7-mime). */
function checkSecurity(entity: Entity): void {
  const { mediaType, params } = entity.contentType
  const field = entity.headers.field('content-type')
  const isRoot = entity.node.kind === MESSAGE
  const pkcs7 = mediaType === 'application/pkcs7-mime' || mediaType === 'application/x-pkcs7-mime'
  const smimeType = pkcs7 ? params['smime-type']?.toLowerCase() : undefined
  if (isMultipartSigned(entity.contentType)) {
    if (!isRoot) report(entity, 'signed-part-not-root', field)
    const protocol = params.protocol?.toLowerCase()
    if (entity.parts.length !== 2) report(entity, 'signed-part-count', field)
    else if (entity.parts[1]!.contentType.mediaType !== protocol)
      reportParameter(entity, 'signed-protocol-mismatch', field, 'protocol')
    if (protocol === undefined && entity.parts.length !== 2) report(entity, 'signed-protocol-mismatch', field)
  } else if (smimeType === 'signed-data') {
    if (!isRoot) report(entity, 'signed-part-not-root', field)
  } else if (mediaType === 'multipart/encrypted') {
    if (!isRoot) report(entity, 'encrypted-part-not-root', field)
    if (entity.parts.length !== 2) report(entity, 'encrypted-part-count', field)
  } else if (smimeType === 'enveloped-data' || smimeType === 'authenveloped-data') {
    if (!isRoot) report(entity, 'encrypted-part-not-root', field)
  }
}
