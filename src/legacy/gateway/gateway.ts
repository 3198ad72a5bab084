/** Passes a message through a gateway: bodies in the charset of the other side, fields that it does not know in the body. RFC 2156 §5, Appendix B. */

import { checkOptions } from '../../bytes/arguments.js'
import { hasCharset, named, useCharsets } from '../../charset/index.js'
import { writable } from '../../compose/whole.js'
import { parse } from '../../message/parse.js'
import { assertMessage } from '../../tree/is-message.js'
import type { Message } from '../../tree/message.js'
import { mapToX400, type ToX400Options, tablesOf } from '../x400/rfc1327-to-x400.js'
import { ADDRESS_FIELDS, elementOf, FIELD_MAP } from './field-map.js'
import { fieldsFromBody, fieldsToBody } from './gateway-fields.js'
import type { GatewayLoss } from './gateway-loss.js'
import { transcode } from './gateway-text.js'

/** How a message is passed to the other side. */
export interface GatewayOptions extends ToX400Options {
  /** Charset for the text bodies: `cp037`, `utf-8` … Default: they stay in theirs. */
  readonly charset?: string
  /** A body whose characters the charset lacks stays as it is (`keep`, the default), or has `?` for them. */
  readonly unencodable?: 'keep' | 'replace'
  /** Fields without an equivalent: into the body (`to-body`, the default), out of it again (`from-body`), or left (`keep`). */
  readonly fields?: 'to-body' | 'from-body' | 'keep'
  /** Lower-case field names and what they are on the other side. Default: `FIELD_MAP`. */
  readonly map?: ReadonlyMap<string, string>
}

/** An address and what it is on the other side. */
export interface GatewayAddress {
  /** The address as it stands in the message. */
  readonly address: string
  /** The O/R address of it. */
  readonly x400?: string
  /** Why there is none. */
  readonly refused?: string
}

/** A field and the element of the other side that it becomes. */
export interface GatewayElement {
  /** Name of the field. */
  readonly field: string
  /** Name of the element. */
  readonly element: string
  /** Its addresses on the other side. Absent unless mappings or gateways are given. */
  readonly addresses?: readonly GatewayAddress[]
}

/** A message made ready for the other side, and what was done to it. */
export interface Gatewayed {
  /** A new message; the one that was given stays as it is. */
  readonly message: Message
  /** Names of the fields that changed their place. */
  readonly moved: readonly string[]
  /** Fields that stayed, and what they are on the other side. */
  readonly elements: readonly GatewayElement[]
  /** What does not come back when it goes the other way; empty where nothing is lost. */
  readonly losses: readonly GatewayLoss[]
}

const OPTIONS = ['charset', 'unencodable', 'fields', 'map', 'mappings', 'gateways', 'gateway']

function check(message: unknown, options: GatewayOptions): void {
  assertMessage(message)
  checkOptions(options, OPTIONS)
  useCharsets()
  const { charset, unencodable = 'keep', fields = 'to-body', map = FIELD_MAP } = options
  if (charset !== undefined && (typeof charset !== 'string' || !hasCharset(charset))) {
    throw new TypeError(
      `options.charset: unknown charset ${JSON.stringify(String(charset).slice(0, 80))}; hasCharset() of messagerie/codec tells which are known`,
    )
  }
  if (!['keep', 'replace'].includes(unencodable)) throw new TypeError('options.unencodable: expected keep or replace')
  if (!['to-body', 'from-body', 'keep'].includes(fields)) {
    throw new TypeError('options.fields: expected to-body, from-body or keep')
  }
  if (!(map instanceof Map)) throw new TypeError('options.map: expected a Map of field names and elements')
}

/**
 * A message as a gateway passes it on; the given one stays as it is. Text bodies are written in `charset`, fields that the other side has no
 * element for stand in a first body part that begins with `RFC-822-Headers:`, and `from-body` undoes that. Signed and encrypted bodies are
 * left alone. Never throws on bytes; what is lost is listed.
 *
 * @throws TypeError for wrong options
 * @example gateway(message, { charset: 'cp037' }).losses
 */
export function gateway(message: Message, options: GatewayOptions = {}): Gatewayed {
  check(message, options)
  const { charset, unencodable = 'keep', fields = 'to-body', map = FIELD_MAP, mappings, gateways } = options
  const given = mappings !== undefined || gateways !== undefined || options.gateway !== undefined
  const tables = given ? tablesOf(onlyTables(options)) : undefined
  const losses: GatewayLoss[] = []
  let copy = parse(writable(message).toBytes({ bcc: 'keep' }).slice())
  let moved: string[] = []
  if (fields === 'to-body') ({ message: copy, moved } = fieldsToBody(copy, map, losses))
  if (charset !== undefined) transcode(copy, named(charset)!.name, unencodable === 'replace', losses)
  if (fields === 'from-body') ({ message: copy, moved } = fieldsFromBody(copy, map, losses))
  const context = { hasSender: copy.headers.has('sender'), replies: copy.inReplyTo.length }
  const seen = new Set<string>()
  const elements: GatewayElement[] = []
  for (const { name } of copy.headers) {
    const lowered = name.toLowerCase()
    const element = elementOf(lowered, map, context)
    if (element === undefined) continue
    const found: GatewayElement = { field: name, element }
    if (tables === undefined || !ADDRESS_FIELDS.has(lowered)) {
      elements.push(found)
      continue
    }
    // Fields of one name are merged (§5.1.3): the first has all of the addresses.
    const list = seen.has(lowered) ? [] : copy.headers.addresses(name).mailboxes
    seen.add(lowered)
    const addresses = list.map((mailbox) => {
      const { x400, refused } = mapToX400(mailbox, tables)
      return {
        address: mailbox.address,
        ...(x400 === undefined ? {} : { x400 }),
        ...(refused === undefined ? {} : { refused }),
      }
    })
    elements.push({ ...found, addresses })
  }
  return { message: copy, moved, elements, losses }
}

function onlyTables({ mappings, gateways, gateway }: GatewayOptions): ToX400Options {
  return {
    ...(mappings === undefined ? {} : { mappings }),
    ...(gateways === undefined ? {} : { gateways }),
    ...(gateway === undefined ? {} : { gateway }),
  }
}
