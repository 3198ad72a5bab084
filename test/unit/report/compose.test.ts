/** What the writers of reports take as absent, and what they refuse. RFC 3464, RFC 8098, RFC 5965. */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'
import { composeArf, composeDsn, composeMdn } from '../../../src/report/index.js'

const heading = {
  from: 'a@example.org',
  to: 'b@example.org',
  subject: 's',
  text: 't\n',
  messageId: '1@example.org',
  date: new Date(0),
}
const boundary = (n: number) => `b${n}`
const without = { inReplyTo: null, references: null, original: null, headersOnly: null }
const octets = (message: { toBytes(): Uint8Array }) => new TextDecoder().decode(message.toBytes())
const wrong = (value: unknown) => value as never

const recipient = { finalRecipient: 'c@example.net', action: 'failed', status: '5.1.1' } as const
const dsn = { ...heading, reportingMta: 'mx.example.org', recipients: [recipient] } as const
const mdn = { ...heading, finalRecipient: 'c@example.net', type: 'displayed' } as const
const arf = { ...heading, feedbackType: 'abuse', userAgent: 'x/1' } as const

describe('specs of reports', () => {
  it('take null as absent, in each recipient too', () => {
    const ofRecipient = {
      originalRecipient: null,
      remoteMta: null,
      diagnostic: null,
      lastAttempt: null,
      willRetryUntil: null,
    }
    const nulls = {
      ...dsn,
      ...without,
      arrivalDate: null,
      originalEnvelopeId: null,
      recipients: [{ ...recipient, ...ofRecipient }],
    }
    expect(octets(composeDsn(wrong(nulls), { boundary }))).toBe(octets(composeDsn(dsn, { boundary })))
    const read = {
      originalRecipient: null,
      originalMessageId: null,
      reportingUa: null,
      manual: null,
      sentManually: null,
    }
    expect(octets(composeMdn(wrong({ ...mdn, ...without, ...read }), { boundary }))).toBe(
      octets(composeMdn(mdn, { boundary })),
    )
    const abuse = {
      sourceIp: null,
      originalMailFrom: null,
      originalRcptTo: null,
      arrivalDate: null,
      reportedDomain: null,
    }
    expect(octets(composeArf(wrong({ ...arf, ...without, ...abuse }), { boundary }))).toBe(
      octets(composeArf(arf, { boundary })),
    )
  })

  it('name a key that there is not, and a recipient that is wrong', () => {
    expect(() => composeDsn(wrong({ ...dsn, diagnosticCode: 'x' }))).toThrow(/^spec\.diagnosticCode: no such option/)
    expect(() => composeDsn(wrong({ ...dsn, recipients: [recipient, null] }))).toThrow(
      /^recipients\[1\]: expected an object/,
    )
    expect(() => composeDsn(wrong({ ...dsn, recipients: [{ ...recipient, status: 511 }] }))).toThrow(
      /^recipients\[0\]\.status: /,
    )
    expect(() => composeDsn(wrong({ ...dsn, recipients: [{ ...recipient, diagnosis: 'x' }] }))).toThrow(
      /^recipients\[0\]\.diagnosis: /,
    )
    expect(() => composeMdn(wrong({ ...mdn, type: 'read' }))).toThrow(/^type: expected one of displayed/)
    expect(() => composeArf(wrong({ ...arf, original: 'From: x' }))).toThrow(/^original: expected a Message/)
  })

  it('read keys that stand on a prototype', () => {
    class Note {
      get reportingMta() {
        return dsn.reportingMta
      }
    }
    const { reportingMta: _, ...own } = dsn
    const spec = Object.assign(new Note(), own)
    expect(octets(composeDsn(spec as never, { boundary }))).toBe(octets(composeDsn(dsn, { boundary })))
    expect(parse(composeDsn(dsn).toBytes()).contentType.mediaType).toBe('multipart/report')
  })
})
