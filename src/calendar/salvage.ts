/** The lines of a calendar that can be read, where the whole cannot: a line without a colon, a parameter without its value, a component that does not end. RFC 5545 §3.1, §3.4. */
import ICAL from 'ical.js'

/** More lines that cannot be read than that are no calendar with a fault in it. */
const MAX_LEFT_OUT = 1000

const MARK = /^(BEGIN|END):\s{0,20}([A-Za-z0-9-]{1,100})\s*$/i

const linesOf = (text: string): string[] => text.replace(/\r?\n[ \t]/g, '').split(/\r?\n|\r/)

/** Does each component end with its own name, and within the one that it began in? The parser does not look at names. */
export function isNested(text: string): boolean {
  const open: string[] = []
  for (const line of linesOf(text)) {
    const [, word, name] = MARK.exec(line.slice(0, 200)) ?? []
    if (word === undefined || name === undefined) continue
    if (word.toUpperCase() === 'BEGIN') open.push(name.toUpperCase())
    else if (open.pop() !== name.toUpperCase()) return false
  }
  return open.length === 0
}

/** Undefined where there is nothing to read. Lines are unfolded; components that do not end are ended. */
export function salvage(text: string): { readonly text: string; readonly leftOut: number } | undefined {
  const kept: string[] = []
  const open: string[] = []
  let leftOut = 0
  const end = (name: string | undefined) => kept.push(`END:${name}`)
  for (const line of linesOf(text)) {
    if (leftOut > MAX_LEFT_OUT) return undefined
    if (line.trim() === '') continue
    const [, word, name] = MARK.exec(line.slice(0, 200)) ?? []
    if (word === undefined || name === undefined) {
      if (open.length > 0 && isProperty(line)) kept.push(line)
      else leftOut++
      continue
    }
    const upper = name.toUpperCase()
    if (word.toUpperCase() === 'BEGIN') {
      open.push(upper)
      kept.push(`BEGIN:${upper}`)
    } else if (open.includes(upper)) {
      // What began in it and did not end, ends with it.
      while (open.length > 0 && open[open.length - 1] !== upper) {
        end(open.pop())
        leftOut++
      }
      end(open.pop())
    } else leftOut++
  }
  for (; open.length > 0; leftOut++) end(open.pop())
  return kept.length === 0 ? undefined : { text: kept.join('\r\n'), leftOut }
}

function isProperty(line: string): boolean {
  try {
    ICAL.parse.property(line)
    return true
  } catch {
    return false
  }
}
