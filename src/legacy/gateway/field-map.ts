/** Maps the fields of mail to what they are in an X.400 message. RFC 2156 §2.2, §5.1.3, §5.1.6 and §5.1.7. */

/**
 * Lower-case field names and their elements. What is not here has none: in X.400(1984) it goes to the top of the body (RFC 2156 Appendix B).
 * From, Sender and In-Reply-To depend on each other and on their content: see `elementOf`.
 */
export const FIELD_MAP: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['date', 'MTA.PerMessageTransferFields.trace-information'],
  ['received', 'MTA.PerMessageTransferFields.trace-information'],
  ['x400-received', 'MTA.PerMessageTransferFields.trace-information'],
  ['return-path', 'MTS.MessageSubmissionEnvelope.originator-name'],
  ['message-id', 'IPMS.Heading.this-IPM'],
  ['from', 'IPMS.Heading.originator'],
  ['sender', 'IPMS.Heading.originator'],
  ['reply-to', 'IPMS.Heading.reply-recipients'],
  ['to', 'IPMS.Heading.primary-recipients'],
  ['cc', 'IPMS.Heading.copy-recipients'],
  ['bcc', 'IPMS.Heading.blind-copy-recipients'],
  ['in-reply-to', 'IPMS.Heading.replied-to-IPM'],
  ['references', 'IPMS.Heading.related-IPMs'],
  ['obsoletes', 'IPMS.Heading.obsoleted-IPMs'],
  ['supersedes', 'IPMS.Heading.obsoleted-IPMs'],
  ['subject', 'IPMS.Heading.subject'],
  ['expires', 'IPMS.Heading.expiry-time'],
  ['expiry-date', 'IPMS.Heading.expiry-time'],
  ['reply-by', 'IPMS.Heading.reply-time'],
  ['importance', 'IPMS.Heading.importance'],
  ['sensitivity', 'IPMS.Heading.sensitivity'],
  ['autoforwarded', 'IPMS.Heading.auto-forwarded'],
  ['autosubmitted', 'IPMS.Heading.auto-submitted'],
  ['incomplete-copy', 'IPMS.Heading.incomplete-copy'],
  ['content-language', 'IPMS.Heading.languages'],
  ['priority', 'MTS.PerMessageTransferFields.priority'],
  ['conversion', 'MTS.PerMessageTransferFields.implicit-conversion-prohibited'],
  ['conversion-with-loss', 'MTS.PerMessageTransferFields.conversion-with-loss-prohibited'],
  ['deferred-delivery', 'MTS.PerMessageTransferFields.deferred-delivery-time'],
  ['latest-delivery-time', 'MTS.PerMessageTransferFields.latest-delivery-time'],
  ['dl-expansion-history', 'MTA.PerMessageTransferFields.dl-expansion-history'],
  ['originator-return-address', 'MTS.PerMessageTransferFields.originator-return-address'],
  ['mime-version', 'IPMS.Body'],
  ['content-type', 'IPMS.Body'],
  ['content-transfer-encoding', 'IPMS.Body'],
  ['content-id', 'IPMS.Body'],
  ['content-description', 'IPMS.Body'],
  ['content-disposition', 'IPMS.Body'],
])

/** Fields that say who gets or sends it: their addresses are mapped. */
export const ADDRESS_FIELDS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
])

/** What a message has that decides on its fields. */
export interface FieldContext {
  readonly hasSender: boolean
  /** Identifiers in In-Reply-To. */
  readonly replies: number
}

/** The element of a field in its message; undefined where it has none. */
export function elementOf(name: string, map: ReadonlyMap<string, string>, context: FieldContext): string | undefined {
  const element = map.get(name)
  if (map.get(name) !== FIELD_MAP.get(name)) return element
  if (name === 'from' && context.hasSender) return 'IPMS.Heading.authorizing-users'
  if (name === 'in-reply-to' && context.replies > 1) return 'IPMS.Heading.related-IPMs'
  return element
}
