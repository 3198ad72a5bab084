/** A list of which only the visible rows stand in the document: rows of one height, any number of them. */

/** Browsers cap the height of an element between 17 and 33 million pixels; beyond this the scroll bar is scaled. */
const MAX_HEIGHT = 12_000_000

export class Rows {
  /**
   * @param box the scrolling element
   * @param rowHeight pixels
   * @param render (row: number) => Element
   */
  constructor(box, rowHeight, render) {
    this.box = box
    this.rowHeight = rowHeight
    this.renderRow = render
    this.count = 0
    this.top = 0
    this.expected = 0
    this.pending = false
    this.layer = document.createElement('div')
    this.layer.className = 'rows-layer'
    this.spacer = document.createElement('div')
    this.spacer.setAttribute('aria-hidden', 'true')
    box.classList.add('rows')
    box.replaceChildren(this.layer, this.spacer)
    box.addEventListener('scroll', () => this.scrolled())
    box.addEventListener('wheel', (event) => this.wheel(event), { passive: false })
    new ResizeObserver(() => this.resized()).observe(box)
  }

  get height() {
    return this.box.clientHeight
  }

  get visible() {
    return Math.max(1, Math.floor(this.height / this.rowHeight))
  }

  get total() {
    return this.count * this.rowHeight
  }

  /** List pixels for each pixel of the scroll bar's way. */
  get scale() {
    const way = Math.min(this.total, MAX_HEIGHT) - this.height
    return way > 0 && this.total > MAX_HEIGHT ? (this.total - this.height) / way : 1
  }

  setCount(count) {
    this.count = count
    this.spacer.style.height = `${Math.max(0, Math.min(this.total, MAX_HEIGHT) - this.height)}px`
    this.moveTo(0)
  }

  resized() {
    this.spacer.style.height = `${Math.max(0, Math.min(this.total, MAX_HEIGHT) - this.height)}px`
    this.moveTo(this.top)
  }

  scrolled() {
    // What moveTo set comes back as an event, rounded: the exact place is kept.
    if (Math.abs(this.box.scrollTop - this.expected) < 1.5) return
    this.expected = this.box.scrollTop
    this.top = this.expected * this.scale
    this.refresh()
  }

  wheel(event) {
    if (this.scale === 1 || event.ctrlKey) return
    event.preventDefault()
    const unit = event.deltaMode === 1 ? this.rowHeight : event.deltaMode === 2 ? this.height : 1
    this.moveTo(this.top + event.deltaY * unit)
  }

  moveTo(top) {
    this.top = Math.max(0, Math.min(top, this.total - this.height))
    this.expected = this.top / this.scale
    this.box.scrollTop = this.expected
    this.refresh()
  }

  moveBy(rows) {
    this.moveTo(this.top + rows * this.rowHeight)
  }

  /** Brings a row into view, a third from the top if it was not there. */
  show(row) {
    const at = row * this.rowHeight
    if (at >= this.top && at + this.rowHeight <= this.top + this.height) this.refresh()
    else this.moveTo(at - this.height / 3)
  }

  /** As `show`, with the least movement: for moving along a list. */
  reveal(row) {
    const at = row * this.rowHeight
    // A list that is hidden has no height: nothing of it is in view, and nothing is moved.
    if (this.height === 0) this.refresh()
    else if (at < this.top) this.moveTo(at)
    else if (at + this.rowHeight > this.top + this.height) this.moveTo(at + this.rowHeight - this.height)
    else this.refresh()
  }

  refresh() {
    if (this.pending) return
    this.pending = true
    requestAnimationFrame(() => {
      this.pending = false
      this.draw()
    })
  }

  draw() {
    const first = Math.floor(this.top / this.rowHeight)
    const last = Math.min(this.count, first + Math.ceil(this.height / this.rowHeight) + 1)
    const drawn = document.createDocumentFragment()
    for (let row = first; row < last; row++) {
      const element = this.renderRow(row)
      element.style.top = `${row * this.rowHeight - this.top}px`
      drawn.append(element)
    }
    this.layer.replaceChildren(drawn)
  }
}
