/** The form that writes a new message: the worker composes it, and the page opens what comes out. */
import { ask } from './engine.js'

const $ = (id) => document.getElementById(id)
const KEYS = ['from', 'to', 'cc', 'subject', 'text', 'html']

/** @param open (blob: Blob, name: string) => void */
export function writeForm(open) {
  const dialog = $('write-dialog')
  const error = $('write-error')

  function fail(message) {
    error.hidden = message === undefined
    error.textContent = message ?? ''
  }

  for (const id of ['write', 'write-first']) {
    $(id).addEventListener('click', () => {
      fail(undefined)
      dialog.showModal()
    })
  }
  $('write-cancel').addEventListener('click', () => dialog.close())
  $('write-form').addEventListener('submit', async (event) => {
    // The dialog stays open until there is a message.
    event.preventDefault()
    const spec = {}
    for (const key of KEYS) {
      const { value } = $(`write-${key}`)
      if (value.trim() !== '') spec[key] = value
    }
    try {
      const { bytes } = await ask('compose', { spec, files: [...$('write-files').files] })
      dialog.close()
      open(new Blob([bytes]), 'new.eml')
    } catch (reason) {
      fail(reason.message)
    }
  })
}
