/** The decoded content of an entity: text as text, HTML as source or in its frame, all else as its first octets. */
import { htmlFrame } from './html-frame.js'
import { element, size, visible } from './text.js'

function facts(box, pairs) {
  const list = element('dl', 'facts')
  for (const [label, text] of pairs) {
    if (text) list.append(element('dt', '', label), element('dd', '', visible(text)))
  }
  box.append(list)
}

function text(value, label) {
  const pre = element('pre', 'text', value)
  pre.tabIndex = 0
  pre.setAttribute('role', 'region')
  pre.setAttribute('aria-label', label)
  return pre
}

/** @param save () => void, which offers the decoded content as a file */
export function showContent(box, node, content, save) {
  box.replaceChildren()
  facts(box, [
    ['Type', node.type],
    ['Role', `${node.role}: ${node.because}`],
    ['Name', node.filename],
    ['Saved as', node.filename === undefined ? '' : content.safeFilename],
    ['Content-ID', node.contentId],
    ['Encoding', content.kind === 'container' ? '' : node.encoding],
    ['Charset', content.charset === undefined ? '' : charset(content.charset)],
    ['Decoded', content.size === undefined ? '' : `${content.size.toLocaleString('en')} octets`],
  ])
  if (content.kind === 'container') {
    box.append(element('p', 'nothing', node.children === 0 ? 'No parts.' : 'Its parts stand in the tree.'))
    if (content.preamble) box.append(element('h3', '', 'Preamble'), text(content.preamble, 'Preamble'))
    if (content.epilogue) box.append(element('h3', '', 'Epilogue'), text(content.epilogue, 'Epilogue'))
    return
  }
  const bar = element('div', 'bar')
  const saving = element('button', '', `Save content (${size(content.size)})`)
  saving.type = 'button'
  saving.addEventListener('click', save)
  bar.append(saving)
  box.append(bar)
  const shown = element('div', 'shown')
  box.append(shown)
  if (content.kind === 'binary') {
    const hex = Array.from(content.head, (octet) => octet.toString(16).padStart(2, '0'))
    const lines = []
    for (let at = 0; at < hex.length; at += 16) lines.push(hex.slice(at, at + 16).join(' '))
    shown.append(text(lines.join('\n'), 'First octets'))
    if (content.size > content.head.length)
      shown.append(element('p', 'nothing', `The first ${content.head.length} octets.`))
    return
  }
  const source = () => {
    shown.replaceChildren(text(content.text, 'Decoded text'))
    if (content.length > content.text.length) {
      const all = content.length.toLocaleString('en')
      shown.append(
        element('p', 'nothing', `The first ${content.text.length.toLocaleString('en')} characters of ${all}.`),
      )
    }
  }
  source()
  if (content.kind !== 'html') return
  if (content.html === undefined) {
    shown.append(element('p', 'nothing', 'Too long for the frame: shown as source only.'))
    return
  }
  const toggle = element('button', 'toggle', 'Show in a sandboxed frame')
  toggle.type = 'button'
  toggle.setAttribute('aria-pressed', 'false')
  toggle.addEventListener('click', () => {
    const framed = toggle.getAttribute('aria-pressed') !== 'true'
    toggle.setAttribute('aria-pressed', String(framed))
    toggle.textContent = framed ? 'Show as source' : 'Show in a sandboxed frame'
    if (framed) shown.replaceChildren(htmlFrame(content.html))
    else source()
  })
  bar.prepend(toggle)
}

function charset({ declared, used, replaced }) {
  const label = declared === undefined ? 'none declared' : `declared ${declared}`
  const lost = replaced === 0 ? '' : `; ${replaced} replaced`
  return `${used} (${label}${lost})`
}
