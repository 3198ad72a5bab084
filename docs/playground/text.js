/** Text for people: nothing from a message may act on what stands around it. All of it goes into the document as textContent. */

/** C0, DEL, C1, and the characters that turn the direction of text or have no width (Trojan-source names and the like). */
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** One line, with what is hidden made visible; a tab is white space. */
export function visible(text) {
  return text.replace(HIDDEN, (c) => {
    if (c === '\t') return ' '
    return `‹U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`
  })
}

export function element(name, className, text) {
  const made = document.createElement(name)
  if (className) made.className = className
  if (text !== undefined) made.textContent = text
  return made
}

export function size(octets) {
  if (octets < 10_000) return `${octets} B`
  if (octets < 10_000_000) return `${Math.round(octets / 1000)} kB`
  return `${(octets / 1_000_000).toFixed(1)} MB`
}

export function span({ start, end }) {
  return `${start}–${end}`
}

export function count(n, one, many = `${one}s`) {
  return `${n} ${n === 1 ? one : many}`
}
