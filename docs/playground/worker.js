/** The worker: it alone holds the parsed message. It answers one request after the other with what the view shows, and no more. */
import { indexRows } from './line-rows.js'
import { ambiguities, compose, MessageSpecError, parse, READINGS, splitMbox } from './messagerie.js'

const MAX_FIELDS = 1000
const MAX_TEXT = 100_000
const MAX_VALUE = 4000
const HEAD = 512
const MAX_LINES = 40
const IDENTITY = new Set(['7bit', '8bit', 'binary'])

let original = new Uint8Array()
let message
/** Generations count what the page opened or changed: of the message that is held, and of the last one that was asked for. */
let held = 0
let wanted = 0
/** The answer to what is about another message than the one that is held: the page has moved on. */
const LATE = Symbol()
/** Entities in the order of the tree, and for each the number of the space that its offsets point into. */
let entities = []
let spaces = []

function cut(text, max = MAX_VALUE) {
  return text.length > max ? `${text.slice(0, max)}…` : text
}

function open(bytes) {
  message = parse(bytes)
  entities = []
  // Space 0 is the source; each message under a transfer encoding has its decoded octets as a space of its own.
  spaces = [bytes]
  const nodes = []
  const work = [{ entity: message, depth: 0, space: 0, parent: -1 }]
  while (work.length > 0) {
    const { entity, depth, space, parent } = work.pop()
    const i = entities.push(entity) - 1
    const held = entity.message
    const { range, contentType, transferEncoding, role } = entity
    nodes.push({
      ...range,
      depth,
      space,
      parent,
      path: entity.path.join('.'),
      type: cut(contentType.mediaType, 200),
      charset: cut(contentType.params.charset ?? '', 60),
      encoding: cut(transferEncoding, 60),
      filename: entity.filename === undefined ? undefined : cut(entity.filename, 300),
      contentId: entity.contentId === undefined ? undefined : cut(entity.contentId, 300),
      role: role.is,
      because: role.because,
      children: held === undefined ? entity.parts.length : 1,
    })
    if (held !== undefined) {
      let inner = space
      if (!IDENTITY.has(transferEncoding)) inner = spaces.push(entity.bytes()) - 1
      work.push({ entity: held, depth: depth + 1, space: inner, parent: i })
    }
    for (let at = entity.parts.length - 1; at >= 0; at--) {
      work.push({ entity: entity.parts[at], depth: depth + 1, space, parent: i })
    }
  }
  return { nodes, rows: indexRows(bytes), fields: fields(0) }
}

/** A typed reading as lines of label and text. */
function describe(reading) {
  const lines = []
  const add = (label, value) => {
    if (lines.length >= MAX_LINES || value === undefined || value === '') return
    const text = cut(String(value), 500)
    // A parameter may have a property of its own.
    if (!lines.some((line) => line[0] === label && line[1] === text)) lines.push([label, text])
  }
  const mailbox = (box, label) => {
    if (box.kind === 'group') {
      add('group', box.name)
      for (const member of box.members) mailbox(member, 'member')
    } else add(label, box.name === undefined ? box.address : `${box.name} · ${box.address}`)
  }
  if (Array.isArray(reading)) {
    for (const item of reading) {
      if (item?.kind !== undefined) mailbox(item, 'mailbox')
      else if (typeof item === 'string' && reading.length > 1) add('item', item)
    }
  } else if (typeof reading === 'object' && reading !== null) {
    if (reading.kind !== undefined) mailbox(reading, 'mailbox')
    else {
      for (const [key, value] of Object.entries(reading)) {
        if (key === 'raw') continue
        if (value instanceof Date) add(key, Number.isNaN(value.getTime()) ? 'no date' : value.toISOString())
        else if (key === 'params') for (const [name, text] of Object.entries(value)) add(name, text)
        else if (Array.isArray(value)) add(key, value.filter((one) => typeof one === 'string').join(', '))
        else if (value?.date instanceof Date) add(key, value.date.toISOString())
        else if (typeof value === 'object' && value !== null) {
          add(
            key,
            Object.values(value)
              .filter((one) => typeof one === 'string')
              .join(' '),
          )
        } else add(key, value)
      }
    }
  }
  return lines
}

function fields(i) {
  const all = entities[i].headers.fields()
  return {
    total: all.length,
    list: all.slice(0, MAX_FIELDS).map((field) => ({
      name: cut(field.name, 200),
      text: cut(field.text),
      start: field.range?.start ?? 0,
      end: field.range?.end ?? 0,
      reading: describe(field.parsed),
    })),
  }
}

/** All that is wrong, and the decoded size of each leaf, which costs a decoding. */
function check() {
  const defects = message.check().map((defect) => ({ ...defect, reading: READINGS[defect.code] ?? '' }))
  // In the order of the message, so that the list reads along with it.
  defects.sort((a, b) => a.start - b.start || a.end - b.end)
  const sizes = entities.map((entity) => (entity.parts.length > 0 ? -1 : entity.bytes().length))
  return { defects, sizes }
}

function content(i) {
  const entity = entities[i]
  const { type, mediaType } = entity.contentType
  if (entity.parts.length > 0) {
    const { preamble, epilogue } = entity
    const latin1 = new TextDecoder('latin1')
    return {
      kind: 'container',
      preamble: cut(latin1.decode(preamble?.subarray(0, MAX_VALUE + 1) ?? new Uint8Array())),
      epilogue: cut(latin1.decode(epilogue?.subarray(0, MAX_VALUE + 1) ?? new Uint8Array())),
    }
  }
  const bytes = entity.bytes()
  if (type === 'text') {
    const text = entity.decodeText()
    return {
      kind: mediaType === 'text/html' ? 'html' : 'text',
      text: text.slice(0, MAX_TEXT),
      html: mediaType === 'text/html' && text.length <= 1_000_000 ? text : undefined,
      length: text.length,
      charset: entity.charset,
      size: bytes.length,
      safeFilename: entity.safeFilename,
    }
  }
  return { kind: 'binary', head: bytes.slice(0, HEAD), size: bytes.length, safeFilename: entity.safeFilename }
}

/** Pictures that a message may bring along for its own HTML, in all. */
const MAX_PICTURES = 5_000_000
const PICTURE = /^image\/(?:png|gif|jpeg|webp|bmp)$/

/** HTML with its own pictures (RFC 2392) in place of their `cid:`; all others stay what the frame does not load. */
function withPictures(html) {
  const known = new Map()
  let room = MAX_PICTURES
  for (const part of entities) {
    const id = part.contentId
    if (id === undefined || known.has(id) || !PICTURE.test(part.contentType.mediaType)) continue
    const octets = part.bytes()
    room -= octets.length
    if (room < 0) break
    let text = ''
    for (let at = 0; at < octets.length; at += 8192) text += String.fromCharCode(...octets.subarray(at, at + 8192))
    known.set(id, `data:${part.contentType.mediaType};base64,${btoa(text)}`)
  }
  return html.replace(/\bcid:([^"'\s<>)]{1,300})/gi, (whole, id) => {
    try {
      return known.get(decodeURIComponent(id)) ?? whole
    } catch {
      return whole
    }
  })
}

/** What a reader wants: who, what, when, the body, and what came along. */
function read() {
  const line = (name) =>
    message.headers
      .fields(name)
      .slice(0, 20)
      .map(({ text }) => cut(text))
      .filter((text) => text !== '')
  const { html } = message
  return {
    subject: cut(message.subject ?? ''),
    lines: ['From', 'Sender', 'To', 'Cc', 'Date'].flatMap((name) => line(name).map((text) => [name, text])),
    text: message.text?.slice(0, MAX_TEXT),
    html: html === undefined || html.length > 1_000_000 ? undefined : withPictures(html),
    attachments: message.attachments.slice(0, 200).map((part) => ({
      i: entities.indexOf(part),
      // As `messagerie extract` names it.
      name: part.message !== undefined && part.filename === undefined ? 'message.eml' : part.safeFilename,
      type: cut(part.contentType.mediaType, 100),
      size: part.bytes().length,
    })),
    ambiguities: ambiguities(message)
      .slice(0, 50)
      .map(({ fact, name, path, readings }) => ({
        fact: name === undefined ? fact : `${fact} ${cut(name, 100)}`,
        path: path.join('.'),
        readings: Object.entries(readings).map(([profile, reading]) => [
          profile,
          cut(JSON.stringify(reading) ?? '', 200),
        ]),
      })),
  }
}

/** Messages of an mbox (RFC 4155) that are listed. */
const MAX_ENTRIES = 2000
let box = []

/** A line for each message of an mbox; none where the file holds one message. */
function listed(bytes) {
  const found = []
  if (String.fromCharCode(...bytes.subarray(0, 5)) !== 'From ') return []
  for (const entry of splitMbox(bytes)) {
    found.push(entry.bytes)
    if (found.length === MAX_ENTRIES) break
  }
  if (found.length < 2) return []
  box = found
  return found.map((octets) => {
    const { subject, from } = parse(octets)
    return cut(`${from[0]?.name ?? from[0]?.address ?? 'nobody'}: ${subject ?? 'no subject'}`, 120)
  })
}

/** About the message that is held: nothing about any other is answered. */
const OPERATIONS = new Map([
  ['check', check],
  ['read', read],
  ['fields', ({ i }) => fields(i)],
  ['content', ({ i }) => content(i)],
  ['bytes', ({ i }) => entities[i].bytes().slice()],
  ['space', ({ space }) => ({ bytes: spaces[space].slice(), rows: indexRows(spaces[space]) })],
  [
    'edit',
    ({ i, action, name, value, next }) => {
      const { headers } = entities[i]
      if (action === 'delete') {
        if (!headers.delete(name)) throw new TypeError(`there is no field ${name}`)
      } else if (action === 'append') headers.append(name, value)
      else headers.set(name, value)
      const broken = [...message.brokenSignatures]
      const bytes = message.toBytes().slice()
      const opened = open(bytes)
      held = wanted = next
      return { ...opened, bytes: bytes.slice(), broken }
    },
  ],
  [
    'revert',
    ({ next }) => {
      const opened = open(original)
      held = wanted = next
      return { ...opened, bytes: original.slice() }
    },
  ],
])

/** Files are read one beside the other: the one that was asked for last is shown, whichever is read first. */
async function openFile({ generation, blob }) {
  wanted = generation
  const bytes = new Uint8Array(await blob.arrayBuffer())
  if (generation !== wanted) return LATE
  const entries = listed(bytes)
  const opened = open(bytes)
  original = bytes
  held = generation
  // Read once and copied: reading a file takes far longer than copying it.
  return { ...opened, entries, bytes: bytes.slice() }
}

/** The octets of a new message; each fault of the spec on a line of its own. */
async function composed({ spec, files }) {
  const contents = files.map(async (file) => ({
    filename: file.name,
    content: new Uint8Array(await file.arrayBuffer()),
    ...(file.type === '' ? {} : { contentType: file.type }),
  }))
  const attachments = await Promise.all(contents)
  try {
    return {
      bytes: compose({ ...spec, attachments })
        .toBytes()
        .slice(),
    }
  } catch (error) {
    if (!(error instanceof MessageSpecError)) throw error
    throw new Error(error.faults.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  }
}

function answer(operation, given) {
  if (operation === 'ready') return {}
  if (operation === 'open') return openFile(given)
  if (operation === 'compose') return composed(given)
  // Of the mbox that was opened last, whatever is shown of it.
  if (operation === 'entry') return box[given.i]?.slice() ?? LATE
  return given.generation === held ? OPERATIONS.get(operation)(given) : LATE
}

addEventListener('message', async ({ data: { id, operation, given } }) => {
  try {
    const result = await answer(operation, given)
    if (result === LATE) {
      postMessage({ id })
      return
    }
    // Octets in an answer are copies of what stays here, so they are handed over.
    const octets = result instanceof Uint8Array ? result : result.bytes
    postMessage({ id, result }, octets === undefined ? [] : [octets.buffer])
  } catch (error) {
    postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
