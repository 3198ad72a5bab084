/** Leaves of a message that is being composed, before boundaries are drawn; makes those of its texts. RFC 2045, RFC 2046 §4.1. */
import { canEncode, encodeNamed, isReadable, refuseUnwritten } from '../charset/index.js'
import { formatParameters } from '../field/mime/parameters-format.js'
import { encodeContentText, encodeTextBody } from '../render/content.js'
import type { NewBody } from '../tree/edits.js'
import type { Field } from '../tree/field.js'
import type { Message } from '../tree/message.js'
import type { CalendarSpec, Faults } from './spec.js'

export type Params = readonly (readonly [name: string, value: string])[]

export interface Leaf {
  readonly kind: 'leaf'
  readonly path: string
  readonly mediaType: string
  readonly params: Params
  /** Of the name parameter: an encoded-word where it is not ASCII, for readers that know no RFC 2231. */
  nameAsWord: boolean
  encoding: string
  /** Did nobody ask for that encoding? */
  readonly chosen: boolean
  body: NewBody
  /** The content, where its encoding is ours to choose. */
  readonly content: Uint8Array | undefined
  /** The message that the body is. */
  readonly message: Message | undefined
  /** Fields after Content-Transfer-Encoding. */
  readonly fields: readonly Field[]
  /** Has it fields of the caller's? They would mix with those of a root. */
  readonly ownFields: boolean
  readonly related: boolean
}

export const BARE = {
  kind: 'leaf',
  chosen: true,
  nameAsWord: false,
  message: undefined,
  fields: [],
  ownFields: false,
  related: false,
} as const

export function withCharset(params: Params, charset: string): Params {
  return [['charset', charset], ...params.filter(([name]) => name !== 'charset')]
}

/**
 * The charset that a type names for a text; undefined where it names none, none that holds it, or one that is never decoded in mail.
 * @throws TypeError for one that is empty, or that nothing here writes
 */
function charsetFor(text: string, mediaType: string, params: Params): string | undefined {
  const charset = params.find(([name]) => name === 'charset')?.[1]
  if (charset === undefined) return undefined
  refuseUnwritten(charset)
  return isReadable(charset, mediaType) && canEncode(text, charset) ? charset : undefined
}

/** A text as octets, and the parameters that say in which charset. */
export function textBytes(text: string, mediaType: string, params: Params): { bytes: Uint8Array; params: Params } {
  const named = charsetFor(text, mediaType, params)
  if (named !== undefined) return { bytes: encodeNamed(text, named), params }
  const { bytes, charset } = encodeContentText(text, undefined)
  return { bytes, params: withCharset(params, charset) }
}

/** A text of the body: line breaks are CRLF, the charset is that of its type, else the smaller of us-ascii and utf-8. */
export function textLeaf(
  mediaType: string,
  text: string,
  path: string,
  faults: Faults,
  params: Params = [],
): Leaf | undefined {
  return faults.at(path, () => {
    const named = params.length === 0 ? undefined : charsetFor(text, mediaType, params)
    const { encoding, body, charset } = encodeTextBody(text, named)
    // What is encoded holds no delimiter: it stays as it is.
    const content = encoding === '7bit' ? body : undefined
    return {
      ...BARE,
      path,
      mediaType,
      params: named === undefined ? withCharset(params, charset) : params,
      encoding,
      body,
      content,
    }
  })
}

export function calendarLeaf(calendar: CalendarSpec, faults: Faults): Leaf | undefined {
  const { method, content, filename } = calendar
  if (!/^[A-Za-z0-9-]+$/.test(method)) {
    faults.add('calendar.method', 'expected an iTIP method, as REQUEST (RFC 5546 §1.4)')
    return undefined
  }
  const said = methodsIn(content).find((one) => one.toUpperCase() !== method.toUpperCase())
  if (said !== undefined) {
    faults.add('calendar.method', `the object says METHOD:${said.slice(0, 40)}: both must be the same (RFC 6047 §2.4)`)
    return undefined
  }
  const params: [string, string][] = [['method', method]]
  if (filename !== undefined && filename !== null) {
    params.push(['name', filename])
    faults.at('calendar.filename', () => formatParameters([['name', filename]]))
  }
  const leaf = textLeaf('text/calendar', content, 'calendar.content', faults, params)
  return leaf === undefined ? undefined : { ...leaf, nameAsWord: true }
}

/** What the METHOD lines of a calendar object say, in order. Lines are unfolded (RFC 5545 §3.1). */
function methodsIn(content: string): string[] {
  const found: string[] = []
  for (const line of content.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    if (!/^METHOD[:;]/i.test(line)) continue
    const colon = line.indexOf(':')
    if (colon !== -1) found.push(line.slice(colon + 1).trim())
  }
  return found
}
