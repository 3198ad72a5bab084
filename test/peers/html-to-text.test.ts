/** Text of HTML beside html-to-text: no word that it finds is missing here, over the HTML mail of a corpus. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { htmlToText } from '../../src/html/index.js'
import { parse } from '../../src/message/parse.js'

/** The package has no types. */
const { convert } = (await import('html-to-text' as string)) as { convert(html: string, options: object): string }

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return files(path)
    return entry.isFile() && statSync(path).size < 300_000 ? [path] : []
  })
}

/** Words of the page as html-to-text has it, without what a person does not see of it: URLs, choices of forms. */
function wordsOf(html: string): string[] {
  const skipped = ['img', 'select', 'textarea'].map((selector) => ({ selector, format: 'skip' }))
  const selectors = [...skipped, { selector: 'a', options: { ignoreHref: true } }]
  const text = convert(html, { wordwrap: false, selectors, limits: { maxInputLength: 1 << 24 } })
  return text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []
}

it.skipIf(process.env.MAIL_CORPUS === undefined)(
  'loses no word',
  () => {
    let pages = 0
    const lost: string[] = []
    for (const path of files(process.env.MAIL_CORPUS!)) {
      for (const part of parse(readFileSync(path)).htmlBody) {
        if (part.contentType.mediaType !== 'text/html') continue
        const html = part.decodeText()
        // What its author hid stays hidden here.
        if (/display:\s*none|visibility:\s*hidden/i.test(html)) continue
        pages++
        // It glues cells and lines that are apart, so letters are compared, not words.
        const ours = htmlToText(html)
          .toLowerCase()
          .replace(/<[^>\s]*>/g, '')
          .replace(/[^\p{L}\p{N}]/gu, '')
        for (const word of new Set(wordsOf(html))) if (!ours.includes(word)) lost.push(`${path}: ${word}`)
      }
    }
    expect(pages).toBeGreaterThan(100)
    // A handful of pages close their tags so badly that readers differ.
    expect(lost.length, lost.slice(0, 40).join('\n')).toBeLessThan(pages / 20)
  },
  600_000,
)
