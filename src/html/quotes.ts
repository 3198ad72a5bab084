/** Finds where a text quotes another message: lines of attribution, blocks of fields, separators. Linear: it looks at a few lines at a time. */
import { FORWARDED, LABELS, OPENERS, ORIGINAL, SENT_BY, SENT_FROM, WROTE } from './quote-phrases.js'

/** A line longer than this introduces nothing. */
const LONGEST = 1000
/** Lines of a wrapped attribution. */
const MOST_LINES = 5

/** The line in the form in which it is compared: one kind of space, no emphasis that was written as stars, lower case. */
function folded(line: string): string {
  return (
    line
      .slice(0, LONGEST)
      .replace(/[\u00a0\u202f\u2007\t]/g, ' ')
      .replace(/[*\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
      .trim()
      .toLowerCase()
      // Turkish `İ` has its dot apart in lower case.
      .replace(/\u0307/g, '')
  )
}

/** Does a line quote another message? `>From ` is what stores make of a line of a text (RFC 4155). */
export function isQuoted(line: string): boolean {
  const at = line.search(/[^ ]/)
  return at >= 0 && at <= 2 && line[at] === '>' && !line.startsWith('>From ', at)
}

const DATE = /(?:19|20)\d\d|\d{1,2}[:.]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d|\d月/
const COLON = /[:：]$/

/** A date at the beginning: `1 May 2024`, `01.05.2024`, `2024年5月1日`. */
const DATE_FIRST = /^\d{1,4}(?:[年./-]|\.? \p{L})/u
const CJK = /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/

/** Does a text end with an address and a colon? */
function endsWithAddress(text: string): boolean {
  const end = text.slice(0, -1).trimEnd()
  const from = end.endsWith('>') ? end.lastIndexOf('<') : end.lastIndexOf(' ')
  return end.indexOf('@', from + 1) > from
}

/** How surely the text of a line (or of several, joined) says who wrote what is quoted below: 2 by itself, 1 only above a quote. */
function attributes(text: string): 0 | 1 | 2 {
  if (text.length >= LONGEST) return 0
  const dated = DATE.test(text)
  if (WROTE.some((verb) => text.includes(verb))) {
    return dated && (opens(text) || text.includes('@') || CJK.test(text)) ? 2 : 1
  }
  if (endsWithAddress(text)) return dated ? 2 : 1
  // Whatever the verb: a date, an address in angles, a colon.
  return dated && /<[^<>\s]*@[^<>\s]*>/.test(text) ? 1 : 0
}

function opens(text: string): boolean {
  return DATE_FIRST.test(text) || OPENERS.some((opener) => text.startsWith(opener))
}

export interface Attribution {
  /** Its first line. */
  readonly from: number
  /** 2: it says by itself that a message follows. 1: above a quote it says whose. */
  readonly sure: 1 | 2
}

/** The attribution that ends with a line, itself perhaps wrapped; undefined if there is none. Looks at five lines at most. */
export function attributionAt(lines: readonly string[], end: number, least = 0): Attribution | undefined {
  const last = folded(lines[end]!)
  if (!COLON.test(last)) return undefined
  let best: Attribution | undefined
  let text = ''
  for (let from = end; from >= least && from > end - MOST_LINES; from--) {
    const line = folded(lines[from]!)
    if (line === '' || (from < end && COLON.test(line))) break
    text = text === '' ? line : `${line} ${text}`
    const sure = attributes(text)
    if (sure === 0) continue
    if (best === undefined || sure > best.sure || line.includes('@') || DATE.test(line)) best = { from, sure }
    if (sure === 2 && opens(text)) break
  }
  return best
}

/** A line such as `-----Original Message-----`, `---------- Forwarded message ---------`, `Begin forwarded message:`. */
export function separatorAt(line: string): 'original' | 'forwarded' | undefined {
  const text = folded(line)
  if (text.length > 120) return undefined
  const ruled = /^[-_=*—– ]{2,}/.test(text)
  const words = text.replace(/^[-_=*—–>\s]+|[-_=*—–\s:：]+$/g, '')
  const bare = words.replace(/\s+/g, ' ')
  if (ruled && ORIGINAL.has(bare)) return 'original'
  if (FORWARDED.has(bare) && (ruled || COLON.test(text))) return 'forwarded'
  if (ruled && (bare.startsWith('forwarded by ') || bare.startsWith('forwarded message from '))) return 'forwarded'
  return undefined
}

/** A line of rules alone: `________________________________`. */
export function isRule(line: string): boolean {
  const text = line.trim()
  return text.length >= 5 && /^(?:_+|-+|=+|\*+|—+)$/.test(text)
}

export type Label = keyof typeof LABELS

/** What the field is that a line looks like. */
export function labelOf(line: string): Label | undefined {
  if (!/^[^:：]{1,40}[:：]/.test(line)) return undefined
  const text = folded(line)
  const colon = text.search(/[:：]/)
  if (colon < 1 || colon > 30) return undefined
  const label = text.slice(0, colon).replace(/\s+/g, ' ').trim()
  for (const kind of ['from', 'date', 'to', 'subject', 'other'] as const) if (LABELS[kind].has(label)) return kind
  return undefined
}

/**
 * The block of fields that mailers put above a message that they do not mark: From, Sent, To, Subject in any order, From or the date first. Returns the
 * line behind it; undefined if there is none.
 */
export function fieldBlockAt(
  lines: readonly string[],
  from: number,
  labelAt: (at: number) => Label | undefined,
): number | undefined {
  const first = labelAt(from)
  if (first === undefined || first === 'other') return undefined
  const seen = new Set<string>()
  let end = from
  let strange = 0
  let blanks = 0
  for (let at = from; at < lines.length && at < from + 30; at++) {
    const line = lines[at]!
    if (line.trim() === '') {
      // HTML that was made text may have an empty line behind each field.
      if (++blanks > 1 || labelAt(at + 1) === undefined) break
      continue
    }
    const label = labelAt(at)
    if (label === undefined) {
      // A long list of recipients is wrapped.
      if (++strange > 6 || blanks > 0) break
      continue
    }
    if (label === 'from' && seen.has(label)) break
    blanks = 0
    strange = 0
    seen.add(label)
    end = at + 1
  }
  const sure = seen.has('from') && seen.has('date') && (seen.has('to') || seen.has('subject'))
  return sure || (seen.has('from') && seen.has('to') && seen.has('subject')) ? behindWrapped(lines, end) : undefined
}

/** A last field whose value goes on below, up to the empty line. */
function behindWrapped(lines: readonly string[], end: number): number {
  for (let at = end; at < lines.length && at < end + 4; at++) {
    if (lines[at]!.trim() === '') return at
    if (!/^[ \t]/.test(lines[at]!)) return end
  }
  return end
}

/** A line that a telephone or a web mailer puts below a message. */
export function isSentFrom(line: string): boolean {
  const text = folded(line).replace(/^[-_—–\s]+/, '')
  if (text === '' || text.length > 100 || /[?]$/.test(text)) return false
  if (SENT_FROM.some((words) => text.startsWith(words))) return DEVICE.test(text)
  return SENT_BY.some((words) => text.replace(/[.。]$/, '').endsWith(words)) && DEVICE.test(text)
}

const DEVICE =
  /iphon|ipad|ipod|apple|android|blackberry|windows|samsung|galaxy|huawei|xiaomi|nokia|htc|pixel|sony|outlook|yahoo|gmail|proton|mail\b|mobil|handy|phone|smartphone|tablet|téléphone|móvil|cellulare|telefoon|telefon|телефон|手机|手機|スマート|携帯|邮箱|郵箱|thunderbird|aquamail|blue ?mail|k-9|fairemail|airmail|spark|superhuman|mailspring|edison|zoho|tuta|gmx|web\.de|laposte|motorola|xperia|redmi|oneplus|oppo|vivo|honor|macbook|\bmac\b|surface|chromebook|kindle|fairphone/i
