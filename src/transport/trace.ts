/** trace(): reads the way that a message took from its Received fields, and finds loops. RFC 5321 §4.4 and §6.3, RFC 5322 §3.6.7. */
import { assertArray, assertObject, optionsOf } from '../bytes/arguments.js'
import { lowerAscii, trimWsp } from '../bytes/ascii.js'
import type { Received, ReceivedSpec } from '../field/trace/received.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'

/** One hop, with the time since the one before. */
export interface Hop extends Received {
  /** Seconds since the hop before, by the clocks of the two hosts: may be negative. Undefined where one has no date. */
  readonly delaySeconds?: number
}

/** Whether a message goes in circles (RFC 5321 §6.3). */
export interface Loop {
  /** `suspect`: it came back to a host, or one of `self` has passed it on before. `certain`: it was delivered twice to one address, came back again and again, or has `maxHops` hops. */
  readonly is: 'none' | 'suspect' | 'certain'
  /** What decided, in words. */
  readonly reasons: readonly string[]
}

/** The way of a message (RFC 5321 §4.4). */
export interface Trace {
  /** The first host first. Whatever stands before the first host that you trust may be invented. */
  readonly hops: readonly Hop[]
  /** The topmost Return-Path without angle brackets; '' is the null path. Absent where there is none. */
  readonly returnPath?: string
  /** Seconds from the first date to the last. Absent where there are not two dates. */
  readonly totalSeconds?: number
  /** Does it go in circles? */
  readonly loop: Loop
}

/** What a loop is judged by. */
export interface TraceOptions {
  /** Names of the host that asks: one that is in the trace already has passed the message on before. */
  readonly self?: readonly string[]
  /** Hops from which on a loop is certain. RFC 5321 §6.3 wants a large threshold, at least 100. */
  readonly maxHops?: number
}

/** Reads the trace of a message. Never throws on bytes. */
export function trace(message: Message, given?: TraceOptions): Trace {
  assertMessage(message)
  const { self = [], maxHops = 100 } = optionsOf(given, ['self', 'maxHops'])
  assertArray(self, 'options.self')
  if (!Number.isInteger(maxHops) || maxHops < 1) throw new TypeError('options.maxHops: expected a positive integer')
  const received = message.headers.received().reverse()
  const hops: Hop[] = []
  let before: number | undefined
  let first: number | undefined
  for (const hop of received) {
    const read = hop.date?.date.getTime()
    const time = read === undefined || Number.isNaN(read) ? undefined : read
    hops.push(time === undefined || before === undefined ? hop : { ...hop, delaySeconds: (time - before) / 1000 })
    if (time !== undefined) {
      before = time
      first ??= time
    }
  }
  const returnPath = message.headers.field('return-path')?.parsed as string | undefined
  return {
    hops,
    ...(returnPath === undefined ? {} : { returnPath }),
    ...(first === undefined || before === undefined || hops.length < 2
      ? {}
      : { totalSeconds: (before - first) / 1000 }),
    loop: loopOf(message, hops, self, maxHops),
  }
}

function loopOf(message: Message, hops: readonly Hop[], self: readonly string[], maxHops: number): Loop {
  const certain: string[] = []
  const suspect: string[] = []
  if (hops.length >= maxHops) certain.push(`${hops.length} hops: the limit is ${maxHops} (RFC 5321 §6.3)`)
  // Delivered-To is written at each final delivery: the same address twice is one mailbox that forwards to itself.
  const delivered = new Map<string, number>()
  for (const value of message.headers.getAll('delivered-to')) {
    const address = lowerAscii(trimWsp(value))
    delivered.set(address, (delivered.get(address) ?? 0) + 1)
  }
  for (const [address, times] of delivered) {
    if (times > 1) certain.push(`delivered ${times} times to ${address.slice(0, 100)}`)
  }
  /** Places of each host in the trace. */
  const hosts = new Map<string, number[]>()
  hops.forEach(({ by }, i) => {
    if (by === undefined) return
    const host = by.toLowerCase()
    const places = hosts.get(host)
    if (places === undefined) hosts.set(host, [i])
    else places.push(i)
  })
  for (const [host, places] of hosts) {
    // Hops of one host in a row are its own stages (filters, a queue); apart from each other, it has left and come back.
    let returns = 0
    let sameRecipient = false
    for (let i = 1; i < places.length; i++) {
      if (places[i]! - places[i - 1]! === 1) continue
      returns++
      const [one, other] = [hops[places[i]!]!.for, hops[places[i - 1]!]!.for]
      if (one !== undefined && lowerAscii(one) === lowerAscii(other ?? '')) sameRecipient = true
    }
    if (returns === 0) continue
    const shown = host.slice(0, 100)
    if (returns > 2 && sameRecipient) certain.push(`came back to ${shown} ${returns} times, for the same recipient`)
    else suspect.push(`came back to ${shown}${sameRecipient ? ', for the same recipient' : ''}`)
  }
  for (const name of self) {
    if (hosts.has(name.toLowerCase())) suspect.push(`${name.slice(0, 100)} has passed it on before`)
  }
  return {
    is: certain.length > 0 ? 'certain' : suspect.length > 0 ? 'suspect' : 'none',
    reasons: [...certain, ...suspect],
  }
}

/**
 * Puts a Received field on top, as each host has to that takes a message (RFC 5321 §4.4). All else stays, octet for octet.
 * @throws TypeError for a clause that cannot be written
 */
export function prependReceived(message: Message, received: ReceivedSpec): Message {
  assertObject(received, 'received')
  assertMessage(message)
  message.headers.prepend('Received', received)
  return message
}
