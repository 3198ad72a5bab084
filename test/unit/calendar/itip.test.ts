/** Calendar mail: what is read of each object, METHODs that do not agree, and hostile objects. */
import { describe, expect, it } from 'vitest'
import { itip } from '../../../src/calendar/index.js'
import { compose, parse } from '../../../src/index.js'
import { parse as read } from '../../../src/read.js'
import { seeded } from '../../seeded.js'

const OBJECT = `BEGIN:VCALENDAR
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:1@example.org
SEQUENCE:2
ORGANIZER;CN="Ada, L.";SENT-BY="mailto:sec@example.org":mailto:ada@example.org
ATTENDEE;PARTSTAT=accepted;ROLE=CHAIR;RSVP=TRUE;CN=Bob:MAILTO:bob@exam
 ple.net
ATTENDEE:mailto:eve@example.net
DTSTART;TZID=Europe/Berlin:20241002T140000
DTEND:20241002T150000Z
RECURRENCE-ID;VALUE=DATE:20241002
RRULE:FREQ=WEEKLY
SUMMARY:Tea\\, cake
STATUS:confirmed
BEGIN:VALARM
TRIGGER:-PT15M
END:VALARM
END:VEVENT
END:VCALENDAR
`.replaceAll('\n', '\r\n')

const mail = (type: string, content: string) => parse(`Content-Type: ${type}\r\n\r\n${content}`)
const one = (type: string, content: string) => itip(mail(type, content))[0]!

describe('itip', () => {
  it('reads an invitation', () => {
    const found = one('text/calendar; method=request; charset=utf-8', OBJECT)
    expect(found).toMatchObject({ declared: 'REQUEST', method: 'REQUEST', agree: true, problems: [] })
    expect(found.items).toEqual([
      {
        component: 'VEVENT',
        uid: '1@example.org',
        sequence: 2,
        organizer: { address: 'ada@example.org', name: 'Ada, L.', sentBy: 'sec@example.org' },
        attendees: [
          { address: 'bob@example.net', name: 'Bob', partstat: 'ACCEPTED', role: 'CHAIR', rsvp: true },
          { address: 'eve@example.net', partstat: 'NEEDS-ACTION', role: 'REQ-PARTICIPANT' },
        ],
        start: { text: '20241002T140000', isDate: false, tzid: 'Europe/Berlin' },
        end: { text: '20241002T150000Z', isDate: false },
        recurrenceId: { text: '20241002', isDate: true },
        isSeries: true,
        summary: 'Tea, cake',
        status: 'CONFIRMED',
      },
    ])
    expect(found.part.contentType.mediaType).toBe('text/calendar')
  })

  it('line ends of LF, octets under an encoding, a message that is read alone', () => {
    expect(one('text/calendar; method=REQUEST', OBJECT.replaceAll('\r\n', '\n')).items).toHaveLength(1)
    const message = compose({
      from: 'ada@example.org',
      text: 'x',
      calendar: { method: 'REQUEST', content: OBJECT.replace('Tea', 'Tée') },
    })
    expect(itip(message)[0]).toMatchObject({ agree: true, items: [{ summary: 'Tée, cake' }] })
    expect(itip(read(message.toBytes()))[0]?.agree).toBe(true)
    expect(itip(parse('Subject: x\r\n\r\ny'))).toEqual([])
  })

  it.each<[string, string, string, RegExp]>([
    ['another method', 'text/calendar; method=REPLY', OBJECT, /method=REPLY, the object METHOD:REQUEST/],
    ['no method in the type', 'text/calendar', OBJECT, /no method in Content-Type/],
    [
      'no METHOD in the object',
      'text/calendar; method=REQUEST',
      OBJECT.replace('METHOD:REQUEST\r\n', ''),
      /METHOD:nothing/,
    ],
    [
      'two calendars that differ',
      'text/calendar; method=REQUEST',
      OBJECT + OBJECT.replace('REQUEST', 'CANCEL'),
      /different METHODs/,
    ],
    ['no calendar', 'text/calendar; method=REQUEST', 'BEGIN:VCARD\r\nEND:VCARD\r\n', /no VCALENDAR/],
    ['text', 'text/calendar; method=REQUEST', 'hello', /cannot be read/],
    ['nothing', 'text/calendar; method=REQUEST', '', /./],
    ['no end', 'text/calendar; method=REQUEST', 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n', /cannot be read/],
  ])('does not agree: %s', (_name, type, content, problem) => {
    const found = one(type, content)
    expect(found.agree).toBe(false)
    expect(found.problems.join('; ')).toMatch(problem)
  })

  it.each<[what: string, from: string, to: string, problem: RegExp]>([
    ['a line without a colon', 'SUMMARY:', 'NONSENSE\r\nSUMMARY:', /left out/],
    ['a parameter without its value', 'ATTENDEE:', 'ATTENDEE;RSVP:mailto:x@example.net\r\nATTENDEE:', /left out/],
    ['a quote that is not closed', 'ATTENDEE:', 'ATTENDEE;CN="x:mailto:x@example.net\r\nATTENDEE:', /left out/],
    ['a rule that is none', 'STATUS:', 'RRULE:FREQ=FOO\r\nSTATUS:', /left out/],
    ['a component that does not end', 'END:VEVENT\r\n', '', /left out/],
    ['an object that does not end', 'END:VCALENDAR\r\n', '', /left out/],
    ['an end of what did not begin', 'SUMMARY:', 'END:VTODO\r\nSUMMARY:', /left out/],
  ])('reads the rest around %s, and agrees to nothing', (_what, from, to, problem) => {
    const found = one('text/calendar; method=REQUEST', OBJECT.replace(from, to))
    expect(found.items).toHaveLength(1)
    expect(found.items[0]).toMatchObject({ uid: '1@example.org', summary: 'Tea, cake', sequence: 2 })
    expect(found.items[0]!.attendees.map(({ address }) => address)).toEqual(['bob@example.net', 'eve@example.net'])
    expect([found.method, found.agree]).toEqual(['REQUEST', false])
    expect(found.problems.join()).toMatch(problem)
  })

  it('two METHODs in one object agree with nothing', () => {
    for (const twice of [
      'METHOD:REQUEST\r\nMETHOD:CANCEL',
      'METHOD:CANCEL\r\nMETHOD:REQUEST',
      'METHOD:REQUEST\r\nMETHOD:REQUEST',
    ]) {
      const found = one('text/calendar; method=REQUEST', OBJECT.replace('METHOD:REQUEST', twice))
      expect(found.problems.join()).toMatch(/METHOD stands more than once/)
      expect(found.agree).toBe(!twice.includes('CANCEL'))
    }
  })

  it('gives no time where there is none', () => {
    const found = one(
      'text/calendar; method=REQUEST',
      OBJECT.replace(':20241002T140000\r', ':2024-10-02\r').replace('DTEND:20241002T150000Z', 'DTEND:soon'),
    )
    expect([found.items[0]!.start, found.items[0]!.end]).toEqual([undefined, undefined])
    expect(found.problems).toEqual([
      expect.stringMatching(/^DTSTART holds no time/),
      expect.stringMatching(/^DTEND holds no time/),
    ])
  })

  it('hostile objects: nothing thrown', () => {
    const shapes = [
      'BEGIN:VEVENT\r\n'.repeat(100_000),
      `BEGIN:VCALENDAR\r\nX:${'a\r\n '.repeat(150_000)}\r\nEND:VCALENDAR`,
      `BEGIN:VCALENDAR\r\nX${';A=B'.repeat(100_000)}:x\r\nEND:VCALENDAR`,
      `BEGIN:VCALENDAR\r\nX;A="${'"'.repeat(50_000)}:x\r\nEND:VCALENDAR`,
      `BEGIN:VCALENDAR\r\n${'X:y\r\n'.repeat(150_000)}END:VCALENDAR`,
      `BEGIN:VCALENDAR\r\nCATEGORIES:${','.repeat(100_000)}\r\nEND:VCALENDAR`,
      `BEGIN:VCALENDAR\r\nSUMMARY:${'\\'.repeat(150_000)}\r\nEND:VCALENDAR`,
      `BEGIN:VCALENDAR\r\nRRULE:${'FREQ=DAILY;'.repeat(15_000)}\r\nEND:VCALENDAR`,
      `BEGIN:VCALENDAR\r\n${'BEGIN:VEVENT\r\nDTSTART:2024\r\nEND:VEVENT\r\n'.repeat(20_000)}END:VCALENDAR`,
      'x'.repeat(5_000_000),
      '\u0000'.repeat(1000),
      'BEGIN:__PROTO__\r\nEND:__PROTO__\r\n',
    ]
    for (const shape of shapes) {
      expect(() => one('text/calendar; method=REQUEST', shape), shape.slice(0, 40)).not.toThrow()
    }
    const next = seeded(6047)
    for (let i = 0; i < 2000; i++) {
      const bytes = Buffer.from(OBJECT)
      for (let k = next(4); k >= 0; k--) bytes[next(bytes.length)] = next(256)
      one('text/calendar; method=REQUEST', bytes.toString('latin1'))
    }
  }, 60_000)
})

describe('compose with a calendar', () => {
  const of = (method: string, content: string, more: object = {}) =>
    compose({ from: 'ada@example.org', text: 'x', calendar: { method, content, ...more } })

  it('refuses a METHOD that does not agree (RFC 6047 §2.4)', () => {
    expect(() => of('REPLY', OBJECT)).toThrow(/calendar.method: the object says METHOD:REQUEST/)
    expect(() => of('REQUEST', OBJECT.replace('METHOD:REQUEST', 'METH\r\n OD;X=y:REQ\r\n UEST'))).not.toThrow()
    expect(() => of('REPLY', OBJECT.replace('METHOD:REQUEST', 'METH\r\n OD;X=y:REQ\r\n UEST'))).toThrow(/METHOD/)
    expect(() => of('request', OBJECT)).not.toThrow()
    expect(() => of('REQUEST', OBJECT.replace('METHOD:REQUEST\r\n', ''))).not.toThrow()
    expect(() => of('REQUEST', OBJECT.replace('SUMMARY:', 'SUMMARY:METHOD:REPLY '))).not.toThrow()
    expect(() => of('REQUEST', OBJECT.replace('METHOD:REQUEST', 'METHOD:REQUEST\r\nMETHOD:CANCEL'))).toThrow(
      /METHOD:CANCEL/,
    )
    of('REQUEST', `METHOD${';'.repeat(500_000)}\r\n${'METHOD;\r\n'.repeat(50_000)}`)
  })

  it('adds the file that older readers want', () => {
    const message = of('REQUEST', OBJECT, { attach: true })
    const types = [...message.walk()].map(({ contentType, filename }) => [contentType.mediaType, filename])
    expect(types).toEqual([
      ['multipart/mixed', undefined],
      ['multipart/alternative', undefined],
      ['text/plain', undefined],
      ['text/calendar', undefined],
      ['application/ics', 'invite.ics'],
    ])
    expect(Buffer.from(message.attachments.at(-1)!.bytes()).toString()).toBe(OBJECT)
    const named = of('REQUEST', OBJECT, { attach: true, filename: 'tea.ics' })
    expect(named.find('application/ics')?.filename).toBe('tea.ics')
    expect(() => of('REQUEST', OBJECT, { attach: 'yes' })).toThrow(/calendar.attach/)
    expect(of('REQUEST', OBJECT, { attach: false }).find('application/ics')).toBeUndefined()
  })
})
