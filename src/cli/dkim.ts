/** `messagerie dkim`: DKIM signatures and ARC chains of a message verified, and a message signed. RFC 6376, RFC 8463, RFC 8617. */

import { promises as dns } from 'node:dns'
import { readFileSync } from 'node:fs'
import { trimWsp } from '../bytes/ascii.js'
import { fromUtf8 } from '../bytes/platform.js'
import { concat } from '../bytes/writer.js'
import type { DkimResult, ResolveTxt } from '../dkim/index.js'
import type { Command, Invocation } from './command.js'
import { FINE, FOUND, type Output, paint, printable, readInput, UsageError } from './io.js'
import { writeMessage } from './minimize.js'
import { jsonLine } from './show.js'

export const dkim: Command = {
  name: 'dkim',
  summary: 'verify DKIM signatures and ARC chains, or sign a message',
  usage: 'dkim verify [--json] [--dns FILE] FILE… | dkim sign --domain D --selector S --key FILE [OPTION]… FILE',
  options: {
    json: { type: 'boolean', help: 'verify: results as JSON, a line a message' },
    dns: {
      type: 'string',
      value: 'FILE',
      help: 'verify: key records from a file, a line each: name and record; default: ask the DNS',
    },
    domain: { type: 'string', value: 'D', help: 'sign: the domain that signs (d=)' },
    selector: { type: 'string', value: 'S', help: 'sign: the selector of its key (s=)' },
    key: { type: 'string', value: 'FILE', help: 'sign: a private key in PEM' },
    algorithm: {
      type: 'string',
      value: 'A',
      choices: ['rsa-sha256', 'ed25519-sha256'],
      help: 'sign: rsa-sha256 (default) or ed25519-sha256',
    },
    canonicalization: {
      type: 'string',
      value: 'C',
      choices: ['relaxed/relaxed', 'relaxed/simple', 'simple/relaxed', 'simple/simple'],
      help: 'sign: of header section and body; default relaxed/relaxed',
    },
    headers: { type: 'string', value: 'NAMES', help: 'sign: names of the fields that are signed, with commas' },
    oversign: { type: 'string', value: 'NAMES', help: 'sign: names that nobody may add; default from' },
    identity: { type: 'string', value: 'I', help: 'sign: the user or agent that signs (i=)' },
    expires: { type: 'string', value: 'SECONDS', help: 'sign: how long the signature is valid' },
    output: { type: 'string', value: 'FILE', help: 'sign: a new file for the signed message; default standard output' },
  },
  words: ['verify', 'sign'],
  examples: [
    'messagerie dkim verify letter.eml',
    'messagerie dkim verify --dns keys.txt letter.eml',
    'messagerie dkim sign --domain example.org --selector s1 --key s1.pem letter.eml > signed.eml',
  ],
  minimum: 2,
  run(invocation) {
    const [action, ...files] = invocation.files
    if (action === 'verify') return verify(invocation, files)
    if (action === 'sign') return sign(invocation, files)
    throw new UsageError(`dkim: ${printable(String(action))}: expected verify or sign`)
  },
}

/** Loaded here alone, because no other command needs it. */
const load = () => import('../dkim/index.js')

const SIGNING = [
  'domain',
  'selector',
  'key',
  'algorithm',
  'canonicalization',
  'headers',
  'oversign',
  'identity',
  'expires',
  'output',
] as const

/** An option of the other action is a mistake that would pass unseen. */
function refuse(values: Invocation['values'], action: string, names: readonly string[]): void {
  for (const name of names)
    if (values[name] !== undefined)
      throw new UsageError(
        `dkim ${action}: --${name} is for the other action: leave it out, or see messagerie help dkim`,
      )
}

async function verify({ values, out }: Invocation, files: readonly string[]): Promise<number> {
  refuse(values, 'verify', SIGNING)
  const resolveTxt = resolverOf(values.dns)
  const { verifyArc, verifyDkim } = await load()
  let code = FINE
  for (const file of files) {
    const bytes = readInput(file)
    const signatures = await verifyDkim(bytes, { resolveTxt })
    const arc = await verifyArc(bytes, { resolveTxt })
    if (signatures.some(({ result }) => result !== 'pass') || arc.result === 'fail') code = FOUND
    if (values.json) {
      out.write(jsonLine({ signatures: signatures.map(plain), arc }))
      continue
    }
    if (files.length > 1) out.write(`── ${printable(file)}\n`)
    if (signatures.length === 0) out.write(`${paint(out, 'dim', '(no DKIM signature)')}\n`)
    for (const one of signatures) print(one, out)
    if (arc.result !== 'none') {
      const colour = arc.result === 'pass' ? 'green' : 'red'
      out.write(`${paint(out, colour, arc.result)}  ARC chain of ${arc.instance}: ${printable(arc.because)}\n`)
    }
  }
  return code
}

function print(one: DkimResult, out: Output): void {
  const { result, because, domain = '?', selector = '?', covers, alignment, testing } = one
  const colour = result === 'pass' ? 'green' : result === 'fail' || result === 'permerror' ? 'red' : 'yellow'
  out.write(`${paint(out, colour, result)}  d=${printable(domain)} s=${printable(selector)}: ${printable(because)}\n`)
  if (covers === undefined) return
  const names = covers.fields.map(({ name, index }) => (index === undefined ? `(${name})` : name))
  out.write(`      fields: ${printable(names.join(' '))}\n`)
  const rest = covers.uncoveredOctets === 0 ? '' : `, ${paint(out, 'yellow', `${covers.uncoveredOctets} not`)}`
  out.write(`      body: ${covers.bodyOctets} octets${rest}${testing ? '; the domain is testing' : ''}\n`)
  if (alignment.from !== undefined) {
    const how = alignment.strict ? 'the domain of From' : alignment.relaxed ? 'related to' : 'not that of'
    out.write(`      domain: ${alignment.strict ? how : `${how} From (${printable(alignment.from)})`}\n`)
  }
}

function plain({ tags, ...result }: DkimResult): unknown {
  return { ...result, tags: Object.fromEntries(tags) }
}

/** Lines of a file, or the resolver of this host. */
function resolverOf(path: unknown): ResolveTxt {
  if (typeof path !== 'string') return (name) => dns.resolveTxt(name)
  const records = new Map<string, string[]>()
  const lines = Buffer.from(readInput(path)).toString('utf8').split(/\r?\n/)
  lines.forEach((line, i) => {
    if (trimWsp(line) === '' || /^\s*[#;]/.test(line)) return
    const [, name, record] = /^(\S+)\s+(?:(?:\d+\s+)?(?:IN\s+)?TXT\s+)?(.+)$/.exec(line) ?? []
    if (name === undefined || record === undefined)
      throw new UsageError(`${printable(path)}:${i + 1}: expected a name and a record`)
    const strings = record.startsWith('"')
      ? [...record.matchAll(/"([^"]*)"/g)].map(([, text]) => text).join('')
      : record
    const key = name.replace(/\.$/, '').toLowerCase()
    records.set(key, [...(records.get(key) ?? []), trimWsp(strings)])
  })
  return (name) => records.get(name) ?? []
}

async function sign({ values, out }: Invocation, files: readonly string[]): Promise<number> {
  refuse(values, 'sign', ['json', 'dns'])
  const [file, ...rest] = files
  if (file === undefined || rest.length > 0)
    throw new UsageError(
      'dkim sign: one message at a time: messagerie dkim sign --domain D --selector S --key KEY.pem FILE',
    )
  for (const name of ['domain', 'selector', 'key'])
    if (values[name] === undefined)
      throw new UsageError(`dkim sign: --${name} is missing: give --domain, --selector and --key`)
  const { domain, selector, algorithm, canonicalization, identity, expires, output } = values
  const names = (given: unknown) =>
    typeof given === 'string' ? given.split(',').map((name) => trimWsp(name)) : undefined
  const options = {
    domain,
    selector,
    sign: keyOf(String(values.key)),
    algorithm,
    canonicalization,
    identity,
    headers: names(values.headers),
    oversign: names(values.oversign),
    expires: expires === undefined ? undefined : Number(expires),
  }
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const bytes = readInput(file)
  const { signDkim } = await load()
  try {
    const { text } = await signDkim(bytes, given as never)
    const lf = bytes.indexOf(0x0a)
    const isLf = lf > 0 && bytes[lf - 1] !== 0x0d
    await writeMessage(concat([fromUtf8(isLf ? text.replaceAll('\r\n', '\n') : text), bytes]), output, out)
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`dkim sign: ${error.message}`)
    throw error
  }
  return FINE
}

function keyOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new UsageError(`${printable(path)}: cannot be read: ${why}`)
  }
}
