/** The door `messagerie/transport`: what SMTP needs of a message, and what it left on it. Pure functions, no sockets. RFC 5321. */

export type { DotStuffOptions } from '../codec/dot-stuff.js'
export { type Ehlo, parseEhlo } from './ehlo.js'
export { type Envelope, type EnvelopeOptions, envelope } from './envelope.js'
export { assertEnvelopeSafe, isEnvelopeAddress, type UnsafeEnvelope } from './envelope-safe.js'
export { type MxOptions, type MxOrder, type MxRecord, mxOrder } from './mx.js'
export { type Plan, type PlanOptions, plan } from './plan.js'
export { type BareLineEnd, bareLineEnds, stuff, type Unstuffed, unstuff } from './stuffing.js'
export { type Hop, type Loop, prependReceived, type Trace, type TraceOptions, trace } from './trace.js'
