/** `messagerie extract`: saves attachments, only inside the folder that it was given, never over a file that is there. */
import { closeSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Entity, parse } from '../index.js'
import type { Command } from './command.js'
import { FINE, printable, readInput, UsageError } from './io.js'

/** So many namesakes in one folder mean that something else is wrong. */
const MAX_TRIES = 10_000

export const extract: Command = {
  name: 'extract',
  summary: 'save the attachments of a message into a folder',
  usage: 'extract [--all] FILE FOLDER',
  options: { all: { type: 'boolean', help: 'the displayed text and HTML too' } },
  examples: ['messagerie extract letter.eml saved/'],
  minimum: 2,
  run({ values, files, out }) {
    const [file, folder, ...rest] = files as [string, string, ...string[]]
    if (rest.length > 0) throw new UsageError('extract: one message and one folder at a time')
    const message = parse(readInput(file))
    mkdirSync(folder, { recursive: true })
    if (!statSync(folder).isDirectory()) throw new UsageError(`${folder}: not a folder`)
    const shown = new Set<Entity>(message.attachments)
    const parts = values.all
      ? [...message.walk()].filter((part) => part.parts.length === 0 && part.message === undefined)
      : [...shown]
    for (const part of parts) {
      const path = save(folder, nameOf(part), part.bytes())
      out.write(`${printable(path)}  ${part.bytes().length} B\n`)
    }
    return FINE
  },
}

/** A safe last path component; parts without a name get one that says what they are. */
function nameOf(part: Entity): string {
  if (part.filename !== undefined) return part.safeFilename
  const { mediaType } = part.contentType
  if (mediaType === 'text/plain') return 'text.txt'
  if (mediaType === 'text/html') return 'text.html'
  return part.message !== undefined ? 'message.eml' : part.safeFilename
}

/** Writes a new file; where the name is taken, `name-1.ext` and so on. The flag wx follows no link and overwrites nothing. */
function save(folder: string, name: string, bytes: Uint8Array): string {
  const dot = name.lastIndexOf('.')
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  for (let number = 0; number < MAX_TRIES; number++) {
    const path = join(folder, number === 0 ? name : `${stem}-${number}${extension}`)
    try {
      const file = openSync(path, 'wx')
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at)
      } finally {
        closeSync(file)
      }
      return path
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
  throw new UsageError(`${folder}: ${MAX_TRIES} files named ${name} are there already`)
}
