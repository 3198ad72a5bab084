/**
 * What can be done to a message beyond reading it. A document holds its kit, the methods of Entity, Headers and Message ask it, so that what reads
 * knows nothing of what writes: `parse` of the root door gives the whole kit, that of `messagerie/read` one that refuses.
 */
import type { Source } from '../bytes/source.js'
import type { Describe } from '../defects/defect.js'
import type { FieldValue } from '../field/registry.js'
import type { Document } from './document.js'
import type { Entity } from './entity.js'
import type { Headers } from './headers.js'
import type { Message } from './message.js'
import type { MessageJson } from './message-json.js'
import type { Node } from './node.js'
import type { PartSpec, StreamContent } from './part-spec.js'

/** How a new field is written. */
export interface FieldOptions {
  /** Text as UTF-8 (RFC 6532) instead of encoded-words; needed for non-ASCII local parts. Default false. */
  readonly utf8?: boolean
}

/** How new content is labelled and written. */
export interface ContentOptions {
  /**
   * Media type, parameters allowed. Default: the type that the entity has. For one that was no leaf: text/plain for a string,
   * application/octet-stream for octets.
   */
  readonly contentType?: string
  /** Transfer encoding (RFC 2045 §6). Default: the first of 7bit, quoted-printable and base64 that carries the content. */
  readonly transferEncoding?: string
}

/** How a message is written. By default a parsed message keeps all its octets. A composed one has CRLF, no Bcc, and 7 bits. */
export interface SerializeOptions {
  /** 'keep' (default): each line as it is. 'crlf', 'lf': every line end is written so, in text and structure alike. */
  eol?: 'keep' | 'crlf' | 'lf'
  /** 'omit': without Bcc and Resent-Bcc (RFC 5322 §3.6.3); the default for a composed message. 'keep': with them; the default for a parsed one. */
  bcc?: 'omit' | 'keep'
  /**
   * What the transport carries (RFC 6152, RFC 3030). A part that it does not carry is written under quoted-printable or base64: with '7bit' one with
   * octets above 7F, with '7bit' and '8bit' one with NUL, with a line over 998 octets, or with line ends other than those of the message. An attached
   * message is recoded inside. All other parts stay octet for octet. A preamble or epilogue that is not carried is left out. Nothing in a
   * multipart/signed is changed: where it would have to be, a TypeError names the part. A DKIM-Signature that covers what is recoded no longer holds.
   *
   * Default for a parsed message: it is written as it stands. Default for a composed one: '7bit'. A message of 8 bits that was attached to it is then
   * recoded inside, unless its `transferEncoding` was given; where a multipart/signed in it would have to be changed, it goes as octets. With '8bit'
   * the texts of a composed message, with 'binary' all its contents are written as they are, where their encoding was not given.
   */
  transport?: '7bit' | '8bit' | 'binary'
  /**
   * False: header sections are ASCII. Octets above 7F are written as encoded-words, RFC 2231 parameters and A-labels where the field reads the same
   * then. A field that cannot be written so is refused with TypeError. This is the default with `transport: '7bit'`. True: UTF-8 is allowed (RFC
   * 6532), and a composed message has it in place of encoded-words.
   */
  utf8?: boolean
}

/** What gives the octets of a content that is a stream. */
export type StreamBody = (content: StreamContent, charset: string) => AsyncIterable<Uint8Array>

/** Where a part that is made will stand. */
export interface PartPlace {
  /** In a multipart/related. */
  readonly related: boolean
  /** The line ends of the message. */
  readonly eol: string
  /** It is the text, or one form of it: it gets no Content-Disposition unless one is given. */
  readonly isForm?: boolean
  /** The octets of a content that is a stream. */
  readonly stream?: StreamBody | undefined
  /** Does a line of these octets begin like a delimiter of a multipart that is open around the part? */
  readonly holdsDelimiter?: ((octets: Uint8Array) => boolean) | undefined
}

/** What is to become a part: a node of an entity, or a spec. */
export type NewPart = Node | PartSpec

/** What judges a message. */
export interface Checks {
  /** The message of a defect. */
  readonly describe: Describe
  /** Forces every reading of the message and of all that it holds. */
  check(message: Message): void
  brokenSignatures(message: Message): readonly string[]
}

export interface Kit extends Checks {
  /** True: messages with this kit can only be read. What writes one takes its octets. */
  readonly isReadOnly?: true

  /** The view that callers see of a node: a Message for messages, an Entity for body parts. */
  view(node: Node): Entity
  /** Octets of a node that was changed: header section and body, or the body alone. */
  raw(node: Node): Uint8Array
  rawBody(node: Node): Uint8Array

  /** The field in the place of the first of its name, the others dropped; at the end where there is none. */
  setField(node: Node, headers: Headers, name: string, value: FieldValue, options: FieldOptions): void
  appendField(node: Node, headers: Headers, name: string, value: FieldValue, options: FieldOptions): void
  prependField(node: Node, headers: Headers, name: string, value: FieldValue, options: FieldOptions): void
  /** The field with that index among those of its name, in its place. */
  updateField(node: Node, headers: Headers, name: string, index: number, value: FieldValue, options: FieldOptions): void
  /** All fields of that name, or the one with that index among them; true if there was one. */
  deleteFields(node: Node, headers: Headers, name: string, index: number | undefined): boolean

  setContent(node: Node, content: Source, options: ContentOptions | undefined): void
  insert(node: Node, index: number, part: NewPart): Node
  attach(node: Node, part: NewPart): Node
  remove(node: Node): void
  replace(node: Node, part: NewPart): Node
  /** The node of a part that a spec describes, of a document with the kit of `doc`. */
  makePart(spec: PartSpec, place: PartPlace, doc: Document): Node

  write(message: Message, options: SerializeOptions | undefined): Uint8Array
  chunks(message: Message, options: SerializeOptions | undefined): AsyncIterable<Uint8Array>
  toJson(message: Message): MessageJson
}
