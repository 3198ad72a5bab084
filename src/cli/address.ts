/** `messagerie address`: the hosts or attributes of an address in any syntax, and what it is in the others. RFC 2156 §4, RFC 976. */
import { readFileSync } from 'node:fs'
import {
  type AddressForm,
  type AddressMapping,
  formatX400,
  hops,
  parseX400,
  readMappingTable,
  rfc822ToX400,
  routeAddress,
  x400ToRfc822,
} from '../legacy/index.js'
import type { Command, Invocation } from './command.js'
import { FINE, FOUND, paint, printable, UsageError } from './io.js'
import { jsonLine } from './show.js'

const FORMS: readonly AddressForm[] = ['bang', 'percent', 'source-route', 'decnet', 'domain']

/** An O/R address by itself, not in the local part of an address of mail. */
function isX400(address: string): boolean {
  const at = address.lastIndexOf('@')
  const equals = address.indexOf('=')
  return equals !== -1 && (at === -1 || address.indexOf(';') !== -1) && parseX400(address).attributes.length > 0
}

function mappingsOf(values: Invocation['values']): AddressMapping[] {
  const { table } = values
  if (typeof table !== 'string') return []
  let text: string
  try {
    text = readFileSync(table, 'utf8')
  } catch {
    throw new UsageError(`${table}: cannot be read`)
  }
  const { mappings, faults } = readMappingTable(text)
  if (faults.length > 0) throw new UsageError(`${table}: ${faults[0]}`)
  return [...mappings]
}

/** Wrong options of a person are wrong use, with the option's name. */
function used<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`address: ${error.message}`)
    throw error
  }
}

export const address: Command = {
  name: 'address',
  summary: 'tell the hosts or attributes of an address, and what it is in other networks',
  usage: "address [--table FILE] [--gateway DOMAIN] [--x400-gateway O/R] [--json] 'ADDRESS'…",
  options: {
    table: {
      type: 'string',
      value: 'FILE',
      help: 'mappings of RFC 2156 Appendix F: AC.UK#PRMD$UK\\.AC.ADMD$GOLD 400.C$GB#',
    },
    gateway: { type: 'string', value: 'DOMAIN', help: 'gateway of mail for O/R addresses without a mapping' },
    'x400-gateway': { type: 'string', value: 'O/R', help: 'O/R address of the gateway for domains without a mapping' },
    json: { type: 'boolean', help: 'as JSON, a line an address' },
  },
  examples: [
    "messagerie address 'uunet!imag!vercors!richier' 'nom%vax1.decnet@imag.fr'",
    "messagerie address --gateway gate.example.org '/C=fr/ADMD=atlas400/PRMD=inria/S=Dupont/'",
  ],
  minimum: 1,
  run({ values, files, out }) {
    const mappings = mappingsOf(values)
    const mail = { mappings, ...gatewayOf(values.gateway) }
    const x400 = { mappings, ...gatewayOf(values['x400-gateway']) }
    let code = FINE
    for (const given of files) {
      const { json, lines, faults } = isX400(given) ? describeX400(given, mail) : describeRoute(given, x400)
      for (const fault of faults) lines.push(['fault', fault])
      if (faults.length > 0) code = FOUND
      if (values.json) {
        out.write(jsonLine(json))
        continue
      }
      if (files.length > 1) out.write(`── ${printable(given)}\n`)
      for (const [name, value] of lines) out.write(`${paint(out, 'bold', printable(name))}: ${printable(value)}\n`)
    }
    return code
  },
}

const gatewayOf = (given: unknown) => (typeof given === 'string' ? { gateway: given } : {})

/** What is said of an address: as JSON, and line by line. */
interface Description {
  readonly json: object
  readonly lines: [name: string, value: string][]
  readonly faults: readonly string[]
}

function describeX400(given: string, options: Parameters<typeof x400ToRfc822>[1]): Description {
  const { attributes, faults } = parseX400(given)
  const mail = used(() => x400ToRfc822(given, options))
  const lines: Description['lines'] = [['kind', 'x400']]
  for (const { key, type, value } of attributes) lines.push([type === undefined ? key : `${key}.${type}`, value])
  if (faults.length === 0)
    for (const syntax of ['slash', 'labelled'] as const) lines.push([syntax, formatX400({ attributes }, { syntax })])
  lines.push(['mail', mail.address ?? `none: ${mail.refused}`])
  return { json: { address: given, kind: 'x400', attributes, faults, mail }, lines, faults }
}

function describeRoute(given: string, options: Parameters<typeof rfc822ToX400>[1]): Description {
  const found = hops(given)
  const forms = FORMS.map((form) => ({ form, ...routeAddress(given, form) }))
  const x400 = used(() => rfc822ToX400(given, options))
  const lines: Description['lines'] = [
    ['kind', found.kind],
    ['hops', found.hops.join(' ')],
    ['user', found.user],
  ]
  for (const { hop, network } of found.pseudo) lines.push(['network', `${hop} ${network}`])
  for (const { hops: path, user, because } of found.ambiguous ?? [])
    lines.push(['or', `${path.join(' ')} ${user} (${because})`])
  for (const { form, address: text, refused } of forms) lines.push([form, text ?? `none: ${refused}`])
  lines.push(['x400', x400.x400 ?? `none: ${x400.refused}`])
  return { json: { address: given, ...found, forms, x400 }, lines, faults: found.faults }
}
