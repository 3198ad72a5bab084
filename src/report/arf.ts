/** Abuse reports (feedback loops). RFC 5965; fields of RFC 6591 and RFC 6650. */
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { originalOf } from './dsn.js'
import { type Evidence, groupsOf, typed } from './groups.js'

/** An abuse report (RFC 5965), read. */
export interface Arf {
  /** `abuse`, `fraud`, `virus`, `other`, `not-spam`, `auth-failure`, or another. Lower case. */
  readonly feedbackType: string
  /** The program that made the report. */
  readonly userAgent?: string
  /** Version of the form; `1`. */
  readonly version?: string
  /** ENVID of the message (RFC 3461). */
  readonly originalEnvelopeId?: string
  /** Reverse path of the message, without angle brackets; '' is the null path. */
  readonly originalMailFrom?: string
  /** Recipients of the message, without angle brackets. */
  readonly originalRcptTo: readonly string[]
  /** When the message arrived. Absent where it cannot be read. */
  readonly arrivalDate?: Date
  /** The host that reports. */
  readonly reportingMta?: string
  /** Address of the host that the message came from. */
  readonly sourceIp?: string
  /** How many incidents the report stands for; 1 where it does not say. */
  readonly incidents: number
  /** Of `auth-failure`: what failed (RFC 6591 §3.1). */
  readonly authFailure?: string
  /** Values of Authentication-Results, as they stand. */
  readonly authenticationResults: readonly string[]
  /** Domains that the report is about. */
  readonly reportedDomain: readonly string[]
  /** URIs that the report is about. */
  readonly reportedUri: readonly string[]
  /** The message that the report is about, or its header section. */
  readonly original?: Message
  /** Where each of this was found. */
  readonly evidence: readonly Evidence[]
}

/** Reads an abuse report; undefined where there is no message/feedback-report part. Never throws. */
export function readArf(message: Message): Arf | undefined {
  assertMessage(message)
  const part = message.find(({ contentType }) => contentType.mediaType === 'message/feedback-report')
  if (part === undefined) return undefined
  const [group] = groupsOf(part, 1)
  const evidence: Evidence[] = []
  const values = (name: string): string[] =>
    (group?.fields.fields(name) ?? []).map((field) => {
      evidence.push(group!.evidence(field.name, field))
      return field.value
    })
  const [feedbackType] = values('feedback-type')
  const [userAgent] = values('user-agent')
  const [version] = values('version')
  const [envelopeId] = values('original-envelope-id')
  const [mailFrom] = values('original-mail-from')
  const [mta] = values('reporting-mta')
  const [sourceIp] = values('source-ip')
  const [incidents] = values('incidents')
  const [authFailure] = values('auth-failure')
  const arrival = (group?.fields.date('arrival-date') ?? group?.fields.date('received-date'))?.date
  const original = originalOf(message)
  const unbracketed = (path: string) => path.replace(/^<|>$/g, '')
  return {
    feedbackType: (feedbackType ?? 'other').toLowerCase(),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(version === undefined ? {} : { version }),
    ...(envelopeId === undefined ? {} : { originalEnvelopeId: envelopeId }),
    ...(mailFrom === undefined ? {} : { originalMailFrom: unbracketed(mailFrom) }),
    originalRcptTo: values('original-rcpt-to').map(unbracketed),
    ...(arrival === undefined ? {} : { arrivalDate: arrival }),
    ...(mta === undefined ? {} : { reportingMta: typed(mta).value }),
    ...(sourceIp === undefined ? {} : { sourceIp }),
    incidents: /^\d{1,9}$/.test(incidents ?? '') ? Number(incidents) : 1,
    ...(authFailure === undefined ? {} : { authFailure }),
    authenticationResults: values('authentication-results'),
    reportedDomain: values('reported-domain'),
    reportedUri: values('reported-uri'),
    ...(original === undefined ? {} : { original }),
    evidence,
  }
}
