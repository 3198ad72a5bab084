/** Meetings in TNEF as text/calendar: MS-OXOCAL, MS-OXCICAL. */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../../src/index.js'
import { legacyParts, readTnef } from '../../../../src/legacy/index.js'

const u16 = (n: number) => Buffer.from([n & 255, n >> 8])
const u32 = (n: number) => {
  const octets = Buffer.alloc(4)
  octets.writeUInt32LE(n)
  return octets
}
const SET = Buffer.from('0220060000000000c000000000000046', 'hex')
const padded = (octets: Buffer) => Buffer.concat([octets, Buffer.alloc((4 - (octets.length % 4)) % 4)])
const when = (date: string) => {
  const octets = Buffer.alloc(8)
  octets.writeBigUInt64LE((BigInt(Date.parse(date)) + 11_644_473_600_000n) * 10_000n)
  return octets
}
const named = (type: number, number: number) =>
  Buffer.concat([u16(type), u16(0x8000 + (number & 0xff)), SET, u32(0), u32(number)])
const wide = (text: string) => {
  const octets = Buffer.from(`${text}\0`, 'utf16le')
  return Buffer.concat([u32(1), u32(octets.length), padded(octets)])
}

function attribute(level: number, id: number, data: Buffer): Buffer {
  let sum = 0
  for (const octet of data) sum += octet
  return Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(sum & 0xffff)])
}

function tnef(messageClass: string, properties: readonly Buffer[]): Buffer {
  return Buffer.concat([
    Buffer.from('789f3e220100', 'hex'),
    attribute(1, 0x00078008, Buffer.from(`${messageClass}\0`)),
    attribute(1, 0x00069003, Buffer.concat([u32(properties.length), ...properties])),
  ])
}

const PROPERTIES = [
  Buffer.concat([u16(0x1f), u16(0x0037), wide('Tee')]),
  Buffer.concat([u16(0x1f), u16(0x0042), wide('Ada "A"')]),
  Buffer.concat([u16(0x1f), u16(0x0065), wide('ada@example.org')]),
  Buffer.concat([named(0x40, 0x820d), when('2024-10-02T14:00:00Z')]),
  Buffer.concat([named(0x40, 0x820e), when('2024-10-02T15:00:00Z')]),
  Buffer.concat([named(0x1f, 0x8208), wide('a, very; long place '.repeat(6).trim())]),
]

describe('meetings in TNEF', () => {
  it.each([
    ['IPM.Microsoft Schedule.MtgReq', 'REQUEST'],
    ['IPM.Schedule.Meeting.Request', 'REQUEST'],
    ['IPM.Microsoft Schedule.MtgCncl', 'CANCEL'],
    ['IPM.Microsoft Schedule.MtgRespP', 'REPLY'],
    ['IPM.Appointment', 'PUBLISH'],
  ])('%s', (messageClass, method) => {
    const { calendar, problems } = readTnef(tnef(messageClass, PROPERTIES))
    expect(problems).toEqual([])
    expect(calendar?.method).toBe(method)
    expect(calendar?.content).toContain('DTSTART:20241002T140000Z\r\nDTEND:20241002T150000Z\r\nSUMMARY:Tee\r\n')
    const who = 'CN="Ada  A ":mailto:ada@example.org'
    if (method === 'REQUEST') expect(calendar?.content).toContain(`ORGANIZER;${who}`)
    if (method === 'REPLY') expect(calendar?.content).toContain('ATTENDEE;CN="Ada  A ";PARTSTAT=ACCEPTED')
    for (const line of calendar!.content.split('\r\n')) expect(line.length).toBeLessThanOrEqual(75)
    expect(calendar?.content.replaceAll('\r\n ', '')).toContain('LOCATION:a\\, very\\; long place a\\, very')
  })

  it('other classes, and a meeting without a start, have none', () => {
    expect(readTnef(tnef('IPM.Note', PROPERTIES)).calendar).toBeUndefined()
    expect(readTnef(tnef('IPM.Appointment', PROPERTIES.slice(0, 3))).calendar).toBeUndefined()
  })

  it('is a file of the message', () => {
    const message = parse(
      `Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n${tnef('IPM.Microsoft Schedule.MtgReq', PROPERTIES).toString('base64')}\r\n`,
    )
    const file = legacyParts(message).find(({ mediaType }) => mediaType === 'text/calendar')
    expect(file?.filename).toBe('meeting.ics')
    expect(Buffer.from(file!.bytes()).toString()).toContain('METHOD:REQUEST')
  })

  it('any octets', () => {
    const sample = tnef('IPM.Schedule.Meeting.Request', PROPERTIES)
    for (let at = 0; at < sample.length; at++) {
      for (const octet of [0, 0xff, 0x80]) {
        const changed = Buffer.from(sample)
        changed[at] = octet
        readTnef(changed)
      }
    }
  })
})
