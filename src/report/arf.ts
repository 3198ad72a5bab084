/** Abuse reports (feedback loops). RFC 5965; fields of RFC 6591 and RFC 6650. */
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { originalOf } from './dsn.js'
import { type Evidence, groupsOf, typed } from './groups.js'

export interface Arf {
  /** `abuse`, `fraud`, `virus`, `other`, `not-spam`, `auth-failure`, or another. Lower case. */
  readonly feedbackType: string
  readonly userAgent?: string
  readonly version?: string
  readonly originalEnvelopeId?: string
  readonly originalMailFrom?: string
  readonly originalRcptTo: readonly string[]
  readonly arrivalDate?: Date
  readonly reportingMta?: string
  readonly sourceIp?: string
  /** 1 where the report does not say. */
  readonly incidents: number
  readonly authFailure?: string
  readonly authenticationResults: readonly string[]
  readonly reportedDomain: readonly string[]
  readonly reportedUri: readonly string[]
  readonly original?: Message
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
