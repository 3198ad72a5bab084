/** Takes what callers give as a message, and gives its octets. */

import { type Source, toBytes } from '../bytes/source.js'
import { writable } from '../compose/whole.js'
import { isMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'

/** The octets of a message; composed ones without Bcc. @throws TypeError for anything else */
export function octetsOf(value: Message | Source): Uint8Array {
  return isMessage(value) ? writable(value).toBytes() : toBytes(value)
}
