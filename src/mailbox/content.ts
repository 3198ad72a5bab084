/** What callers give as messages, and octets put together. */
import { type Source, toBytes } from '../bytes/source.js'
import { isMessage } from '../message/is-message.js'
import type { Message } from '../message/message.js'

/** The octets of a message; composed ones without Bcc. @throws TypeError for anything else */
export function contentOf(value: Message | Source): Uint8Array {
  return isMessage(value) ? value.toBytes() : toBytes(value)
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const piece of pieces) length += piece.length
  const out = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    out.set(piece, at)
    at += piece.length
  }
  return out
}
