/**
 * HTML of a message in a frame that can do nothing. What gets into it is an allow-list, made by DOMPurify until it stays the same when it is parsed
 * and sanitised again; the frame has `sandbox=""` (no scripts, forms, popups, navigation of the page) and a policy of its own that lets it load only
 * what stands in it.
 */
import DOMPurify from './purify.js'
import { element } from './text.js'

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
const HEAD = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta http-equiv="x-dns-prefetch-control" content="off"><meta name="referrer" content="no-referrer"><style>html{background:#fff;color:#000;font:14px system-ui}</style>`

/** Elements that show text, and none that loads, runs, submits or is parsed by rules of its own. */
const ELEMENTS =
  'a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark menu nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'
/** No attribute that names an address, but `src` of an image, and that only for pictures that stand in it. */
const ATTRIBUTES =
  'abbr align alt bgcolor border cellpadding cellspacing clear color colspan compact datetime dir face headers height hspace lang noshade nowrap open reversed rowspan rules scope size span src start style summary title type valign value vspace width'
const PICTURE = /^data:image\/(?:png|gif|jpeg|webp|bmp);base64,[A-Za-z0-9+/=\s]*$/i
/** Properties of a style that lay out and colour text. None of them takes an address here: see `VALUE`. */
const PROPERTY =
  /^(?:background-color|color|direction|display|float|clear|font(?:-family|-size|-style|-variant|-weight)?|height|width|(?:max|min)-(?:height|width)|letter-spacing|line-height|list-style-type|(?:margin|padding)(?:-top|-right|-bottom|-left)?|border(?:-top|-right|-bottom|-left)?(?:-color|-style|-width)?|border-(?:collapse|radius|spacing)|table-layout|text-align|text-decoration|text-indent|text-transform|vertical-align|white-space|word-break|word-wrap|overflow-wrap)$/
/** Letters, digits and what lengths, colours and names of fonts need: no escape, no function but of colours. */
const VALUE = /^(?:[\w\s#%.,"'-]|(?:rgba?|hsla?)\([\d\s.,%/]*\))*$/i
/** A document that does not settle within so many rounds is shown as source only. */
const ROUNDS = 8

const policy = globalThis.trustedTypes?.createPolicy('frame', {
  createHTML: (html) => html,
  createScriptURL: () => {
    throw new TypeError('the frame runs no script')
  },
})
const trusted = (html) => policy?.createHTML(html) ?? html

const CONFIG = {
  ALLOWED_TAGS: ELEMENTS.split(' '),
  ALLOWED_ATTR: ATTRIBUTES.split(' '),
  ALLOWED_NAMESPACES: ['http://www.w3.org/1999/xhtml'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOW_UNKNOWN_PROTOCOLS: false,
  ALLOW_SELF_CLOSE_IN_ATTR: false,
  ...(policy === undefined ? {} : { TRUSTED_TYPES_POLICY: policy }),
}

/** A link says where it would have led, and leads nowhere. */
DOMPurify.addHook('beforeSanitizeAttributes', (node) => {
  if (node.localName !== 'a' || !node.hasAttribute?.('href')) return
  node.setAttribute('title', node.getAttribute('href'))
  node.removeAttribute('href')
})

DOMPurify.addHook('uponSanitizeAttribute', (node, data) => {
  if (data.attrName === 'src') data.keepAttr = node.localName === 'img' && PICTURE.test(data.attrValue)
  else if (data.attrName === 'type') data.keepAttr = /^(?:ol|ul|li)$/.test(node.localName)
  else if (data.attrName === 'style') {
    data.attrValue = styleOf(node)
    data.keepAttr = data.attrValue !== ''
  }
})

/** The declarations that may stay, as the browser read them. */
function styleOf(node) {
  const { style } = node
  const kept = []
  for (const name of style) {
    const value = style.getPropertyValue(name)
    if (PROPERTY.test(name) && VALUE.test(value)) kept.push(`${name}: ${value}`)
  }
  return kept.join('; ')
}

const documentOf = (body) => `<!doctype html><html><head>${HEAD}</head><body>${body}</body></html>`

/** What the frame's document will be. A parsed document that is not shown loads nothing. */
const parsed = (body) => new DOMParser().parseFromString(trusted(documentOf(body)), 'text/html').body.innerHTML

/** The body to show; undefined where it is another each time that it is parsed, which no honest mail is. */
function clean(html) {
  let body = DOMPurify.sanitize(html, CONFIG)
  for (let round = 0; round < ROUNDS; round++) {
    const next = DOMPurify.sanitize(parsed(body), CONFIG)
    if (next === body && parsed(next) === next) return next
    body = next
  }
  return undefined
}

/** A frame with the HTML, or a sentence that says why there is none. */
export function htmlFrame(html) {
  const body = clean(html)
  if (body === undefined)
    return element(
      'p',
      'nothing',
      'This HTML is read otherwise each time that it is parsed: it is shown as source only.',
    )
  const frame = element('iframe', 'mail')
  frame.setAttribute('sandbox', '')
  frame.setAttribute('referrerpolicy', 'no-referrer')
  frame.setAttribute('title', 'HTML body, without scripts and network')
  frame.srcdoc = trusted(documentOf(body))
  return frame
}
