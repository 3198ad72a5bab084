/** The page: what is open, what is chosen, and how each view follows. */
import { BytesView } from './bytes-view.js'
import { showContent } from './content-view.js'
import { showDefect, showDefectCounts, showDefectRow } from './defects-view.js'
import { editForm } from './edit-form.js'
import { ask } from './engine.js'
import { showFields } from './fields-view.js'
import { List } from './list.js'
import { openings } from './openings.js'
import { showReader } from './reader-view.js'
import { tabs } from './tabs.js'
import { count, size, span, visible } from './text.js'
import { flagNodes, nodeAt, showNode } from './tree-view.js'
import { writeForm } from './write-form.js'

const $ = (id) => document.getElementById(id)

/**
 * What is open. `generation` counts all that opens or changes a message, `shown` is that of the message on the page, `turn` counts choices in it.
 * Behind every await they are looked at again: an answer about an earlier message, or for an earlier choice, is dropped.
 */
const state = {
  generation: 0,
  shown: 0,
  turn: 0,
  name: '',
  bytes: new Uint8Array(),
  nodes: [],
  defects: [],
  spaces: [],
  chosen: 0,
  space: 0,
}
/** Spans that are shown, later ones over earlier ones. */
const marks = { node: [], field: [], hover: [], defect: [], octet: [] }

const octets = new BytesView($('bytes'), pick)
const tree = new List($('tree'), {
  rowHeight: 42,
  fill: showNode,
  choose: (_node, i) => chooseNode(i, { scroll: true }),
  move: (key, i) =>
    key === 'ArrowLeft' ? Math.max(0, state.nodes[i]?.parent ?? 0) : key === 'ArrowRight' ? i + 1 : undefined,
})
const defects = new List($('defects'), { rowHeight: 42, fill: showDefectRow, choose: chooseDefect })
const edit = editForm({ apply: applyEdit, revert })
const pages = tabs($('workspace').querySelector('[role=tablist]'), (name) => {
  setView('source')
  if (name === 'content') loadContent()
})

/** `read` or `source`. */
let view = 'read'
function setView(wanted) {
  view = wanted
  $('reader').hidden = view !== 'read' || state.shown === 0
  $('workspace').hidden = view !== 'source' || state.shown === 0
  for (const name of ['read', 'source']) $(`view-${name}`).setAttribute('aria-pressed', String(name === view))
}

async function loadReader() {
  const message = await askShown('read')
  if (message === undefined) return
  showReader($('reader'), message, {
    save: async (one) => {
      const bytes = await askShown('bytes', { i: one.i })
      if (bytes !== undefined) save(bytes, one.name)
    },
  })
}

/** The messages of an mbox, to choose from. */
function listBox(entries, name) {
  if (entries.length === 0) return
  const box = $('box')
  box.replaceChildren()
  entries.forEach((line, i) => {
    box.add(new Option(`${i + 1}. ${visible(line)}`, String(i)))
  })
  box.dataset.name = name
  $('box-choice').hidden = false
}
async function openEntry(i) {
  const bytes = await ask('entry', { i })
  if (bytes !== undefined) open(new Blob([bytes]), `${i + 1}-${$('box').dataset.name}`, true)
}

/** Asks about the message that is shown. Undefined where it is shown no longer. */
async function askShown(operation, given = {}) {
  const { shown } = state
  const answer = await ask(operation, { ...given, generation: shown })
  return shown === state.shown ? answer : undefined
}

/** Is what was shown and chosen at the call shown and chosen still? */
function moment() {
  const { shown, turn } = state
  return () => shown === state.shown && turn === state.turn
}

function paint() {
  octets.setMarks([...marks.node, ...marks.hover, ...marks.field, ...marks.defect, ...marks.octet])
}

function status(text) {
  $('status').textContent = text
}

async function open(blob, name, ofBox = false) {
  const generation = ++state.generation
  const started = performance.now()
  status(`Opening ${visible(name)}…`)
  try {
    const opened = await ask('open', { generation, blob })
    if (opened === undefined) return
    state.name = name
    edit.clear()
    if (!ofBox) $('box-choice').hidden = true
    listBox(opened.entries, name)
    if (opened.entries.length > 0) {
      await openEntry(0)
      return
    }
    view = 'read'
    show(opened, 0, generation)
    loadReader()
    // Counted until it is on the screen.
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))
    if (generation !== state.shown) return
    const took = Math.round(performance.now() - started)
    document.body.dataset.took = String(took)
    await check(
      `${visible(name)} · ${size(blob.size)} · ${count(state.nodes.length, 'entity', 'entities')} · opened in ${took} ms`,
    )
  } catch (error) {
    if (generation === state.generation) status(error instanceof Error ? error.message : String(error))
  }
}

/** Shows what was parsed; the entity at `path` is chosen again, if there is one. */
function show(opened, chosen, generation) {
  const { bytes } = opened
  state.shown = generation
  state.turn++
  $('empty').hidden = true
  $('views').hidden = false
  setView(view)
  $('download').disabled = false
  state.bytes = bytes
  state.nodes = opened.nodes
  state.spaces = [{ bytes, rows: opened.rows }]
  state.space = 0
  for (const key of Object.keys(marks)) marks[key] = []
  octets.setBytes(bytes, opened.rows)
  octets.setDefects([])
  state.defects = []
  defects.setItems([])
  $('defect').hidden = true
  tree.setItems(state.nodes, chosen)
  chooseNode(chosen, { fields: chosen === 0 ? opened.fields : undefined, scroll: chosen !== 0 })
}

/** The second, longer step: every reading forced. The page can be used meanwhile. */
async function check(line) {
  const { nodes } = state
  delete document.body.dataset.checked
  status(`${line} · checking…`)
  $('fault-counts').textContent = 'checking…'
  const found = await askShown('check')
  if (found === undefined) return
  nodes.forEach((node, i) => {
    node.size = found.sizes[i]
  })
  flagNodes(nodes, found.defects)
  tree.rows.refresh()
  state.defects = found.defects
  listDefects()
  octets.setDefects(state.space === 0 ? found.defects : [])
  showDefectCounts($('fault-counts'), found.defects)
  status(`${line} · ${count(found.defects.length, 'defect')}`)
  document.body.dataset.checked = state.name
}

/** In the order of the message; or those of one code together, the code that comes first first. */
function listDefects() {
  const grouped = $('by-code').getAttribute('aria-pressed') === 'true'
  const groups = new Map()
  for (const defect of state.defects) {
    const key = grouped ? defect.code : ''
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [defect])
    else group.push(defect)
  }
  defects.setItems([...groups.values()].flat())
}

/** Shows the octets that offsets of an entity point into. */
async function enterSpace(space) {
  if (space === state.space) return
  const { spaces } = state
  state.space = space
  if (spaces[space] === undefined) {
    const answer = await askShown('space', { space })
    if (answer === undefined) return
    spaces[space] ??= answer
    if (state.space !== space) return
  }
  const { bytes, rows } = spaces[space]
  octets.setBytes(bytes, rows)
  octets.setDefects(space === 0 ? state.defects : [])
}

async function chooseNode(i, { fields, scroll = false } = {}) {
  const node = state.nodes[i]
  if (node === undefined) return
  state.turn++
  const current = moment()
  state.chosen = i
  marks.node = [
    { start: node.start, end: node.bodyStart, className: 'node-head' },
    { start: node.bodyStart, end: node.end, className: 'node-body' },
  ]
  marks.field = []
  marks.hover = []
  edit.target(node)
  await enterSpace(node.space)
  if (!current()) return
  const title = node.space === 0 ? '' : ' of the decoded body'
  $('where').textContent = `${node.path || 'message'} · ${visible(node.type)} · ${span(node)}${title}`
  paint()
  if (scroll) octets.show(node.start)
  $('content').replaceChildren()
  if (pages.current === 'content') loadContent()
  const listed = fields ?? (await askShown('fields', { i }))
  if (listed === undefined || !current()) return
  showFields($('fields'), listed, { hover: hoverField, choose: chooseField, edit: editField })
  $('fields').scrollTop = 0
  $('fields').dataset.of = node.path
}

function hoverField(field) {
  marks.hover = field === undefined ? [] : [{ ...field, className: 'hovered' }]
  paint()
}

function chooseField(field, scroll = true) {
  marks.field = [{ ...field, className: 'marked' }]
  for (const button of $('fields').querySelectorAll('.field')) {
    button.setAttribute('aria-current', String(button.dataset.start === String(field.start)))
  }
  paint()
  if (scroll) octets.show(field.start)
}

function editField(field) {
  edit.fill(field)
  pages.select('edit')
}

async function chooseDefect(defect) {
  showDefect($('defect'), defect)
  marks.octet = []
  const end = Math.max(defect.end, defect.start + 1)
  marks.defect = [{ start: defect.start, end, className: `chosen-${defect.severity}` }]
  const current = moment()
  await enterSpace(0)
  if (!current()) return
  if (!(await follow(nodeAt(state.nodes, 0, defect.start)))) return
  paint()
  octets.show(defect.start)
}

/** Chooses the entity in which something was chosen; false where the page has moved on meanwhile. */
async function follow(i) {
  if (i === state.chosen) return true
  tree.mark(i)
  const { shown, turn } = state
  await chooseNode(i)
  return shown === state.shown && state.turn === turn + 1
}

/** An octet was clicked: where it stands is chosen. */
async function pick(offset) {
  const { space } = state
  const octet = state.spaces[space].bytes[offset]
  marks.octet = [{ start: offset, end: offset + 1, className: 'octet' }]
  marks.defect = []
  const i = nodeAt(state.nodes, space, offset)
  if (!(await follow(i))) return
  const node = state.nodes[i]
  $('where').textContent =
    `octet ${offset} · ${octet.toString(16).padStart(2, '0')} · in ${node.path || 'message'} ${visible(node.type)}`
  marks.field = []
  for (const button of $('fields').querySelectorAll('.field')) {
    const start = Number(button.dataset.start)
    const inside = offset >= start && offset < Number(button.dataset.end)
    button.setAttribute('aria-current', String(inside))
    if (!inside) continue
    marks.field = [{ start, end: Number(button.dataset.end), className: 'marked' }]
    button.scrollIntoView({ block: 'nearest' })
  }
  paint()
}

async function loadContent() {
  const { chosen, nodes } = state
  const current = moment()
  const content = await askShown('content', { i: chosen })
  if (content === undefined || !current()) return
  showContent($('content'), nodes[chosen], content, async () => {
    if (!current()) return
    const bytes = await askShown('bytes', { i: chosen })
    if (bytes !== undefined) save(bytes, content.safeFilename)
  })
}

async function applyEdit(change) {
  const generation = ++state.generation
  const { path, depth } = state.nodes[state.chosen]
  const changed = await askShown('edit', { i: state.chosen, ...change, next: generation })
  if (changed === undefined) return undefined
  const again = changed.nodes.findIndex((node) => node.path === path && node.depth === depth)
  show(changed, Math.max(0, again), generation)
  check(`${visible(state.name)}, edited · ${size(changed.bytes.length)}`)
  return changed.broken
}

async function revert() {
  const generation = ++state.generation
  const opened = await askShown('revert', { next: generation })
  if (opened === undefined) return false
  show(opened, 0, generation)
  check(`${visible(state.name)} · ${size(opened.bytes.length)}`)
  return true
}

function save(bytes, name) {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

for (const mode of ['text', 'hex']) {
  $(`as-${mode}`).addEventListener('click', () => {
    octets.setMode(mode)
    for (const other of ['text', 'hex']) $(`as-${other}`).setAttribute('aria-pressed', String(other === mode))
  })
}
$('download').addEventListener('click', () => save(state.bytes, edit.count > 0 ? `edited-${state.name}` : state.name))
for (const name of ['read', 'source'])
  $(`view-${name}`).addEventListener('click', () => {
    setView(name)
    if (name === 'read') loadReader()
  })
$('by-code').addEventListener('click', () => {
  const on = $('by-code').getAttribute('aria-pressed') !== 'true'
  $('by-code').setAttribute('aria-pressed', String(on))
  listDefects()
})
$('box').addEventListener('change', () => openEntry(Number($('box').value)))
openings((blob, name) => open(blob, name))
writeForm((blob, name) => open(blob, name))
ask('ready').then(
  () => {
    document.body.dataset.loaded = 'yes'
  },
  (error) => status(error.message),
)
