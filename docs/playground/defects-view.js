/** Defects: a row each, and the chosen one in full. */
import { count, element, span, visible } from './text.js'

const SEVERITIES = ['error', 'warning', 'info']

export function showDefectRow(box, defect) {
  box.append(
    element('span', `severity ${defect.severity}`, defect.severity),
    element('span', 'code', defect.code),
    element('span', 'span', `${span(defect)}${defect.rfc === '' ? '' : ` · ${rfcText(defect.rfc)}`}`),
    element('bdi', 'message', visible(defect.message)),
  )
}

export function showDefectCounts(box, defects) {
  const parts = SEVERITIES.map((severity) => [severity, defects.filter((one) => one.severity === severity).length])
  const some = parts.filter(([, n]) => n > 0)
  box.replaceChildren()
  some.forEach(([severity, n], i) => {
    if (i > 0) box.append(' · ')
    box.append(element('span', severity, severity === 'info' ? `${n} info` : count(n, severity)))
  })
  if (some.length === 0) box.textContent = 'none'
}

/** `5322 2.3, 4.1` as people cite it. */
function rfcText(rfc) {
  const [number, ...sections] = rfc.split(' ')
  return `RFC ${number}${sections.length === 0 ? '' : ` §${sections.join(' ')}`}`
}

export function showDefect(box, defect) {
  const head = element('p')
  head.append(element('span', `severity ${defect.severity}`, `${defect.severity} `), element('strong', '', defect.code))
  head.append(` at ${span(defect)} `)
  if (defect.rfc !== '') {
    const [number, section] = defect.rfc.split(/[ ,]+/)
    const link = element('a', '', rfcText(defect.rfc))
    // Followed only when clicked; nothing of the message is in it.
    const anchor = /^\d/.test(section ?? '') ? `#section-${section}` : ''
    link.href = `https://www.rfc-editor.org/rfc/rfc${number}${anchor}`
    link.target = '_blank'
    link.rel = 'noopener noreferrer'
    head.append(link)
  }
  box.replaceChildren(head, element('p', '', visible(defect.message)))
  if (defect.reading !== '') box.append(element('p', '', `Shown: ${defect.reading}`))
  box.hidden = false
  box.scrollTop = 0
}
