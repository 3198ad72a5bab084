/** Finds the text of a message to quote or forward: all that a person saw, without signatures. RFC 8621 §4.1.4, RFC 3676 §4. */
import { htmlToText } from '../html/html-to-text.js'
import type { Entity } from '../tree/entity.js'
import { decodeFlowed } from '../tree/flowed.js'
import type { Message } from '../tree/message.js'

const BREAK = /\r\n|\r|\n/

/** All that readers of text are shown, in order, HTML as text. Lines end with CRLF. Undefined where no text is displayed. */
export function shownText(message: Message, { signatures }: { readonly signatures: boolean }): string | undefined {
  const pieces: string[] = []
  for (const part of message.textBody) {
    const lines = linesOf(part)
    if (lines === undefined) continue
    const kept = signatures ? lines : withoutSignature(lines)
    while (kept.length > 0 && kept[kept.length - 1] === '') kept.pop()
    pieces.push(kept.join('\r\n'))
  }
  return pieces.length === 0 ? undefined : pieces.join('\r\n')
}

function linesOf(part: Entity): string[] | undefined {
  const { type, subtype, params } = part.contentType
  if (type === 'text' && subtype === 'html') return htmlToText(part.decodeText()).split(BREAK)
  // A multipart in which no part was found is displayed as what stands in it.
  if ((type !== 'text' || subtype !== 'plain') && type !== 'multipart') return undefined
  const text = part.decodeText()
  if (params.format?.toLowerCase() !== 'flowed') return text.split(BREAK)
  return decodeFlowed(text, { delSp: params.delsp?.toLowerCase() === 'yes' }).split(BREAK)
}

/** RFC 3676 §4.3: what stands behind the line `-- ` is no part of the message. */
function withoutSignature(lines: string[]): string[] {
  const at = lines.indexOf('-- ')
  return at > 0 ? lines.slice(0, at) : lines
}
