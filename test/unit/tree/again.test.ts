/** Fields that may stand once and stand again: the first that says anything is shown (RFC 5322 §4.5). */
import { describe, expect, it } from 'vitest'
import { ambiguities } from '../../../src/ambiguities/ambiguities.js'
import { envelope, formatEnvelope } from '../../../src/imap/index.js'
import { parse } from '../../../src/message/parse.js'

const read = (head: string) => parse(`${head}\r\n\r\nx`)

describe('identifiers', () => {
  it.each([
    ['Message-ID:\r\nMessage-ID: <a@b>', 'a@b'],
    ['Message-ID: <>\r\nMessage-ID: <a@b>\r\nMessage-ID: <c@d>', 'a@b'],
    ['Message-ID: <a@b>\r\nMessage-ID: <c@d>', 'a@b'],
    ['Message-ID:\r\nMessage-ID:', undefined],
  ])('%j', (head, wanted) => {
    expect(read(head).messageId).toBe(wanted)
    expect(read(head).headers.ids('message-id')).toEqual(wanted === undefined ? [] : [wanted])
  })

  it.each<[string, string[]]>([
    ['In-Reply-To:\r\nIn-Reply-To: <a@b>', ['a@b']],
    ['In-Reply-To: your mail\r\nIn-Reply-To: <a@b>', ['a@b']],
    ['In-Reply-To: <a@b>\r\nIn-Reply-To: <c@d>', ['a@b']],
  ])('%j', (head, wanted) => expect(read(head).inReplyTo).toEqual(wanted))

  it.each<[string, string[]]>([
    ['References: none\r\nReferences: <a@b> <c@d>', ['a@b', 'c@d']],
    ['References:\r\nReferences: <a@b>\r\nReferences: <c@d>', ['a@b', 'c@d']],
    ['References: <a@b>\r\nReferences: <c@d>', ['a@b']],
  ])('%j', (head, wanted) => expect(read(head).references).toEqual(wanted))

  it('of a disposition and a description', () => {
    const head =
      'Content-Disposition:\r\nContent-Disposition: attachment; filename=a\r\nContent-Description:\r\nContent-Description: d'
    const { disposition, filename, description } = read(head)
    expect([disposition?.type, filename, description]).toEqual(['attachment', 'a', 'd'])
    expect(read('Content-Description:').description).toBe('')
  })

  it('of a part', () => expect(read('Content-ID:\r\nContent-ID: <a@b>').contentId).toBe('a@b'))
  it('of another name', () => {
    expect(read('Resent-Message-ID:\r\nResent-Message-ID: <a@b>').headers.ids('Resent-Message-ID')).toEqual(['a@b'])
    expect(read('X-Ids: none\r\nX-Ids: <a@b>').headers.ids('X-Ids')).toEqual(['a@b'])
  })
})

describe('other fields', () => {
  const head =
    'Subject:\r\nFrom:\r\nDate: soon\r\nReply-To: <>\r\nSubject: s\r\nFrom: a@b\r\nDate: Wed, 1 May 2024 12:00:00 +0000\r\nReply-To: c@d'

  it('say what the first that can be read says', () => {
    const { subject, from, date, replyTo, headers } = read(head)
    expect([subject, from[0]?.address, replyTo[0]?.address]).toEqual(['s', 'a@b', 'c@d'])
    expect(date?.toISOString()).toBe('2024-05-01T12:00:00.000Z')
    expect(headers.addresses('from').mailboxes[0]?.address).toBe('a@b')
    expect(headers.get('subject')).toBe('')
    expect(formatEnvelope(envelope(read(head)))).toBeInstanceOf(Uint8Array)
    expect(envelope(read(head)).subject).toBe('s')
  })

  it('stay empty where all are', () => {
    const { subject, from, date } = read('Subject:\r\nSubject: \r\nFrom:\r\nFrom:\r\nDate:\r\nDate: x')
    expect([subject, from.length, date]).toEqual(['', 0, undefined])
  })
})

it('what is shown stands among the readings of others', () => {
  const head = 'From:\r\nFrom: a@b\r\nMessage-ID:\r\nMessage-ID: <c@d>\r\nSubject: x\r\nSubject: y'
  const shown = new Map(
    ambiguities(read(head))
      .filter(({ fact }) => fact === 'field')
      .map(({ name, readings }) => [name, [readings.messagerie, readings['first-wins']]]),
  )
  expect([shown.get('from'), shown.get('message-id'), shown.get('subject')]).toEqual([
    ['a@b', ''],
    ['<c@d>', ''],
    ['x', 'x'],
  ])
})
