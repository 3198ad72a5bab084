/** Finds all files in an old form between the lines of a text, in one pass. */
import { type Source, toBytes } from '../../bytes/source.js'
import { isBinHexComment, readBinHexBlock } from './binhex.js'
import { type Budget, budgetOf, type LegacyFile, type LegacyOptions, legacyFile } from './found.js'
import { Lines } from './lines.js'
import { SharReader } from './shar.js'
import { isSunDivider, readSunAttachment } from './sun.js'
import { readUuencoded } from './uuencoded.js'
import { readYencBlock } from './yenc.js'

/** Files of one text: a uuencoded one takes three short lines. */
const MAX_FILES = 10_000

/** The octets that a first line can begin with: `b`, `=`, `(`, `-`, `#`; a here-document may begin with anything, so `shar` asks for all lines. */
const B = 0x62
const EQUALS = 0x3d
const PAREN = 0x28
const DASH = 0x2d

/**
 * The files of a text: uuencode, its base64 kin, yEnc, BinHex, shell archives, attachments of SunOS Mail Tool; in order. What stands inside one
 * is not looked for again. Never throws for bytes; linear in them. `span`s are offsets in `source`.
 *
 * @example filesInText('Here it is.\nbegin 644 cat.txt\n#0V%T\n`\nend\n')[0].filename // cat.txt
 */
export function filesInText(source: Source, options?: LegacyOptions): LegacyFile[] {
  return findInText(toBytes(source), budgetOf(options))
}

export function findInText(bytes: Uint8Array, budget: Budget): LegacyFile[] {
  const lines = new Lines(bytes)
  const shar = new SharReader()
  const found: LegacyFile[] = []
  while (found.length < MAX_FILES && lines.read()) {
    const file = fileAt(lines, budget)
    if (file !== undefined) found.push(file)
    else found.push(...(shar.read(lines, budget) ?? []))
  }
  return found
}

function fileAt(lines: Lines, budget: Budget): LegacyFile | undefined {
  switch (lines.bytes[lines.start]) {
    case B:
      return lines.startsWith('begin') ? readUuencoded(lines, budget) : undefined
    case EQUALS: {
      const block = readYencBlock(lines, budget)
      if (block === undefined) return undefined
      const { filename, problems, bytes: content, start, end } = block
      return legacyFile({ kind: 'yenc', filename, spans: [{ start, end }], problems, content })
    }
    case PAREN: {
      const file = isBinHexComment(lines) ? readBinHexBlock(lines, budget) : undefined
      if (file === undefined) return undefined
      const { filename, problems, dataFork: content, resourceFork, start, end } = file
      return legacyFile({ kind: 'binhex', filename, spans: [{ start, end }], problems, content, resourceFork })
    }
    case DASH:
      return isSunDivider(lines) ? readSunAttachment(lines, budget) : undefined
    default:
      return undefined
  }
}
