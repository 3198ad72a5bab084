/** The form that changes header fields, and the list of what was changed. */
import { element, visible } from './text.js'

const $ = (id) => document.getElementById(id)

/**
 * @param on { apply(change): Promise<string[] | undefined> gives the signatures that no longer hold, revert(): Promise<boolean> }; undefined and
 *   false where another message is open by now
 */
export function editForm(on) {
  const action = $('edit-action')
  const name = $('edit-name')
  const value = $('edit-value')
  const error = $('edit-error')
  const broken = new Set()
  let place = 'the message'

  const form = {
    count: 0,
    target(node) {
      place = node.path === '' ? 'the message' : `part ${node.path}`
      $('edit-target').textContent = `${place} (${visible(node.type)})`
    },
    fill(field) {
      action.value = 'set'
      name.value = field.name
      value.value = field.text
      follow()
      fail(undefined)
    },
    clear() {
      form.count = 0
      broken.clear()
      $('edits').replaceChildren()
      $('edits-title').hidden = true
      $('revert').disabled = true
      fail(undefined)
      showBroken()
    },
  }

  function follow() {
    $('edit-value-label').hidden = action.value === 'delete'
  }

  function fail(message) {
    error.hidden = message === undefined
    error.textContent = message ?? ''
  }

  function showBroken() {
    $('broken').textContent =
      broken.size === 0 ? '' : `No longer valid after these edits: ${[...broken].map(visible).join('; ')}`
  }

  action.addEventListener('change', follow)
  $('edit-form').addEventListener('submit', async (event) => {
    event.preventDefault()
    const change = { action: action.value, name: name.value.trim(), value: value.value }
    const where = place
    try {
      const changed = await on.apply(change)
      if (changed === undefined) return
      for (const signature of changed) broken.add(signature)
    } catch (reason) {
      fail(reason.message)
      return
    }
    fail(undefined)
    form.count++
    const said = change.action === 'delete' ? '' : `: ${change.value}`
    $('edits').append(element('li', '', visible(`${change.action} ${change.name}${said}, in ${where}`)))
    $('edits-title').hidden = false
    $('revert').disabled = false
    showBroken()
  })
  $('revert').addEventListener('click', async () => {
    if (await on.revert()) form.clear()
  })
  follow()
  return form
}
