/** Checks whether a message is an article that news servers take. RFC 5536 §2 and §3, RFC 5537 §3.4.1. Stricter than mail in few places. */
import { checkOptions } from '../bytes/arguments.js'
import { COLON, SP, trimWsp } from '../bytes/ascii.js'
import type { Entity } from '../tree/entity.js'
import type { Field } from '../tree/field.js'
import type { Headers } from '../tree/headers.js'
import { assertEntity } from '../tree/is-message.js'
import { article } from './article.js'
import { parsePath } from './path.js'

/** A rule of RFC 5536 or RFC 5537 that an article breaks. */
export interface ArticleFault {
  /** `error`: a MUST of the RFC; `warning`: a SHOULD. */
  readonly severity: 'error' | 'warning'
  /** The field in question. */
  readonly field: string
  /** What is wrong, in words. */
  readonly message: string
  /** RFC and section, as `5536 3.1.4`. */
  readonly rfc: string
  /** Byte offsets of the field in the source; absent for a field that is missing, and in what was composed. */
  readonly start?: number
  /** Byte offset behind the field. */
  readonly end?: number
}

/** What kind of article is checked. */
export interface CheckArticleOptions {
  /** An article on its way to its injecting agent, which adds Message-ID, Date and Path (RFC 5537 §3.4.1). Default false. */
  readonly proto?: boolean
}

const MANDATORY = ['Date', 'From', 'Message-ID', 'Newsgroups', 'Path', 'Subject']
const LATER: ReadonlySet<string> = new Set(['Date', 'Message-ID', 'Path'])
const ONCE = [
  ...['Approved', 'Archive', 'Control', 'Distribution', 'Expires', 'Followup-To', 'Injection-Date', 'Injection-Info'],
  ...[
    'Keywords',
    'Lines',
    'Organization',
    'References',
    'Reply-To',
    'Sender',
    'Summary',
    'Supersedes',
    'User-Agent',
    'Xref',
  ],
]
const OBSOLETE = [
  ...['Date-Received', 'Posting-Version', 'Relay-Version', 'Also-Control', 'Article-Names', 'Article-Updates'],
  'See-Also',
]
const DOT_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
/** RFC 5536 §3.1.3: no comments, no quotes, no white space. */
const MSG_ID = new RegExp(`^<${DOT_ATOM}@(?:${DOT_ATOM}|\\[[!-;=?A-Z^-~]*\\])>$`)
const MAX_MSG_ID = 250
const GROUP = /^[A-Za-z0-9+_-]+(?:\.[A-Za-z0-9+_-]+)*$/
const DISTRIBUTION = /^[A-Za-z0-9][A-Za-z0-9+_-]*$/
const IDENTITY = /^[A-Za-z0-9._-]+$/
const TAIL = /^[A-Za-z0-9_-]+$/
const MAX_LINE = 998

/** What keeps a message from being an article. Never throws on bytes. @throws TypeError for an unknown option */
export function checkArticle(message: Entity, options: CheckArticleOptions = {}): ArticleFault[] {
  assertEntity(message, 'message')
  checkOptions(options, ['proto'])
  const faults: ArticleFault[] = []
  const add: Add = (severity, field, rfc, text) => {
    const range = typeof field === 'string' ? undefined : field.range
    faults.push({ severity, field: typeof field === 'string' ? field : field.name, message: text, rfc, ...range })
  }
  const { headers } = message
  checkCounts(headers, options.proto === true, add)
  for (const field of headers.fields()) checkLines(field, (rfc, text) => add('error', field, rfc, text))
  checkIdentifiers(headers, add)
  for (const name of ['Date', 'Expires', 'Injection-Date']) {
    const field = headers.field(name)
    if (field !== undefined && field.parsed === undefined) add('error', field, '5536 3.1.1', 'not a date')
  }
  const from = headers.field('From')
  if (from !== undefined && headers.addresses('From').mailboxes.length === 0)
    add('error', from, '5536 3.1.2', 'no mailbox')
  const path = headers.field('Path')
  if (path !== undefined && !isPath(path.value)) add('error', path, '5536 3.1.5', 'expected names apart by "!"')
  checkGroups(message, add)
  const control = headers.field('Control')
  if (control !== undefined && headers.has('Supersedes'))
    add('error', control, '5536 3.2.3', 'Control and Supersedes exclude each other')
  checkDistribution(message, add)
  if (options.proto) checkProto(headers, add)
  return faults
}

type Add = (severity: 'error' | 'warning', field: Field | string, rfc: string, text: string) => void

/** Fields that must be there, may stand once, or should not be there any more (RFC 5536 §3). */
function checkCounts(headers: Headers, isProto: boolean, add: Add): void {
  for (const name of MANDATORY) {
    const fields = headers.fields(name)
    if (fields.length === 0 && !(isProto && LATER.has(name))) add('error', name, '5536 3.1', 'the field is missing')
    for (const field of fields.slice(1)) add('error', field, '5536 3.1', 'the field stands more than once')
  }
  for (const name of ONCE) {
    for (const field of headers.fields(name).slice(1)) add('error', field, '5536 3', 'the field stands more than once')
  }
  for (const name of OBSOLETE) {
    for (const field of headers.fields(name)) add('warning', field, '5536 3.3', 'the field is obsolete')
  }
}

/** Message identifiers are stricter in news than in mail (RFC 5536 §3.1.3). */
function checkIdentifiers(headers: Headers, add: Add): void {
  for (const name of ['Message-ID', 'Supersedes']) {
    const field = headers.field(name)
    if (field === undefined) continue
    if (!MSG_ID.test(field.value))
      add('error', field, '5536 3.1.3', 'expected <left@right> without comments, quotes and white space')
    else if (field.value.length > MAX_MSG_ID) add('error', field, '5536 3.1.3', `over ${MAX_MSG_ID} octets`)
  }
  const references = headers.field('References')
  if (references !== undefined && !references.value.split(/[ \t]+/).every((id) => MSG_ID.test(id)))
    add('warning', references, '5536 3.2.10', 'expected message identifiers apart by white space')
}

function checkDistribution(message: Entity, add: Add): void {
  const field = message.headers.field('Distribution')
  for (const name of article(message).distribution) {
    if (!DISTRIBUTION.test(name) || name.toLowerCase() === 'all')
      add('error', field!, '5536 3.2.4', `${JSON.stringify(name.slice(0, 40))} is no distribution`)
  }
}

/** What a proto-article must not have yet (RFC 5537 §3.4.1). */
function checkProto(headers: Headers, add: Add): void {
  for (const name of ['Injection-Info', 'Xref']) {
    const field = headers.field(name)
    if (field !== undefined) add('error', field, '5537 3.4.1', 'only an injecting or serving agent adds this')
  }
  const path = headers.field('Path')
  if (path !== undefined && /!\.posted\b/i.test(path.value))
    add('warning', path, '5537 3.4.1', 'the article was injected already: its Path says POSTED')
}

function isPath(value: string): boolean {
  const { entries, tail } = parsePath(value)
  return TAIL.test(tail) && entries.every(({ identity }) => IDENTITY.test(identity))
}

function checkGroups(message: Entity, add: Add): void {
  const { headers } = message
  const { newsgroups, followupTo, control } = article(message)
  const field = headers.field('Newsgroups')
  const followup = headers.field('Followup-To')
  if (field !== undefined && newsgroups.length === 0) add('error', field, '5536 3.1.4', 'no group')
  for (const where of [field, followup, headers.field('Distribution')]) {
    const fault = where === undefined ? undefined : listFault(where.octets)
    if (fault !== undefined) add('error', where!, where === field ? '5536 3.1.4' : '5536 3.2', fault)
  }
  for (const [where, groups] of [
    [field, newsgroups],
    [followup, followupTo === 'poster' ? [] : (followupTo ?? [])],
  ] as const) {
    for (const group of groups) {
      const shown = JSON.stringify(group.slice(0, 80))
      if (!GROUP.test(group)) add('error', where!, '5536 3.1.4', `${shown} is no group name`)
      else if (isReserved(group) && control === undefined) add('error', where!, '5536 3.1.4', `${shown} is reserved`)
    }
  }
  // Folds and spaces in the list harm propagation (RFC 5536 §3.1.4): whoever writes it leaves them out.
  if (field !== undefined && /[\r\n]/.test(trimWsp(field.octets)))
    add('warning', field, '5536 3.1.4', 'the list is folded')
  if (followup !== undefined && Array.isArray(followupTo) && followupTo.join() === newsgroups.join()) {
    add('warning', followup, '5536 3.2.6', 'it says what Newsgroups says')
  }
}

/** Names are parted by commas alone, white space may stand beside these, and none is empty (RFC 5536 §3.1.4, §3.2.4, §3.2.6). */
function listFault(octets: string): string | undefined {
  for (const entry of octets.split(',')) {
    const name = trimWsp(entry)
    if (name === '') return 'an entry of the list is empty'
    if (/[ \t\r\n]/.test(name))
      return `${JSON.stringify(name.slice(0, 80))}: entries are parted by commas, not by white space`
  }
  return undefined
}

/** RFC 5536 §3.1.4. */
function isReserved(group: string): boolean {
  const components = group.split('.')
  return (
    ['example', 'to', 'control'].includes(components[0]!) ||
    group === 'poster' ||
    group === 'junk' ||
    components.includes('all') ||
    components.includes('ctl')
  )
}

/** RFC 5536 §2.2: a space behind the colon, something on every line, no line over 998 octets, ASCII. */
function checkLines(field: Field, fault: (rfc: string, text: string) => void): void {
  const { raw } = field
  const colon = raw.indexOf(COLON)
  if (raw[colon + 1] !== SP) fault('5536 2.2', 'a space has to follow the colon')
  const { octets } = field
  let from = 0
  let [empty, long] = [false, false]
  while (from < octets.length) {
    const lf = octets.indexOf('\n', from)
    const to = lf === -1 ? octets.length : lf
    const line = octets.slice(from, to)
    if (trimWsp(line) === '') empty = true
    if (line.length + (from === 0 ? colon + 1 : 0) > MAX_LINE + 1) long = true
    from = to + 1
  }
  if (octets === '' || empty) fault('5536 2.2', 'a line of the field is empty')
  if (long) fault('5536 2.2', `a line is over ${MAX_LINE} octets`)
  if (/[\x80-\xff]/.test(octets)) fault('5536 2.2', 'octets above 7F: encoded-words are for those')
}
