/**
 * Says what elements, classes and styles do to the text of a mail: HTML Living Standard §15.3, and the ways in which mailers mark quotes and
 * signatures.
 */
import type { Attributes } from './read-html.js'

/** Elements that stand on lines of their own, with the line breaks around them: 1 ends a line, 2 leaves an empty one. */
export const BLOCKS: ReadonlyMap<string, 1 | 2> = /* @__PURE__ */ new Map<string, 1 | 2>([
  ...(
    'address article aside body center caption dd details dialog div dt fieldset figcaption footer form frameset header hgroup html legend li main ' +
    'menu nav optgroup option section summary table tbody td tfoot th thead tr'
  )
    .split(' ')
    .map((name) => [name, 1] as const),
  ...'blockquote dir dl figure h1 h2 h3 h4 h5 h6 hr listing ol p plaintext pre ul xmp'
    .split(' ')
    .map((name) => [name, 2] as const),
])

/** Elements without content, and those that may be left out: what stands in them is the document's. */
export const VOID: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'area base basefont bgsound br col embed frame head hr html image img input keygen link meta param source track wbr'.split(
    ' ',
  ),
)

/** Elements whose content no reader shows. */
export const SKIPPED: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'script style title template svg math iframe noembed select datalist textarea'.split(' '),
)

export const LISTS: ReadonlySet<string> = /* @__PURE__ */ new Set(['ul', 'ol', 'dir', 'menu'])
export const PREFORMATTED: ReadonlySet<string> = /* @__PURE__ */ new Set(['pre', 'listing', 'plaintext', 'xmp'])

/** Parts of tables: their tags close within a table what stands in the way; no other tag closes through them. */
export const TABLE_PARTS: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'table caption thead tbody tfoot tr td th'.split(' '),
)

/** What a start tag ends: an open element of the same kind in the same list, row or table. */
export const ENDS: ReadonlyMap<string, readonly string[]> = /* @__PURE__ */ new Map([
  ['li', ['li']],
  ['dt', ['dt', 'dd']],
  ['dd', ['dt', 'dd']],
  ['td', ['td', 'th']],
  ['th', ['td', 'th']],
  ['tr', ['tr']],
  ['tbody', ['thead', 'tbody', 'tfoot']],
  ['tfoot', ['thead', 'tbody', 'tfoot']],
  ['a', ['a']],
])

/** Who wrote a line. */
export type Mark =
  /** The author. */
  | 'own'
  /** Another message, marked as such by a mailer. */
  | 'quote'
  /** A blockquote that nobody marked: a quoted message if an attribution stands before it. */
  | 'block'
  /** The line that says who is quoted. */
  | 'attribution'
  | 'signature'

/** What the attributes of an element say. */
export interface Look {
  readonly hidden: boolean
  /** White space stands as it is (`white-space: pre`, `pre-wrap`). */
  readonly pre: boolean | undefined
  /** Text of no size, until an element inside gives it one. */
  readonly tiny: boolean | undefined
  /** A paragraph without a margin: mailers that write each line as one. */
  readonly tight: boolean
  /** An indent, not a quote. */
  readonly indent: boolean
  /** It stands on lines of its own (`display: block`), or within a line (`display: inline`), whatever the element. */
  readonly display: 'block' | 'inline' | undefined
}

const PLAIN: Look = { hidden: false, pre: undefined, tiny: undefined, tight: false, indent: false, display: undefined }

/** Attributes that `lookOf`, `markOf` and the walk ask for. */
export const WANTED: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'href src alt style class id type start value hidden name width height data-marker'.split(' '),
)

export function lookOf(attributes: Attributes): Look {
  if (attributes.size === 0) return PLAIN
  const style = attributes.get('style')
  const tight = /^Mso/.test(attributes.get('class') ?? '')
  const hidden = attributes.has('hidden')
  if (style === undefined) return hidden || tight ? { ...PLAIN, hidden, tight } : PLAIN
  const css = `;${style.toLowerCase().replace(/[ \t\r\n\f]+/g, '')}`
  const has = (text: string) => css.includes(`;${text}`)
  const clipped = has('overflow:hidden') && /;(?:max-)?(?:height|width):0(?:px|pt|em|%)?(?:;|!|$)/.test(css)
  const size = /;font-size:([\d.]+)/.exec(css)?.[1]
  return {
    hidden:
      hidden || clipped || has('display:none') || has('visibility:hidden') || /;opacity:0(?:\.0*)?(?:;|!|$)/.test(css),
    pre: has('white-space:') ? /;white-space:(?:pre|break-spaces)/.test(css) : undefined,
    tiny: size === undefined ? undefined : Number(size) === 0,
    tight: tight || /;margin(?:-bottom)?:0/.test(css),
    display: displayOf(css),
    indent: has('border:none') || has('border:0') || /;border-left:(?:none|0)/.test(css),
  }
}

const OWN_LINES = /;display:(?:block|flex|grid|list-item|table)(?:;|!|$)/
const IN_LINE = /;display:inline(?:;|!|$)/

function displayOf(css: string): Look['display'] {
  if (css.indexOf(';display:') === -1) return undefined
  if (OWN_LINES.test(css)) return 'block'
  return IN_LINE.test(css) ? 'inline' : undefined
}

const QUOTES: ReadonlySet<string> = /* @__PURE__ */ new Set(
  (
    'yahoo_quoted protonmail_quote tutanota_quote moz-forward-container ms-outlook-mobile-reference-message freshdesk_quote front-blockquote ' +
    'hs_reply zmail_extra mailbox_quote mail-editor-reference-message-container isreplycontent messagereplysection __quoted_text__ ' +
    'outlookmessageheader divrplyfwdmsg mail-editor-reference-message'
  ).split(' '),
)
const SIGNATURES: ReadonlySet<string> = /* @__PURE__ */ new Set(
  (
    'gmail_signature gmail_signature_prefix moz-signature applemailsignature ms-outlook-mobile-signature protonmail_signature_block ' +
    'signature mail_signature mailsignature email-signature sh-signature bloop_sign messagesignaturesection __sig_pre__ __sig_post__ lineandsignature'
  ).split(' '),
)
const ATTRIBUTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(['gmail_attr', 'moz-cite-prefix', 'replyattribution'])

/** From such an element on all is another message, to the end of the document. */
const REST: ReadonlySet<string> = /* @__PURE__ */ new Set(['divrplyfwdmsg', 'outlookmessageheader', 'appendonsend'])

export interface Marked {
  readonly mark: Mark | undefined
  /** The mark holds for all that follows. */
  readonly rest: boolean
}

const UNMARKED: Marked = { mark: undefined, rest: false }

/** What the names that an element bears say about its author: mailers' own classes, ids, names. */
export function markOf(name: string, attributes: Attributes): Marked {
  if (attributes.size === 0) return name === 'blockquote' ? { mark: 'block', rest: false } : UNMARKED
  const names = `${attributes.get('class') ?? ''} ${attributes.get('id') ?? ''} ${attributes.get('name') ?? ''} ${attributes.get('data-marker') ?? ''}`
  for (const word of names.toLowerCase().split(/[ \t\r\n\f]+/, 40)) {
    if (word === '') continue
    // Exchange puts `x_` before the names of what it quotes, Yahoo a word of its own.
    const bare = word.replace(/^(?:x_)+/, '').replace(/^ydp[\da-z]{6,12}/, '')
    if (name === 'blockquote' && bare === 'gmail_quote') return { mark: 'quote', rest: false }
    if (REST.has(bare)) return { mark: 'quote', rest: true }
    if (QUOTES.has(bare) || bare.startsWith('yahoo_quoted')) return { mark: 'quote', rest: false }
    if (SIGNATURES.has(bare)) return { mark: 'signature', rest: false }
    if (ATTRIBUTIONS.has(bare)) return { mark: 'attribution', rest: false }
  }
  if (name !== 'blockquote')
    return attributes.get('name')?.toLowerCase() === 'quote' ? { mark: 'quote', rest: false } : UNMARKED
  return { mark: attributes.get('type')?.toLowerCase() === 'cite' ? 'quote' : 'block', rest: false }
}
