/** Legacy display elements: what a policy hides outside, shown in the text to readers that know no header protection. RFC 9788 §2.1.2, §4.5.3, §5.2.2 to §5.2.4. */
import { assertObject } from '../bytes/arguments.js'
import { formatParameters } from '../field/mime/parameters-format.js'
import type { Entity } from '../tree/entity.js'
import { isEntity } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'

const PARAMETER = 'hp-legacy-display'
const CLASS = 'header-protection-legacy-display'
/** What readers show of a header section (RFC 9787). */
const USER_FACING: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'subject from to cc date reply-to followup-to sender'.split(' '),
)

/** A field whose value outside is another, or none. */
export interface HiddenField {
  readonly name: string
  /** Decoded. */
  readonly text: string
}

/** Does a reader show the field? */
export function isUserFacing(name: string): boolean {
  return USER_FACING.has(name.toLowerCase())
}

/** Writes the hidden fields on top of each text that is displayed, in plain text and in HTML; attachments stay as they are (RFC 9788 §5.2.4). */
export function addLegacyDisplay(message: Message, hidden: readonly HiddenField[]): void {
  if (hidden.length === 0) return
  const lines = hidden.map(({ name, text }) => `${name}: ${oneLine(text)}`)
  for (const part of new Set([...message.textBody, ...message.htmlBody])) {
    const { mediaType, params } = part.contentType
    const isHtml = mediaType === 'text/html'
    if ((!isHtml && mediaType !== 'text/plain') || part.disposition?.type === 'attachment') continue
    const text = part.decodeText()
    const shown = isHtml ? withElement(text, lines) : `${lines.join('\r\n')}\r\n\r\n${text}`
    // The charset is that of the new text.
    const rest = Object.entries(params).filter(([name]) => name !== PARAMETER && name !== 'charset')
    part.setContent(shown, { contentType: `${mediaType}${formatParameters([...rest, [PARAMETER, '1']])}` })
  }
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ').replace(/\p{Surrogate}/gu, '\ufffd')
}

/** Where the content of a page begins: behind its body tag, else behind what can only stand before it. */
const BEFORE_BODY = /<body(?:\s[^<>]{0,2000})?>|<\/head\s{0,9}>|<html(?:\s[^<>]{0,2000})?>|<!doctype[^<>]{0,2000}>/gi

function withElement(html: string, lines: readonly string[]): string {
  let at = 0
  for (const { 0: tag, index } of html.matchAll(BEFORE_BODY)) {
    at = index + tag.length
    if (/^<body/i.test(tag)) break
  }
  // References of characters hold in any charset.
  const text = lines.join('\r\n').replace(/[&<>\x80-\u{10ffff}]/gu, (c) => `&#${c.codePointAt(0)};`)
  return `${html.slice(0, at)}<div class="${CLASS}"><pre>${text}</pre></div>${html.slice(at)}`
}

/** Texts of a payload that say that they have such an element on top; none of what is attached. */
export function legacyDisplayParts(payload: Entity | Message): Entity[] {
  const found: Entity[] = []
  const work: Entity[] = [payload]
  for (let part = work.pop(); part !== undefined; part = work.pop()) {
    for (let i = part.parts.length - 1; i >= 0; i--) work.push(part.parts[i]!)
    if (part.parts.length === 0 && isMarked(part) && part.disposition?.type !== 'attachment') found.push(part)
  }
  return found
}

function isMarked({ contentType: { mediaType, params } }: Entity): boolean {
  return (mediaType === 'text/plain' || mediaType === 'text/html') && params[PARAMETER] === '1'
}

/**
 * The text of a part as it was before the hidden fields were written on top of it for readers that know no header protection (RFC 9788 §4.5.3): for those
 * parts that `headerProtection` names in `legacyDisplay`. The text as it is where the part does not say that there are any, or they are not found.
 *
 * @throws TypeError for what is no part
 * @example
 * const { legacyDisplay } = headerProtection(message, { decrypted })
 * for (const part of legacyDisplay) show(withoutLegacyDisplay(part))
 */
export function withoutLegacyDisplay(part: Entity): string {
  assertObject(part, 'part')
  if (!isEntity(part)) throw new TypeError('part: expected a part of a message')
  const text = part.decodeText()
  if (!isMarked(part)) return text
  if (part.contentType.mediaType === 'text/html') return withoutElement(text)
  const blank = /(?:^|\r\n|(?<!\r)\n|\r(?!\n))(?:\r\n|\n|\r(?!\n))/.exec(text)
  return blank === null ? text : text.slice(blank.index + blank[0].length)
}

/** Without the div of that class, what stands in it included. One that is not closed is left. Linear: each tag is looked at once. */
function withoutElement(html: string): string {
  const folded = html.toLowerCase()
  if (folded.length !== html.length) return html
  let depth = 0
  let from = -1
  for (let at = folded.indexOf('<', 0); at !== -1; at = folded.indexOf('<', at + 1)) {
    const isEnd = folded.startsWith('</div', at)
    if (!isEnd && !folded.startsWith('<div', at)) continue
    const name = at + (isEnd ? 5 : 4)
    if (!/[\s/>]/.test(folded[name] ?? '')) continue
    const close = folded.indexOf('>', name)
    if (close === -1) return html
    if (from === -1) {
      if (!isEnd && hasClass(html.slice(name, Math.min(close, name + 1000)))) {
        from = at
        depth = 1
      }
    } else if (isEnd) {
      depth--
      if (depth === 0) return html.slice(0, from) + html.slice(close + 1)
    } else depth++
    at = close
  }
  return html
}

const ATTRIBUTE = /([^\s=/"'>]{1,99})\s{0,20}(?:=\s{0,20}(?:"([^"]{0,999})"|'([^']{0,999})'|([^\s"'>]{1,999})))?/g

function hasClass(attributes: string): boolean {
  for (const [, name, ...values] of attributes.matchAll(ATTRIBUTE)) {
    if (name!.toLowerCase() !== 'class') continue
    return (values.find((value) => value !== undefined) ?? '').split(/\s+/).includes(CLASS)
  }
  return false
}
