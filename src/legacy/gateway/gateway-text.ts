/** Recodes the text bodies of a message to another charset. RFC 2046 §4.1.2; RFC 2045 §6. */
import { canEncode, encodeNamed } from '../../charset/index.js'
import { formatContentType } from '../../field/mime/content-type.js'
import { isNamedFile } from '../../tree/body.js'
import type { Entity } from '../../tree/entity.js'
import type { GatewayLoss } from './gateway-loss.js'

const SEALED: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['multipart/signed', 'signed'],
  ['multipart/encrypted', 'encrypted'],
])

/** Writes each text leaf in the charset; one that would not come back the same stays, and is listed. */
export function transcode(top: Entity, charset: string, replace: boolean, losses: GatewayLoss[]): void {
  const plain = isAsciiBased(charset)
  const stack: Entity[] = [top]
  while (stack.length > 0) {
    const entity = stack.pop()!
    const { type, mediaType } = entity.contentType
    const sealed = SEALED.get(mediaType)
    if (sealed !== undefined) losses.push({ path: entity.path, what: `${sealed}: left as it is` })
    else if (entity.parts.length > 0) for (let i = entity.parts.length - 1; i >= 0; i--) stack.push(entity.parts[i]!)
    else if (type === 'message' && entity.message !== undefined) {
      // Under an encoding it is a message of its own; RFC 2046 §5.2.1 forbids it anyway.
      if (/^(?:7bit|8bit|binary)$/.test(entity.transferEncoding)) stack.push(entity.message)
    } else if (type === 'text' && !isNamedFile(entity)) transcodeText(entity, charset, plain, replace, losses)
  }
}

/** Does the charset have ASCII where ASCII has it, line ends above all? */
function isAsciiBased(charset: string): boolean {
  const probe = 'AZaz09 =\r\n'
  const bytes = encodeNamed(probe, charset)
  return bytes.length === probe.length && bytes.every((octet, i) => octet === probe.charCodeAt(i))
}

function transcodeText(entity: Entity, charset: string, plain: boolean, replace: boolean, losses: GatewayLoss[]): void {
  if (entity.rawBody.length === 0) return
  const { path, contentType } = entity
  const { declared, used, replaced } = entity.charset
  const ascii = /^[\x00-\x7f]*$/
  // What has no octet above 7F says the same in every charset that ASCII is part of.
  if (used === charset || (plain && declared === undefined && ascii.test(entity.decodeText()))) return
  if (replaced > 0) {
    losses.push({ path, what: `${replaced} octets mean nothing in ${used}: left as it is` })
    return
  }
  let text = entity.decodeText()
  if (!canEncode(text, charset)) {
    const { index, point } = firstWithout(text, charset)
    if (!replace) {
      const name = point.toString(16).toUpperCase().padStart(4, '0')
      losses.push({ path, what: `U+${name} at index ${index} has no place in ${charset}: left in ${used}` })
      return
    }
    const { out, count } = withMarks(text, charset)
    text = out
    const characters = count === 1 ? '1 character' : `${count} characters`
    losses.push({ path, what: `${characters} without a place in ${charset} became "?"` })
  }
  const params: Record<string, string> = Object.create(null)
  params.charset = charset
  for (const [name, value] of Object.entries(contentType.params)) if (name !== 'charset') params[name] = value
  try {
    const label = formatContentType({ ...contentType, params })
    // Octets of EBCDIC are no lines to a transport.
    const content = plain ? text : encodeNamed(text, charset)
    entity.setContent(content, plain ? { contentType: label } : { contentType: label, transferEncoding: 'base64' })
  } catch (error) {
    // Past a limit nothing was read, so that nothing is written there; a type may not be writable at all.
    if (!(error instanceof TypeError)) throw error
    losses.push({ path, what: `left as it is: ${error.message}` })
  }
}

/** What `encodeNamed` says of the first character that it refuses. */
function firstWithout(text: string, charset: string): { index: number; point: number } {
  try {
    encodeNamed(text, charset)
  } catch (error) {
    const index = Number(/at index (\d+)/.exec(String(error))?.[1] ?? 0)
    return { index, point: text.codePointAt(index) ?? 0 }
  }
  return { index: 0, point: 0 }
}

/** `?` for each character that the charset lacks; each character is asked about once. */
function withMarks(text: string, charset: string): { out: string; count: number } {
  const known = new Map<string, boolean>()
  let out = ''
  let count = 0
  for (const character of text) {
    let fits = known.get(character)
    if (fits === undefined) {
      fits = canEncode(character, charset)
      known.set(character, fits)
    }
    if (fits) out += character
    else {
      out += '?'
      count++
    }
  }
  return { out, count }
}
