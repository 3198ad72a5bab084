/** One message as other parsers read it: mailparser, postal-mime and the email package of Python, in one shape. */
import { spawnSync } from 'node:child_process'
import { domainToASCII } from 'node:url'
import { simpleParser } from 'mailparser'
import PostalMime, { type Address } from 'postal-mime'
import { parse } from '../../src/message/parse.js'
import type { Person } from '../vectors/intents.js'

export interface FileReading {
  readonly name: string | undefined
  readonly cid: string | undefined
  readonly type: string
  readonly content: Uint8Array
}

export interface Reading {
  readonly subject: string
  readonly from: Person[]
  readonly to: Person[]
  readonly cc: Person[]
  readonly text: string | undefined
  readonly html: string | undefined
  /** Parts with a Content-Disposition, in order. */
  readonly files: FileReading[]
  readonly date: number
  /** With angle brackets. */
  readonly messageId: string
  readonly defects?: string[]
}

/** A view of the same class whatever the peer gives: Buffer, ArrayBuffer. */
function plain(content: Uint8Array | ArrayBuffer): Uint8Array {
  return new Uint8Array(content)
}

/** An address with its domain as A-labels: some show U-labels. */
function inAscii(address: string): string {
  const at = address.lastIndexOf('@')
  return address.slice(0, at + 1) + (domainToASCII(address.slice(at + 1)) || address.slice(at + 1))
}

/** The reading of this library, to hold the others to. */
export function withMessagerie(message: Uint8Array): Reading {
  const mail = parse(message)
  const people = (list: readonly Person[]): Person[] => list.map(({ name = '', address }) => ({ name, address }))
  return {
    subject: mail.subject ?? '',
    from: people(mail.from),
    to: people(mail.to),
    cc: people(mail.cc),
    text: mail.text,
    html: mail.html,
    files: mail.attachments
      .filter((part) => part.disposition !== undefined)
      .map((part) => ({
        name: part.filename,
        cid: part.contentId,
        type: part.contentType.mediaType,
        content: plain(part.bytes()),
      })),
    date: mail.date?.getTime() ?? Number.NaN,
    messageId: `<${mail.messageId}>`,
  }
}

export async function withMailparser(message: Uint8Array): Promise<Reading> {
  const mail = await simpleParser(Buffer.from(message), {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    keepCidLinks: true,
  })
  const people = (field: typeof mail.to): Person[] =>
    (field === undefined ? [] : Array.isArray(field) ? field : [field])
      .flatMap(({ value }) => value.flatMap((one) => one.group ?? [one]))
      .map(({ name, address }) => ({ name: name ?? '', address: inAscii(address ?? '') }))
  return {
    subject: mail.subject ?? '',
    from: people(mail.from),
    to: people(mail.to),
    cc: people(mail.cc),
    text: mail.text || undefined,
    html: mail.html === false ? undefined : mail.html,
    files: mail.attachments
      .filter((one) => one.contentDisposition)
      .map((one) => ({
        name: one.filename || undefined,
        cid: one.cid,
        type: one.contentType,
        content: plain(one.content),
      })),
    date: mail.date?.getTime() ?? Number.NaN,
    messageId: mail.messageId ?? '',
  }
}

export async function withPostalMime(message: Uint8Array): Promise<Reading> {
  const mail = await PostalMime.parse(message, { forceRfc822Attachments: true })
  const people = (list: Address[] | undefined): Person[] =>
    (list ?? [])
      .flatMap((one) => one.group ?? [one])
      .map(({ name, address }) => ({ name: name ?? '', address: address ?? '' }))
  return {
    subject: mail.subject ?? '',
    from: people(mail.from === undefined ? [] : [mail.from]),
    to: people(mail.to),
    cc: people(mail.cc),
    text: mail.text,
    html: mail.html,
    files: mail.attachments
      .filter((one) => one.disposition !== null)
      .map((one) => ({
        name: one.filename ?? undefined,
        cid: one.contentId?.replace(/^<|>$/g, ''),
        type: one.mimeType,
        content: typeof one.content === 'string' ? new TextEncoder().encode(one.content) : plain(one.content),
      })),
    date: mail.date === undefined ? Number.NaN : Date.parse(mail.date),
    messageId: mail.messageId ?? '',
  }
}

export const hasPython: boolean = spawnSync('python3', ['-c', 'import email']).status === 0

interface PythonReading extends Omit<Reading, 'files' | 'text' | 'html'> {
  readonly text: string | null
  readonly html: string | null
  readonly files: { name: string | null; cid: string | null; type: string; content: string }[]
}

/** All messages in one process: starting Python costs more than reading them. */
export function withPython(messages: readonly Uint8Array[]): Reading[] {
  const input = messages.map((bytes) => Buffer.from(bytes).toString('base64')).join('\n')
  const { status, stdout, stderr } = spawnSync('python3', ['test/peers/read.py'], {
    input: `${input}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`python3 test/peers/read.py: ${stderr}`)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { text, html, files, ...read } = JSON.parse(line) as PythonReading
      return {
        ...read,
        text: text ?? undefined,
        html: html ?? undefined,
        files: files.map(({ name, cid, type, content }) => ({
          name: name ?? undefined,
          cid: cid ?? undefined,
          type,
          content: plain(Buffer.from(content, 'base64')),
        })),
      }
    })
}
