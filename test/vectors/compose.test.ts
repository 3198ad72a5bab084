/** Composing against the vectors: every intent keeps the invariants and reads back as it was meant. */
import { describe, expect, it } from 'vitest'
import { compose } from '../../src/compose/compose.js'
import { MessageSpecError } from '../../src/compose/spec.js'
import { parse } from '../../src/message/parse.js'
import { checkInvariants } from '../invariants.js'
import { bytesOf, toSpec, vectors } from './intents.js'

describe.skipIf(!process.env.MAIL_VECTORS)('compose vectors', () => {
  it.each(vectors)('$id $description', ({ intent, expect: wanted }) => {
    let bytes: Uint8Array
    try {
      bytes = compose(toSpec(intent)).toBytes()
    } catch (error) {
      expect(error).toBeInstanceOf(MessageSpecError)
      expect(wanted.mayReject, String(error)).toBe(true)
      return
    }
    checkInvariants(bytes)
    const raw = new TextDecoder('latin1').decode(bytes)
    if (wanted.sevenBit) expect(raw).toMatch(/^[\0-\x7f]*$/)
    for (const name of wanted.forbidHeaders ?? []) expect(raw).not.toMatch(new RegExp(`^${name}:`, 'im'))
    for (const text of wanted.forbidText ?? []) expect(raw).not.toContain(text)
    const back = parse(bytes)
    expect(back.check().filter(({ code }) => !EXPECTED.has(code))).toEqual([])
    expect(back.subject).toBe(intent.subject)
    for (const key of ['from', 'to', 'cc'] as const) {
      const read = back[key]
      expect(read.length).toBe(intent[key]?.length ?? 0)
      for (const [i, person] of (intent[key] ?? []).entries()) {
        expect(read[i]!.name ?? '').toBe(person.name ?? '')
        expect(wanted.addrAccept?.[person.address] ?? [person.address]).toContain(read[i]!.address)
      }
    }
    const lines = (text: string | undefined) => text?.replace(/\r\n?|\n/g, '\r\n')
    if (!wanted.textLoose) expect(back.text).toBe(lines(intent.text))
    if (intent.html !== undefined) expect(back.html).toBe(lines(intent.html))
    if (wanted.alternative) expect(back.find('multipart/alternative')).toBeDefined()
    if (wanted.related) expect(back.find('multipart/related')).toBeDefined()
    const files = [...(intent.inline ?? []), ...(intent.attachments ?? [])]
    expect(back.attachments.length).toBe(files.length)
    for (const [i, file] of files.entries()) {
      expect(wanted.filenameAccept?.[i] ?? [file.filename]).toContain(back.attachments[i]!.filename)
      expect(back.attachments[i]!.bytes()).toEqual(bytesOf(file.content_b64))
      expect(back.attachments[i]!.contentId).toBe(file.cid)
    }
    if (intent.messageId !== undefined) expect(`<${back.messageId}>`).toBe(intent.messageId)
    if (intent.date !== undefined) expect(back.date).toEqual(new Date(intent.date))
  })
})

/** They say what the value is like, or that its name has a form for old readers too. */
const EXPECTED = new Set<string>([
  'path-in-filename',
  'encoded-word-in-parameter',
  'oversize-filename',
  'domain-literal',
  'control-char',
])
