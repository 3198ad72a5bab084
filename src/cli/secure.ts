/** `messagerie secure`: what of a message is signed or encrypted, and what is not; octets and signature for a verifier. RFC 1847, RFC 3156, RFC 8551. */
import { parse } from '../index.js'
import { type SecurePart, type SecureWarning, secureParts } from '../secure/index.js'
import type { Command } from './command.js'
import { FINE, FOUND, type Output, paint, printable, readInput, UsageError } from './io.js'
import { writeMessage } from './minimize.js'
import { jsonLine } from './show.js'

export const secure: Command = {
  name: 'secure',
  summary: 'list what is signed or encrypted, what each covers, and what it does not',
  usage: 'secure [--json] [--number N] [--signed FILE] [--signature FILE] [--data FILE] FILE',
  options: {
    json: { type: 'boolean', help: 'the list as JSON' },
    number: { type: 'string', value: 'N', help: 'which of the list to write; default: the first that has it' },
    signed: { type: 'string', value: 'FILE', help: 'write the exact octets that are signed to a new file' },
    signature: { type: 'string', value: 'FILE', help: 'write the signature to a new file' },
    data: { type: 'string', value: 'FILE', help: 'write what is to be decrypted to a new file' },
  },
  examples: [
    'messagerie secure letter.eml',
    'messagerie secure --signed signed.txt --signature signed.asc letter.eml && gpg --verify signed.asc signed.txt',
    'messagerie secure --signed signed.txt --signature signed.p7s letter.eml && openssl cms -verify -binary -inform DER -in signed.p7s -content signed.txt',
  ],
  minimum: 1,
  async run({ values, files, out }) {
    const [file, ...rest] = files
    if (file === undefined || rest.length > 0)
      throw new UsageError('secure: one message at a time: messagerie secure FILE')
    const found = secureParts(parse(readInput(file)))
    const chosen = choose(found, values.number)
    const outputs = OUTPUTS.filter((name) => values[name] !== undefined)
    if (outputs.length > 0) {
      for (const name of outputs) await writeMessage(octetsOf(chosen, name), values[name], out)
      return FINE
    }
    if (values.json) out.write(jsonLine(found.map(plain)))
    else if (found.length === 0) out.write(`${paint(out, 'dim', '(nothing is signed or encrypted)')}\n`)
    else for (const [i, one] of found.entries()) print(one, i + 1, out)
    return found.some(({ warnings }) => warnings.some(({ severity }) => severity !== 'info')) ? FOUND : FINE
  },
}

const OUTPUTS = ['signed', 'signature', 'data'] as const

/** Those of which one is to be written. */
function choose(found: readonly SecurePart[], number: unknown): readonly SecurePart[] {
  if (number === undefined) return found
  const one = typeof number === 'string' && /^[0-9]{1,6}$/.test(number) ? found[Number(number) - 1] : undefined
  if (one === undefined) throw new UsageError(`secure: --number: expected a number from 1 to ${found.length}`)
  return [one]
}

function octetsOf(chosen: readonly SecurePart[], name: (typeof OUTPUTS)[number]): Uint8Array {
  for (const one of chosen) {
    const octets = one[name]()
    if (octets !== undefined) return octets
  }
  throw new UsageError(
    `secure: --${name}: nothing in the message has that; \`messagerie secure FILE\` lists what there is`,
  )
}

const PROTOCOLS = { pgp: 'PGP', smime: 'S/MIME', other: 'unknown protocol' }

/** What is covered, in words. */
function covered({ kind, scope, part, covers, span }: SecurePart): string {
  if (kind === 'keys' || kind === 'certificates' || kind === 'signature') return 'nothing'
  if (kind === 'signed' && covers === undefined && part.contentType.type === 'multipart') return 'nothing'
  if (scope === 'message') return 'the whole body, not the header section'
  if (scope === 'attached-message') return 'the body of an attached message'
  return span === undefined ? 'this part only' : `octets ${span.start} to ${span.end} of its text`
}

function print(one: SecurePart, number: number, out: Output): void {
  const { kind, protocol, form, path, part, micalg, warnings } = one
  const place = path.length === 0 ? 'message' : `part ${path.join('.')}`
  const digests = micalg.length === 0 ? '' : `, ${micalg.join(', ')}`
  out.write(
    `${String(number).padStart(3)}  ${paint(out, 'bold', kind)} (${PROTOCOLS[protocol]}, ${form}${printable(digests)})  ` +
      `${place}, ${printable(part.contentType.mediaType.slice(0, 100))}\n     covers ${covered(one)}\n`,
  )
  for (const each of warnings) out.write(`     ${labelled(each, out)} ${printable(each.message)}\n`)
}

function labelled({ code, severity }: SecureWarning, out: Output): string {
  return paint(out, severity === 'error' ? 'red' : severity === 'warning' ? 'yellow' : 'dim', code)
}

function plain(one: SecurePart): unknown {
  const { kind, protocol, form, scope, path, declared, micalg, span, covers, warnings } = one
  const size = (octets: Uint8Array | undefined) => octets?.length
  return {
    kind,
    protocol,
    form,
    scope,
    path,
    declared,
    micalg,
    span,
    covers: covers?.path,
    signedBytes: size(one.signed()),
    signatureBytes: size(one.signature()),
    dataBytes: size(one.data()),
    warnings,
  }
}
