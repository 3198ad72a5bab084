/** The octets of a message as text or hex: only visible rows are made; spans of the message are classes of the cells. */
import { rowEnd, rowOf, rowStart } from './line-rows.js'
import { Rows } from './rows.js'
import { element } from './text.js'

const ROW_HEIGHT = 20
const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'))
/** One character an octet, so that a column is an offset. */
const GLYPH = Array.from({ length: 256 }, (_, octet) => {
  // Characters that fonts for fixed width have; the control pictures (U+2400 on) many lack.
  if (octet === 0x09) return '→'
  if (octet === 0x0a) return '↓'
  if (octet === 0x0d) return '←'
  if (octet < 0x20 || octet === 0x7f) return '¤'
  return octet < 0x7f ? String.fromCharCode(octet) : '·'
})
const PLAIN = 0
const CONTROL = 1
const HIGH = 2
const KIND = Uint8Array.from({ length: 256 }, (_, octet) => {
  if (octet < 0x20 || octet === 0x7f) return CONTROL
  return octet < 0x7f ? PLAIN : HIGH
})
const KIND_CLASS = ['', 'control', 'high']
/** Beyond this a defect is about a whole body; underlining it says nothing. */
const MAX_UNDERLINED = 2000

export class BytesView {
  /** @param pick (offset: number) => void, for an octet that was clicked */
  constructor(box, pick) {
    this.box = box
    this.bytes = new Uint8Array()
    this.index = { count: 0, starts: new Uint32Array() }
    this.mode = 'text'
    this.marks = []
    this.defects = []
    this.rows = new Rows(box, ROW_HEIGHT, (row) => this.row(row))
    box.tabIndex = 0
    box.addEventListener('keydown', (event) => this.key(event))
    box.addEventListener('click', (event) => {
      const offset = this.offsetOf(event)
      if (offset !== undefined) pick(offset)
    })
  }

  setBytes(bytes, index) {
    this.bytes = bytes
    this.index = index
    this.marks = []
    this.recount()
  }

  setMode(mode) {
    const at = this.firstVisible()
    this.mode = mode
    this.recount()
    this.rows.moveTo(this.rowOf(at) * ROW_HEIGHT)
  }

  recount() {
    this.rows.setCount(this.mode === 'text' ? this.index.count : Math.ceil(this.bytes.length / 16))
  }

  firstVisible() {
    const row = Math.ceil(this.rows.top / ROW_HEIGHT)
    return this.mode === 'text' ? rowStart(this.bytes, this.index, row) : row * 16
  }

  rowOf(offset) {
    return this.mode === 'text' ? rowOf(this.bytes, this.index, offset) : Math.floor(offset / 16)
  }

  /** @param marks { start, end, className }, later ones over earlier ones */
  setMarks(marks) {
    this.marks = marks.filter(({ end, start }) => end > start)
    this.rows.refresh()
  }

  setDefects(defects) {
    this.defects = defects.filter(({ start, end }) => end - start <= MAX_UNDERLINED)
    this.rows.refresh()
  }

  show(offset) {
    this.rows.show(this.rowOf(Math.min(offset, Math.max(0, this.bytes.length - 1))))
  }

  row(row) {
    const start = this.mode === 'text' ? rowStart(this.bytes, this.index, row) : row * 16
    const end = this.mode === 'text' ? rowEnd(this.bytes, start) : Math.min(start + 16, this.bytes.length)
    const line = element('div', 'line')
    const gutter = this.mode === 'text' ? String(start) : start.toString(16).padStart(8, '0')
    line.append(element('span', 'gutter', gutter))
    const cells = this.cells(start, end)
    if (this.mode === 'hex') {
      const hex = element('span', 'hex')
      this.fill(hex, cells, (octet) => `${HEX[octet]} `, 3)
      line.append(hex)
    }
    const text = element('span', 'octets')
    this.fill(text, cells, (octet) => GLYPH[octet], 1)
    line.append(text)
    return line
  }

  /** The class of each octet in a row. */
  cells(start, end) {
    const marks = Array.from({ length: end - start }, () => '')
    const paint = (span, className) => {
      const to = Math.min(span.end, end)
      for (let at = Math.max(span.start, start); at < to; at++) marks[at - start] += ` ${className}`
    }
    for (const mark of this.marks) if (mark.start < end && mark.end > start) paint(mark, mark.className)
    for (const defect of this.defects) {
      // What is missing stands nowhere: its place is shown by the octet there.
      const to = Math.max(defect.end, defect.start + 1)
      if (defect.start < end && to > start) paint({ start: defect.start, end: to }, `defect-${defect.severity}`)
    }
    return { start, end, marks }
  }

  fill(target, { start, end, marks }, write, width) {
    for (let at = start; at < end; ) {
      const kind = KIND[this.bytes[at]]
      const mark = marks[at - start]
      let text = ''
      const from = at
      for (; at < end && marks[at - start] === mark && KIND[this.bytes[at]] === kind; at++)
        text += write(this.bytes[at])
      const run = element('span', `${KIND_CLASS[kind]}${mark}`, text)
      run.dataset.at = String(from)
      run.dataset.width = String(width)
      target.append(run)
    }
  }

  offsetOf(event) {
    const run = event.target
    if (run.dataset?.at === undefined) return undefined
    const box = run.getBoundingClientRect()
    const octets = run.textContent.length / Number(run.dataset.width)
    const column = Math.floor(((event.clientX - box.left) / box.width) * octets)
    return Number(run.dataset.at) + Math.max(0, Math.min(column, octets - 1))
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const moves = new Map([
      ['ArrowDown', 1],
      ['ArrowUp', -1],
      ['PageDown', this.rows.visible - 1],
      ['PageUp', 1 - this.rows.visible],
      ['Home', -this.rows.count],
      ['End', this.rows.count],
    ])
    const by = moves.get(event.key)
    if (by === undefined) return
    event.preventDefault()
    this.rows.moveBy(by)
  }
}
