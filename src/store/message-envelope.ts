/** Finds the envelope of a delivered message in its fields: who sent it and when it came. RFC 5321 §4.4, RFC 4155 Appendix A. */
import type { Message } from '../tree/message.js'
import { type EnvelopeSpec, formatFromLine } from './from-line.js'

/** Return-Path, else Sender, else From; the date of the last hop, else Date. What is not there is left out. */
function envelopeOf(message: Message): EnvelopeSpec {
  const path = message.headers.field('return-path')?.parsed as string | undefined
  const sender = path ?? message.sender?.address ?? message.from[0]?.address
  const date = message.headers.received()[0]?.date?.date ?? message.date
  return { ...(sender === undefined ? {} : { sender }), ...(date === undefined ? {} : { date }) }
}

/** The From_ line of a message. Its fields are a stranger's: an address that no line can hold is left out, and so is such a date. */
export function fromLineOf(message: Message): string {
  const { sender, date } = envelopeOf(message)
  for (const spec of [{ sender, date }, { date }]) {
    try {
      return formatFromLine(spec)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  }
  return formatFromLine()
}
