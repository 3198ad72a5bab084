/** Message.toJSON(): a message as data, for logs and for programs in other languages. */
import type { Entity } from '../tree/entity.js'
import type { Message } from '../tree/message.js'
import type { EntityJson, MessageJson } from '../tree/message-json.js'

function entityJson(entity: Entity): EntityJson {
  const { disposition, filename, contentId, description } = entity
  return {
    path: [...entity.path],
    type: entity.contentType.mediaType,
    encoding: entity.transferEncoding,
    params: Object.assign(Object.create(null) as Record<string, string>, entity.contentType.params),
    ...(disposition === undefined ? {} : { disposition: disposition.type }),
    ...(filename === undefined ? {} : { filename }),
    ...(contentId === undefined ? {} : { contentId }),
    ...(description === undefined ? {} : { description }),
    role: entity.role.is,
    range: entity.range,
    headers: entity.headers.fields().map((field) => [field.name, field.text]),
    parts: [],
  }
}

/** Fills in parts and messages below `top`. Depth first with an explicit stack: nesting costs no stack of the engine. */
function fill(root: Entity, top: EntityJson): void {
  const work: [Entity, EntityJson][] = [[root, top]]
  while (work.length > 0) {
    const [entity, json] = work.pop()!
    for (const part of entity.parts) {
      const child = entityJson(part)
      json.parts.push(child)
      work.push([part, child])
    }
    if (entity.message !== undefined) {
      const child = messageFacts(entity.message)
      json.message = child
      work.push([entity.message, child])
    }
  }
}

function messageFacts(message: Message): MessageJson {
  const { subject, sender, date, messageId, text, html, headers } = message
  return {
    ...(subject === undefined ? {} : { subject }),
    from: [...headers.addresses('from')],
    ...(sender === undefined ? {} : { sender }),
    replyTo: [...headers.addresses('reply-to')],
    to: [...headers.addresses('to')],
    cc: [...headers.addresses('cc')],
    bcc: [...headers.addresses('bcc')],
    ...(date === undefined ? {} : { date: date.toISOString() }),
    ...(messageId === undefined ? {} : { messageId }),
    inReplyTo: [...message.inReplyTo],
    references: [...message.references],
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    attachments: message.attachments.map((part) => ({
      path: [...part.path],
      type: part.contentType.mediaType,
      ...(part.filename === undefined ? {} : { filename: part.filename }),
      safeFilename: part.safeFilename,
      ...(part.contentId === undefined ? {} : { contentId: part.contentId }),
      size: part.bytes().length,
    })),
    ...entityJson(message),
    defects: [],
  }
}

/** Reads all that the type names; `defects` are those known by then (`check()` first for all). */
export function toJson(message: Message): MessageJson {
  const json = messageFacts(message)
  fill(message, json)
  json.defects = [...message.defects]
  return json
}
