/** A list to choose from by mouse and keyboard, over Rows: one tab stop, the chosen row named by aria-activedescendant. */
import { Rows } from './rows.js'

export class List {
  /**
   * @param box the scrolling element, which has its role and label
   * @param options { rowHeight, fill(element, item, i), choose(item, i), move?(key, i): number | undefined }
   */
  constructor(box, options) {
    this.box = box
    this.options = options
    this.items = []
    this.chosen = -1
    this.itemRole = box.getAttribute('role') === 'tree' ? 'treeitem' : 'option'
    this.rows = new Rows(box, options.rowHeight, (row) => this.row(row))
    box.tabIndex = 0
    box.addEventListener('keydown', (event) => this.key(event))
    box.addEventListener('click', (event) => {
      const row = event.target.closest?.('[data-row]')
      if (row) this.choose(Number(row.dataset.row))
    })
  }

  setItems(items, chosen = -1) {
    this.items = items
    this.box.style.setProperty('--rows', String(items.length))
    this.mark(chosen)
    this.rows.setCount(items.length)
    if (chosen >= 0) this.rows.reveal(chosen)
  }

  row(i) {
    const element = document.createElement('div')
    element.className = 'item'
    element.id = `${this.box.id}-${i}`
    element.dataset.row = String(i)
    element.setAttribute('role', this.itemRole)
    element.setAttribute('aria-selected', String(i === this.chosen))
    element.setAttribute('aria-setsize', String(this.items.length))
    element.setAttribute('aria-posinset', String(i + 1))
    this.options.fill(element, this.items[i], i)
    return element
  }

  /** Shows row `i` as the chosen one, without telling anybody. */
  mark(i) {
    this.chosen = i
    if (i >= 0) {
      this.box.setAttribute('aria-activedescendant', `${this.box.id}-${i}`)
      this.rows.reveal(i)
    } else {
      this.box.removeAttribute('aria-activedescendant')
      this.rows.refresh()
    }
  }

  choose(i) {
    if (this.items.length === 0) return
    const row = Math.max(0, Math.min(i, this.items.length - 1))
    this.mark(row)
    this.options.choose(this.items[row], row)
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { chosen } = this
    const page = this.rows.visible
    const moves = new Map([
      ['ArrowDown', chosen + 1],
      ['ArrowUp', chosen - 1],
      ['PageDown', chosen + page],
      ['PageUp', chosen - page],
      ['Home', 0],
      ['End', this.items.length - 1],
      ['Enter', chosen],
      [' ', chosen],
    ])
    const to = moves.get(event.key) ?? this.options.move?.(event.key, chosen)
    if (to === undefined) return
    event.preventDefault()
    this.choose(to)
  }
}
