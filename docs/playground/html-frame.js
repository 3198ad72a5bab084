/**
 * HTML of a message in a frame that can do nothing: `sandbox=""` (no scripts, forms, popups, navigation of the page), a policy of its own that lets
 * it load only what stands in it, and nothing in it that would reach out past a policy.
 */
import { element } from './text.js'

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
/** No policy covers these: a link may resolve names or connect ahead, a meta may turn the page elsewhere. */
const REACHING_OUT = 'link, meta, base, script, iframe, frame, frameset, object, embed, applet, portal, fencedframe'

const policy = globalThis.trustedTypes?.createPolicy('frame', { createHTML: (html) => html })
const trusted = (html) => policy?.createHTML(html) ?? html

/** The document to show. A parsed document that is not shown loads nothing. */
function inert(html) {
  const parsed = new DOMParser().parseFromString(trusted(html), 'text/html')
  for (const found of parsed.querySelectorAll(REACHING_OUT)) found.remove()
  for (const found of parsed.querySelectorAll('*')) {
    for (const name of ['href', 'xlink:href', 'ping']) {
      const to = found.getAttribute(name)
      if (to === null) continue
      // A link says where it would have led.
      if (name === 'href') found.setAttribute('title', to)
      found.removeAttribute(name)
    }
  }
  return parsed.documentElement.outerHTML
}

export function htmlFrame(html) {
  const frame = element('iframe', 'mail')
  frame.setAttribute('sandbox', '')
  frame.setAttribute('referrerpolicy', 'no-referrer')
  frame.setAttribute('title', 'HTML body, without scripts and network')
  const head = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">`
  frame.srcdoc = trusted(`${head}<style>html{background:#fff;color:#000;font:14px system-ui}</style>${inert(html)}`)
  return frame
}
