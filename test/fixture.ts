/**
 * Fixtures: a message (`NN-name.eml`) with its expectation beside it (`NN-name.json`): found, read, compared with what the library
 * says of the message, and written again in the one layout that they all have.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { excerpt } from '../src/defects/texts.js'
import { type Entity, type Mailbox, type Message, parse } from '../src/index.js'

/** One entity. Of the keys after `type` those that do not apply are absent; `encoding` is absent where it is 7bit. */
export interface Node {
  /** Part numbers as in IMAP, dotted; '' for the root. A multipart that is the root of an encapsulated message has its part's path. */
  path: string
  type: string
  /** Count of children of a multipart. */
  parts?: number
  /** An encapsulated message; its root entity is the next node. */
  message?: true
  encoding?: string
  charset?: string
  disposition?: string
  filename?: string
  /** Only where it differs from `filename`. */
  safeFilename?: string
  cid?: string
  /** Of the root of an encapsulated message. */
  subject?: string
  /** Content of a text part, decoded. */
  text?: string
  /** Content of another part, where it is printable ASCII. */
  ascii?: string
  base64?: string
  /** Content of more than 300 octets that is no text. */
  size?: number
  sha256?: string
  preamble?: string
  epilogue?: string
}

/** A code alone leaves its span open; otherwise with the source between `start` and `end`, escaped, cut after 40 octets. */
export type ExpectedDefect = string | [code: string, excerpt: string]
export type Person = { name?: string; address: string }

/** `tree` and `defects` are complete; of the other keys only those present are compared. `date: null`: it cannot be read. */
export interface Expectation {
  why: string
  tree: Node[]
  headers?: Record<string, string | null>
  addresses?: Record<string, (Person | { group: string; members: Person[] })[]>
  from?: Person[]
  sender?: Person | null
  replyTo?: Person[]
  to?: Person[]
  cc?: Person[]
  date?: string | null
  messageId?: string | null
  inReplyTo?: string[]
  references?: string[]
  defects: ExpectedDefect[]
}

export interface Fixture {
  /** `area/NN-name` */
  name: string
  source: Uint8Array
  expected: Expectation
  /** Path without extension. */
  stem: string
}

/** All fixtures, in order of their names. */
export function fixtures(folder: string): Fixture[] {
  const found: Fixture[] = []
  for (const area of readdirSync(folder, { withFileTypes: true })) {
    if (!area.isDirectory()) continue
    for (const file of readdirSync(join(folder, area.name)).sort()) {
      if (!file.endsWith('.eml')) continue
      const stem = join(folder, area.name, file.slice(0, -4))
      found.push({
        name: `${area.name}/${file.slice(0, -4)}`,
        source: new Uint8Array(readFileSync(`${stem}.eml`)),
        expected: JSON.parse(readFileSync(`${stem}.json`, 'utf8')) as Expectation,
        stem,
      })
    }
  }
  return found
}

/** What the library reads in `source`, in the form of an expectation that says as much as `like` does. */
export function describeMessage(source: Uint8Array, like: Expectation): Expectation {
  const message = parse(source)
  const tree = describeTree(message)
  const actual: Expectation = { why: like.why, tree, defects: [] }
  if (like.headers) {
    actual.headers = {}
    for (const name of Object.keys(like.headers)) actual.headers[name] = message.headers.get(name) ?? null
  }
  if (like.addresses) {
    actual.addresses = {}
    for (const name of Object.keys(like.addresses)) {
      actual.addresses[name] = Array.from(message.headers.addresses(name), (entry) =>
        entry.kind === 'group' ? { group: entry.name, members: entry.members.map(person) } : person(entry),
      )
    }
  }
  if (like.from) actual.from = message.from.map(person)
  if (like.sender !== undefined) actual.sender = message.sender ? person(message.sender) : null
  if (like.replyTo) actual.replyTo = message.replyTo.map(person)
  if (like.to) actual.to = message.to.map(person)
  if (like.cc) actual.cc = message.cc.map(person)
  if (like.date !== undefined) actual.date = message.date?.toISOString() ?? null
  if (like.messageId !== undefined) actual.messageId = message.messageId ?? null
  if (like.inReplyTo) actual.inReplyTo = [...message.inReplyTo]
  if (like.references) actual.references = [...message.references]
  const defects = [...message.check()].sort((a, b) => a.start - b.start || (a.code < b.code ? -1 : 1))
  actual.defects = defects.map(({ code, start, end }) => [code, excerpt(source, start, end)])
  const keys = Object.keys(like) as (keyof Expectation)[]
  return Object.assign({}, ...keys.map((key) => ({ [key]: actual[key] })))
}

function person({ name, address }: Mailbox): Person {
  return name === undefined ? { address } : { name, address }
}

const latin1 = new TextDecoder('latin1')

/** All entities in pre-order, through encapsulated messages. */
function describeTree(root: Message): Node[] {
  const nodes: Node[] = []
  const open: { entity: Entity; encapsulated: boolean }[] = [{ entity: root, encapsulated: false }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { entity, encapsulated } = next
    const node = describeEntity(entity)
    if (encapsulated && entity.headers.has('subject')) node.subject = entity.headers.get('subject') ?? ''
    nodes.push(order(node))
    if (entity.message) open.push({ entity: entity.message, encapsulated: true })
    for (const part of [...entity.parts].reverse()) open.push({ entity: part, encapsulated: false })
  }
  return nodes
}

/** A multipart that was read as such; one that stayed opaque is described as a leaf, by its content. */
function isContainer(entity: Entity): boolean {
  return entity.parts.length > 0 || entity.preamble !== undefined || entity.epilogue !== undefined
}

function describeEntity(entity: Entity): Node {
  const { type, mediaType, params } = entity.contentType
  const node: Node = { path: entity.path.join('.'), type: mediaType }
  if (entity.transferEncoding !== '7bit') node.encoding = entity.transferEncoding
  if (entity.disposition) node.disposition = entity.disposition.type
  if (entity.filename !== undefined) {
    node.filename = entity.filename
    if (entity.safeFilename !== entity.filename) node.safeFilename = entity.safeFilename
  }
  if (entity.contentId !== undefined) node.cid = entity.contentId
  if (entity.message) {
    node.message = true
  } else if (isContainer(entity)) {
    node.parts = entity.parts.length
    if (entity.preamble?.length) node.preamble = latin1.decode(entity.preamble)
    if (entity.epilogue?.length) node.epilogue = latin1.decode(entity.epilogue)
  } else if (type === 'text') {
    if (params.charset !== undefined) node.charset = params.charset
    node.text = entity.decodeText()
  } else {
    describeBytes(node, entity.bytes())
  }
  return node
}

function describeBytes(node: Node, bytes: Uint8Array): void {
  if (bytes.length > 300) {
    node.size = bytes.length
    node.sha256 = createHash('sha256').update(bytes).digest('hex')
  } else if (bytes.every((c) => (c >= 0x20 && c < 0x7f) || c === 0x0d || c === 0x0a || c === 0x09)) {
    node.ascii = latin1.decode(bytes)
  } else {
    node.base64 = Buffer.from(bytes).toString('base64')
  }
}

const NODE_KEYS: readonly (keyof Node)[] = [
  ...(['path', 'type', 'parts', 'message', 'encoding', 'charset', 'disposition', 'filename', 'safeFilename'] as const),
  ...(['cid', 'subject', 'text', 'ascii', 'base64', 'size', 'sha256', 'preamble', 'epilogue'] as const),
]

/** The same node with its keys in the order that all files have. */
function order(node: Node): Node {
  const ordered: Node = { path: node.path, type: node.type }
  return Object.assign(ordered, ...NODE_KEYS.filter((key) => key in node).map((key) => ({ [key]: node[key] })))
}

/**
 * The expectation with every defect whose span it leaves open replaced by the actual one of that code, if there is one: then it can be
 * compared with `actual` as a whole. A code without excerpt stands for one defect.
 */
export function settle(expected: Expectation, actual: Expectation): Expectation {
  const free = new Map<string, ExpectedDefect[]>()
  for (const defect of actual.defects) {
    const code = defect[0] as string
    free.set(code, [...(free.get(code) ?? []), defect])
  }
  for (const defect of expected.defects) {
    if (typeof defect === 'string') continue
    const same = free.get(defect[0]) ?? []
    const at = same.findIndex((other) => other[1] === defect[1])
    if (at !== -1) same.splice(at, 1)
  }
  const settled = expected.defects.map((defect) =>
    typeof defect === 'string' ? (free.get(defect)?.shift() ?? defect) : defect,
  )
  return { ...expected, defects: sortLike(settled, actual.defects) }
}

/** In the order of `model`; what it does not hold comes last. */
function sortLike(defects: ExpectedDefect[], model: ExpectedDefect[]): ExpectedDefect[] {
  const left = defects.map((defect) => JSON.stringify(defect))
  const sorted: ExpectedDefect[] = []
  for (const defect of model) {
    const at = left.indexOf(JSON.stringify(defect))
    if (at === -1) continue
    left.splice(at, 1)
    sorted.push(defect)
  }
  return [...sorted, ...left.map((text) => JSON.parse(text) as ExpectedDefect)]
}

/** Writes an expectation in the layout of all of them: one node and one defect a line, invisible characters escaped. */
export function write(path: string, expectation: Expectation): void {
  writeFileSync(path, layOut(expectation))
}

const INVISIBLE = /[\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]/g

function layOut(expectation: Expectation): string {
  const members = Object.entries(expectation).map(([key, value]) => {
    const long = key === 'tree' || key === 'defects' || inline(value).length > 100
    if (Array.isArray(value) && value.length > 0 && long) {
      return `  "${key}": [\n${value.map((item) => `    ${inline(item)}`).join(',\n')}\n  ]`
    }
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      const lines = Object.entries(value as object).map(([name, item]) => `    ${inline(name)}: ${inline(item)}`)
      return `  "${key}": {\n${lines.join(',\n')}\n  }`
    }
    return `  "${key}": ${inline(value)}`
  })
  const text = `{\n${members.join(',\n')}\n}\n`
  return text.replace(INVISIBLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** On one line, with a space after each comma and colon. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`)
    .join(', ')}}`
}
