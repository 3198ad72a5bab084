/** A message as people read it: who, what, when, the body, what came along, and what other readers would take it for. */
import { htmlFrame } from './html-frame.js'
import { count, element, size, visible } from './text.js'

/** @param on { save(attachment), count of defects is shown elsewhere } */
export function showReader(box, message, on) {
  box.replaceChildren()
  box.append(element('h2', 'subject', visible(message.subject) || '(no subject)'))
  const list = element('dl', 'who')
  for (const [name, text] of message.lines) list.append(element('dt', '', name), element('dd', '', visible(text)))
  box.append(list)
  const body = element('div', 'body')
  const asText = () => {
    const pre = element('pre', 'text', message.text ?? '(no text)')
    pre.tabIndex = 0
    pre.setAttribute('role', 'region')
    pre.setAttribute('aria-label', 'Text of the message')
    body.replaceChildren(pre)
  }
  asText()
  if (message.html !== undefined) {
    const framed = element('button', 'as-html', 'Show HTML, without scripts and network')
    framed.type = 'button'
    framed.setAttribute('aria-pressed', 'false')
    framed.addEventListener('click', () => {
      const on = framed.getAttribute('aria-pressed') !== 'true'
      framed.setAttribute('aria-pressed', String(on))
      if (on) body.replaceChildren(htmlFrame(message.html))
      else asText()
    })
    box.append(framed)
  }
  box.append(body)
  if (message.attachments.length > 0) {
    box.append(element('h3', '', count(message.attachments.length, 'attachment')))
    const files = element('ul', 'files')
    for (const one of message.attachments) {
      const item = element('li')
      const button = element('button', '', `Save ${visible(one.name)} (${visible(one.type)}, ${size(one.size)})`)
      button.type = 'button'
      button.addEventListener('click', () => on.save(one))
      item.append(button)
      files.append(item)
    }
    box.append(files)
  }
  if (message.ambiguities.length === 0) return
  const more = element('details', 'ambiguities')
  more.append(
    element('summary', '', `Programs read ${count(message.ambiguities.length, 'thing')} of this message differently`),
  )
  for (const { fact, path, readings } of message.ambiguities) {
    more.append(element('h3', '', visible(path === '' ? fact : `${fact} of part ${path}`)))
    const all = element('dl', 'facts')
    for (const [profile, reading] of readings)
      all.append(element('dt', '', profile), element('dd', '', visible(reading)))
    more.append(all)
  }
  box.append(more)
}
