/** What a strict TypeScript program writes: every type that the doors export is met by its plain name. */
import {
  compose,
  type Defect,
  type Entity,
  type Mailbox,
  type Message,
  MessageSpecError,
  parse,
  parseStream,
  parts,
} from 'messagerie'
import { decodeBase64, encodeQuotedPrintable } from 'messagerie/codec'
import { reply } from 'messagerie/compose'
import { formatAddressList, parseAddressList } from 'messagerie/field'
import { messageSpec } from 'messagerie/schema'

export function facts(bytes: Uint8Array): { from: readonly Mailbox[]; subject: string | undefined; files: string[] } {
  const message: Message = parse(bytes)
  const files = message.attachments.map((part: Entity): string => part.safeFilename)
  return { from: message.from, subject: message.subject, files }
}

export async function sizes(source: AsyncIterable<Uint8Array>): Promise<number[]> {
  const found: number[] = []
  for await (const part of parts(source)) if (!part.isContainer) found.push((await part.bytes()).length)
  return found
}

export async function faults(source: AsyncIterable<Uint8Array>): Promise<readonly Defect[]> {
  return (await parseStream(source)).check()
}

export function answer(bytes: Uint8Array): Uint8Array | string {
  try {
    return compose(reply(parse(bytes), { text: 'Thank you.\n', from: 'ada@example.org' })).toBytes()
  } catch (error) {
    if (error instanceof MessageSpecError) return error.message
    throw error
  }
}

export const letter: Message = compose({ from: 'ada@example.org', to: ['charles@example.org'], text: 'hello\n' })
export const list: string = formatAddressList(parseAddressList('Ada <ada@example.org>'))
export const bytes: Uint8Array = encodeQuotedPrintable(decodeBase64('aGk='))
export const schema: object = messageSpec
