/** `messagerie imap`: what an IMAP server answers about a message (RFC 9051 §7.5.2, §6.4.5). */
import { bodyStructure, envelope, formatBodyStructure, formatEnvelope, section, size } from '../imap/index.js'
import { parse } from '../index.js'
import type { Command } from './command.js'
import { FINE, printable, readInput, UsageError } from './io.js'
import { jsonLine } from './show.js'

const latin1 = new TextDecoder('latin1')

export const imap: Command = {
  name: 'imap',
  summary: 'print ENVELOPE and BODYSTRUCTURE, or the octets of a section',
  usage: 'imap [--section SECTION | --json] FILE…',
  options: {
    section: { type: 'string', value: 'SECTION', help: "octets of one section, as in 'BODY[1.2.MIME]<0.100>'" },
    json: { type: 'boolean', help: 'envelope, structure and size as JSON, a line a message' },
  },
  examples: ['messagerie imap letter.eml', "messagerie imap --section 'BODY[HEADER.FIELDS (FROM TO)]' letter.eml"],
  minimum: 1,
  run({ values, files, out }) {
    const wanted = values.section
    if (wanted !== undefined && values.json) throw new UsageError('imap: --section or --json, not both')
    if (wanted !== undefined && files.length > 1) throw new UsageError('imap: --section takes one file')
    for (const file of files) {
      const message = parse(readInput(file))
      if (typeof wanted === 'string') {
        const octets = sectionOf(message, wanted)
        if (octets === undefined) throw new UsageError(`${printable(file)}: there is no ${printable(wanted)}`)
        process.stdout.write(octets)
      } else if (values.json) {
        out.write(jsonLine({ envelope: envelope(message), bodyStructure: bodyStructure(message), size: size(message) }))
      } else {
        if (files.length > 1) out.write(`── ${printable(file)}\n`)
        out.write(`RFC822.SIZE ${size(message)}\n`)
        out.write(`ENVELOPE ${line(formatEnvelope(envelope(message)))}\n`)
        out.write(`BODYSTRUCTURE ${line(formatBodyStructure(bodyStructure(message)))}\n`)
      }
    }
    return FINE
  },
}

function sectionOf(message: ReturnType<typeof parse>, wanted: string): Uint8Array | undefined {
  try {
    return section(message, wanted)
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`imap: --section: ${error.message}`)
    throw error
  }
}

function line(octets: Uint8Array): string {
  return printable(latin1.decode(octets))
}
