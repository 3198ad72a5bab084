/** Every slot of a spec with every hostile value: refused with the path of the slot, or written so that it comes back and nothing else does. */
import { describe, expect, it } from 'vitest'
import { compose } from '../../../src/compose/compose.js'
import { type MessageSpec, MessageSpecError } from '../../../src/compose/spec.js'
import { parse } from '../../../src/message/parse.js'
import type { Message } from '../../../src/tree/message.js'
import { checkInvariants, type Section } from '../../invariants.js'

const VALUES: Readonly<Record<string, string>> = {
  'header by CRLF': 'ok\r\nX-Injected: yes',
  'header by LF': 'ok\nX-Injected: yes',
  'header by CR': 'ok\rX-Injected: yes',
  'body by CRLF': 'ok\r\n\r\nINJECTED',
  'folded header': 'ok\r\n X-Injected: yes',
  'trailing LF': 'ok\n',
  NUL: 'a\0b',
  'lone high surrogate': 'a\ud800',
  'lone low surrogate': '\udc00b',
  'characters that end in 0D and 0A': 'a\u560d\u560aX-Injected: yes',
  'line separators': 'a\u2028b\u2029c\u0085d',
  'encoded-word with a break': '=?utf-8?Q?=0D=0AX-Injected=3A_yes?=',
  'half an encoded-word': '=?utf-8?Q?a',
  'quotes and backslashes': 'a"\\" b"; x="y',
  'an address': 'x <eve@example.com>, mallory@example.com',
  'a group': 'x: eve@example.com;',
  'a comment': '(x\\)) y',
  'RFC 2231': "utf-8''a%0D%0Ab",
  'white space alone': ' \t ',
  'long word': 'x'.repeat(2000),
  'long words': 'word '.repeat(400),
  'long text of astral characters': '🎉'.repeat(500),
  'delimiter-like': '--=_b0--',
  bidi: 'exe.\u202etxt',
}

interface Slot {
  readonly path: string
  readonly spec: (value: string) => Partial<MessageSpec>
  /** What is read back; undefined where a slot has no text of the caller's. */
  readonly read?: (message: Message) => string | undefined
}

const SLOTS: Readonly<Record<string, Slot>> = {
  subject: { path: 'subject', spec: (subject) => ({ subject }), read: ({ subject }) => subject },
  'from.name': {
    path: 'from',
    spec: (name) => ({ from: { name, address: 'a@example.org' } }),
    read: ({ from }) => from[0]?.name,
  },
  'to[1].name': {
    path: 'to[1]',
    spec: (name) => ({ to: ['b@example.net', { name, address: 'c@example.net' }] }),
    read: ({ to }) => to[1]?.name,
  },
  'cc[0].name of a group': {
    path: 'cc[0]',
    spec: (name) => ({ cc: [{ name, members: ['c@example.net'] }] }),
    read: ({ headers }) => headers.addresses('cc')[0]?.name,
  },
  'replyTo.address': { path: 'replyTo', spec: (address) => ({ replyTo: { address } }) },
  'to as text': { path: 'to', spec: (to) => ({ to }) },
  'headers.X-Test': {
    path: 'headers',
    spec: (value) => ({ headers: { 'X-Test': value } }),
    read: ({ headers }) => headers.get('x-test'),
  },
  'headers, name': { path: 'headers', spec: (name) => ({ headers: [[name, 'x']] }) },
  messageId: { path: 'messageId', spec: (messageId) => ({ messageId }) },
  references: { path: 'references', spec: (value) => ({ references: ['1@example.org', value] }) },
  autoSubmitted: { path: 'autoSubmitted', spec: (autoSubmitted) => ({ autoSubmitted }) },
  'list.id.description': {
    path: 'list.id',
    spec: (description) => ({ list: { id: { id: 'l.example.org', description } } }),
    read: ({ headers }) => headers.list().id?.description,
  },
  'list.unsubscribe': { path: 'list.unsubscribe', spec: (url) => ({ list: { unsubscribe: [url] } }) },
  'calendar.method': { path: 'calendar', spec: (method) => ({ calendar: { method, content: 'x' } }) },
  filename: {
    path: 'attachments[0].filename',
    spec: (filename) => ({ attachments: [{ content: 'x', filename }] }),
    read: ({ attachments }) => attachments[0]?.filename,
  },
  description: {
    path: 'attachments[0].description',
    spec: (description) => ({ attachments: [{ content: 'x', description }] }),
    read: ({ attachments }) => attachments[0]?.description,
  },
  contentType: {
    path: 'attachments[0].contentType',
    spec: (contentType) => ({ attachments: [{ content: 'x', contentType }] }),
  },
  'contentType, parameter': {
    path: 'attachments[0].contentType',
    spec: (value) => ({ attachments: [{ content: 'x', contentType: `text/x-test; a="${value}"` }] }),
  },
  contentId: {
    path: 'attachments[0].contentId',
    spec: (contentId) => ({ attachments: [{ content: 'x', contentId }] }),
  },
  transferEncoding: {
    path: 'attachments[0].transferEncoding',
    spec: (transferEncoding) => ({ attachments: [{ content: 'x', transferEncoding }] }),
  },
  text: { path: 'text', spec: (text) => ({ text }), read: ({ text }) => text },
  html: { path: 'html', spec: (html) => ({ html }), read: ({ html }) => html },
}

const BODIES: ReadonlySet<string> = new Set(['text', 'html'])
const ONE_ADDRESS = new Set(['a@example.org', 'b@example.net', 'c@example.net'])

function namesOf(section: Section): string[] {
  return [...section.fields.map(([name]) => name), ...section.parts.flatMap(namesOf)]
}

describe.each(Object.entries(SLOTS))('%s', (name, slot) => {
  it.each(Object.entries(VALUES))('%s', (_, value) => {
    const spec: MessageSpec = { from: 'a@example.org', to: 'b@example.net', text: 'x\r\n', ...slot.spec(value) }
    let bytes: Uint8Array
    try {
      bytes = compose(spec).toBytes()
    } catch (error) {
      expect(error).toBeInstanceOf(MessageSpecError)
      for (const { path } of (error as MessageSpecError).faults) expect(path.startsWith(slot.path), path).toBe(true)
      return
    }
    const root = checkInvariants(bytes)
    expect(namesOf(root)).not.toContain('x-injected')
    const back = parse(bytes)
    if (name !== 'to as text') {
      for (const { address } of [...back.from, ...back.to, ...back.cc]) expect(ONE_ADDRESS).toContain(address)
    }
    if (slot.read === undefined) return
    expect(slot.read(back)).toBe(BODIES.has(name) ? value.replace(/\r\n?|\n/g, '\r\n') : value)
  })
})
