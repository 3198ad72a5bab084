/** Defines what a gateway loses. RFC 2156 Appendix B. */

/** What does not come back when it goes the other way. */
export interface GatewayLoss {
  /** Path of the part in the message that was made. Absent where the loss is one of the message itself. */
  readonly path?: readonly number[]
  /** Name of the field that loses something; absent where it is the body. */
  readonly field?: string
  /** What is lost, in words. */
  readonly what: string
}
