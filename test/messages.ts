/** Where the tests get messages from: the fixtures, and any folder of messages that MAIL_CORPUS names. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface Sample {
  readonly name: string
  readonly bytes: Uint8Array
}

function files(folder: string): string[] {
  const found: string[] = []
  const work = [folder]
  while (work.length > 0) {
    const at = work.pop()!
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name)
      if (entry.isDirectory()) work.push(path)
      else if (entry.isFile() && !/\.(?:tsv|json|md)$/.test(entry.name)) found.push(path)
    }
  }
  return found.sort()
}

/** The .eml files of fixtures/. */
export function fixtures(): Sample[] {
  return files('fixtures')
    .filter((path) => path.endsWith('.eml'))
    .map((path) => ({ name: path, bytes: new Uint8Array(readFileSync(path)) }))
}

export const corpusFolder: string | undefined = process.env.MAIL_CORPUS ? resolve(process.env.MAIL_CORPUS) : undefined

/** Messages of the corpus, every `step`-th, none above `maxBytes`. Empty without MAIL_CORPUS. */
export function* corpus(step = 1, maxBytes = Number.POSITIVE_INFINITY): IterableIterator<Sample> {
  if (corpusFolder === undefined) return
  const all = files(corpusFolder)
  for (let i = 0; i < all.length; i += step) {
    const path = all[i]!
    if (statSync(path).size <= maxBytes)
      yield { name: path.slice(corpusFolder.length + 1), bytes: new Uint8Array(readFileSync(path)) }
  }
}
