/** The ways to bring a message in: a file chosen or dropped, a text pasted, a sample. */
import { SAMPLES } from './samples.js'

const $ = (id) => document.getElementById(id)

/** @param open (blob: Blob, name: string) => void */
export function openings(open) {
  const file = $('file')
  for (const id of ['open', 'open-first']) $(id).addEventListener('click', () => file.click())
  file.addEventListener('change', () => {
    const [chosen] = file.files
    // The same file may be chosen again.
    file.value = ''
    if (chosen) open(chosen, chosen.name)
  })

  const sample = $('sample')
  SAMPLES.forEach(({ title }, i) => {
    sample.add(new Option(title, String(i)))
  })
  const openSample = (i) => open(new Blob([SAMPLES[i].bytes]), SAMPLES[i].name)
  sample.addEventListener('change', () => {
    if (sample.value !== '') openSample(Number(sample.value))
    sample.value = ''
  })
  $('sample-first').addEventListener('click', () => openSample(0))

  const dialog = $('paste-dialog')
  $('paste').addEventListener('click', () => {
    dialog.returnValue = ''
    dialog.showModal()
  })
  dialog.addEventListener('close', () => {
    const source = $('paste-text').value
    if (dialog.returnValue !== 'open' || source === '') return
    // A text field holds LF only, whatever was pasted.
    open(new Blob([$('paste-crlf').checked ? source.replaceAll('\n', '\r\n') : source]), 'pasted.eml')
  })

  const drag = (on) => document.body.classList.toggle('dragging', on)
  addEventListener('dragover', (event) => {
    event.preventDefault()
    drag(true)
  })
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) drag(false)
  })
  addEventListener('drop', (event) => {
    event.preventDefault()
    drag(false)
    const [dropped] = event.dataTransfer.files
    if (dropped) open(dropped, dropped.name)
  })
}
