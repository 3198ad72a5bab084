/** An independent reader of IMAP responses, by the grammar of RFC 9051 §9 alone: it throws where a client would. Shares no code with src/imap. */

type Value = string | number | null | Value[]

const QUOTED = /"((?:[^"\\\r\n\0\x80-\xff]|\\["\\])*)"/y
const LITERAL = /\{(\d+)\}\r\n/y
const NUMBER = /\d+/y

class Reader {
  private at = 0

  constructor(private readonly text: string) {}

  whole(): Value {
    const value = this.value()
    if (this.at !== this.text.length) this.fail('end expected')
    return value
  }

  private fail(what: string): never {
    throw new Error(
      `${what} at ${this.at}: ${JSON.stringify(this.text.slice(Math.max(0, this.at - 60), this.at + 60))}`,
    )
  }

  private match(pattern: RegExp, what: string): RegExpExecArray {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text) ?? this.fail(what)
    this.at += found[0].length
    return found
  }

  private value(): Value {
    const c = this.text[this.at] ?? this.fail('a value expected')
    if (this.text.startsWith('NIL', this.at)) {
      this.at += 3
      return null
    }
    if (c === '"') return this.match(QUOTED, 'quoted')[1]!
    if (c === '{') {
      const octets = Number(this.match(LITERAL, 'literal')[1])
      const held = this.text.slice(this.at, this.at + octets)
      if (held.length < octets || held.includes('\0')) this.fail('literal')
      this.at += octets
      return held
    }
    if (c === '(') return this.list()
    return Number(this.match(NUMBER, 'a value expected')[0])
  }

  private list(): Value[] {
    const items: Value[] = []
    this.at++
    while (this.text[this.at] !== ')') {
      if (items.length > 0 && this.text[this.at] === ' ') this.at++
      items.push(this.value())
    }
    this.at++
    return items
  }
}

function assert(condition: boolean, what: string, value: Value | undefined): asserts condition {
  if (!condition) throw new Error(`${what}: ${JSON.stringify(value)?.slice(0, 200)}`)
}

const isText = (value: Value | undefined): boolean => typeof value === 'string'
const isNtext = (value: Value | undefined): boolean => value === null || typeof value === 'string'

/** Throws unless the octets are an ENVELOPE. */
export function checkEnvelope(octets: Uint8Array): void {
  envelope(read(octets))
}

/** Throws unless the octets are a BODYSTRUCTURE with extension data. */
export function checkBodyStructure(octets: Uint8Array): void {
  const work: Value[] = [read(octets)]
  for (let next = work.pop(); next !== undefined; next = work.pop()) body(next, work)
}

function read(octets: Uint8Array): Value {
  return new Reader(Buffer.from(octets).toString('latin1')).whole()
}

function envelope(value: Value | undefined): void {
  assert(Array.isArray(value) && value.length === 10, 'envelope', value)
  for (const i of [0, 1, 8, 9]) assert(isNtext(value[i]), 'nstring in an envelope', value[i])
  for (let i = 2; i < 8; i++) addresses(value[i])
}

function addresses(list: Value | undefined): void {
  if (list === null) return
  assert(Array.isArray(list) && list.length > 0, 'addresses', list)
  let inGroup = false
  for (const address of list) {
    assert(Array.isArray(address) && address.length === 4 && address.every(isNtext), 'address', address)
    // RFC 9051 §7.5.2: NIL as host opens a group that a mailbox names, and closes it where the mailbox is NIL too.
    const [, , mailbox, host] = address as [Value, Value, Value, Value]
    if (host !== null) continue
    assert(inGroup === (mailbox === null), 'group', list)
    inGroup = mailbox !== null
  }
  assert(!inGroup, 'group without end', list)
}

function params(value: Value | undefined): void {
  if (value === null) return
  assert(Array.isArray(value) && value.length > 0 && value.length % 2 === 0 && value.every(isText), 'params', value)
}

function extension(list: readonly Value[]): void {
  assert(list.length === 3, 'extension data', [...list])
  const [disposition, language, location] = list
  if (disposition !== null) {
    assert(Array.isArray(disposition) && disposition.length === 2 && isText(disposition[0]), 'disposition', disposition)
    params(disposition[1])
  }
  assert(isNtext(language) || (Array.isArray(language) && language.every(isText)), 'language', language)
  assert(isNtext(location), 'location', location)
}

/** One level; what it holds is put on `work`. */
function body(value: Value, work: Value[]): void {
  assert(Array.isArray(value), 'body', value)
  let i = 0
  if (Array.isArray(value[0])) {
    while (Array.isArray(value[i])) work.push(value[i++]!)
    assert(isText(value[i]), 'multipart subtype', value[i])
    params(value[i + 1])
    extension(value.slice(i + 2))
    return
  }
  const [type, subtype, , id, description, encoding, octets] = value
  assert([type, subtype, encoding].every(isText) && [id, description].every(isNtext), 'body fields', value)
  assert(typeof octets === 'number', 'octets', octets)
  params(value[2])
  i = 7
  if (type === 'MESSAGE' && (subtype === 'RFC822' || subtype === 'GLOBAL')) {
    envelope(value[7])
    assert(value[8] !== undefined && value[8] !== null, 'body of a message', value)
    work.push(value[8])
    assert(typeof value[9] === 'number', 'lines', value[9])
    i = 10
  } else if (type === 'TEXT') {
    assert(typeof value[7] === 'number', 'lines', value[7])
    i = 8
  }
  assert(isNtext(value[i]), 'MD5', value[i])
  extension(value.slice(i + 1))
}
