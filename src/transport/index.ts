/**
 * The door `messagerie/transport`. What SMTP needs of a message, and what it leaves on it: envelopes, plans, replies, dots, trace. It opens no socket. RFC 5321.
 * @module
 */
export type { DotStuffOptions } from '../codec/dot-stuff.js'
export type { DsnOptions, Notify, PlannedRecipient } from './dsn-parameters.js'
export { type Ehlo, parseEhlo } from './ehlo.js'
export { type Envelope, type EnvelopeOptions, envelope } from './envelope.js'
export { assertEnvelopeSafe, isEnvelopeAddress, type UnsafeEnvelope } from './envelope-safe.js'
export { type MayNotify, mayNotify, type NotifyEnvelope } from './may-notify.js'
export { type MxOptions, type MxOrder, type MxRecord, mxOrder } from './mx.js'
export { type ParsedEnvelope, type ParsedRecipient, parseEnvelope } from './parse-envelope.js'
export { type ImpossiblePlan, type Plan, type PlanBase, type PlanOptions, type PossiblePlan, plan } from './plan.js'
export { formatReply, parseReply, type Reply, type ReplyKind, type ReplySpec } from './reply.js'
export { readStatusCode, STATUS_CLASSES, STATUS_CODES, type StatusCode } from './status-codes.js'
export { type BareLineEnd, bareLineEnds, stuff, type Unstuffed, unstuff } from './stuffing.js'
export { type Hop, type Loop, prependReceived, type Trace, type TraceOptions, trace } from './trace.js'
export { decodeXtext, encodeXtext, formatOrcpt, parseOrcpt, type TypedAddress } from './xtext.js'
