/** The header section of an entity: each field decoded, with its typed reading and its span. */
import { element, span, visible } from './text.js'

const AT_ONCE = 100

/** @param on { hover(field | undefined), choose(field), edit(field) } */
export function showFields(box, { list, total }, on) {
  const fields = element('ol', 'fields')
  let shown = 0
  const more = element('button', 'more', 'Show more')
  const add = () => {
    for (const field of list.slice(shown, shown + AT_ONCE)) fields.append(row(field, on))
    shown = Math.min(list.length, shown + AT_ONCE)
    more.hidden = shown >= list.length
  }
  more.type = 'button'
  more.addEventListener('click', add)
  add()
  box.replaceChildren(fields, more)
  if (list.length === 0) box.replaceChildren(element('p', 'nothing', 'No header fields.'))
  if (total > list.length) box.append(element('p', 'nothing', `${total - list.length} further fields are not listed.`))
}

function row(field, on) {
  const item = element('li')
  const button = element('button', 'field')
  button.type = 'button'
  button.dataset.start = String(field.start)
  button.dataset.end = String(field.end)
  const head = element('span', 'field-head')
  head.append(element('bdi', 'name', visible(field.name)), element('span', 'span', span(field)))
  button.append(head, element('bdi', 'value', visible(field.text)))
  button.addEventListener('pointerenter', () => on.hover(field))
  button.addEventListener('pointerleave', () => on.hover(undefined))
  button.addEventListener('focus', () => on.hover(field))
  button.addEventListener('blur', () => on.hover(undefined))
  button.addEventListener('click', () => on.choose(field))
  item.append(button)
  const edit = element('button', 'edit', 'Edit')
  edit.type = 'button'
  edit.setAttribute('aria-label', `Edit ${visible(field.name)}`)
  edit.addEventListener('click', () => on.edit(field))
  item.append(edit)
  if (field.reading.length > 0) {
    const reading = element('dl', 'reading')
    for (const [label, text] of field.reading) {
      reading.append(element('dt', '', visible(label)), element('dd', '', visible(text)))
    }
    item.append(reading)
  }
  return item
}
