/** From fields of the hostile messages: what must be flagged, what must not be read. Runs where MAIL_HOSTILE names their folder. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { quote } from '../../../../src/field/address/addr-spec.js'
import { readAddressList } from '../../../../src/field/address/address.js'
import { casesWithRulings } from '../../../rulings.js'

interface Case {
  readonly id: string
  readonly file: string
  readonly class: string
  readonly expect: {
    readonly mustFlag?: readonly string[]
    readonly mayFlag?: readonly string[]
    readonly from?: readonly { name: string | null; address: string }[]
    readonly mustNot?: { readonly fromAddresses?: readonly string[] }
  }
}

/** Codes that need the message, not the value. */
const ELSEWHERE = new Set(['multiple-from', 'multiple-from-mailboxes', 'group-in-from', 'bare-cr', 'eight-bit-header'])
const folder = process.env.MAIL_HOSTILE
const file = folder === undefined ? '' : join(folder, 'cases.json')
const found = folder !== undefined && existsSync(file) ? casesWithRulings<Case>(folder, 'cases.json') : []
const cases = found.filter((c) => c.class === 'address' || c.id.startsWith('addr-'))

function fromField(octets: string): string {
  const lines = octets.split('\r\n')
  const first = lines.findIndex((line) => /^from:/i.test(line))
  let last = first
  while (/^[ \t]/.test(lines[last + 1] ?? '')) last++
  return lines
    .slice(first, last + 1)
    .join('\r\n')
    .slice(5)
}

describe.skipIf(cases.length === 0)('hostile From fields', () => {
  it.each(cases.map((c) => [c.id, c] as const))('%s', (_, c) => {
    const value = fromField(readFileSync(join(folder ?? '', 'cases', c.file), 'latin1'))
    const codes = new Set<string>()
    const list = readAddressList(value, (code, from, to) => {
      codes.add(code)
      expect(from).toBeGreaterThanOrEqual(0)
      expect(to).toBeGreaterThanOrEqual(from)
      expect(to).toBeLessThanOrEqual(value.length)
    })
    if (process.env.VERBOSE)
      console.log(c.id, JSON.stringify(value.slice(0, 80)), JSON.stringify(list).slice(0, 300), [...codes])
    for (const code of c.expect.mustFlag ?? []) if (!ELSEWHERE.has(code)) expect([...codes]).toContain(code)
    const addresses = list.mailboxes.map((m) => m.address)
    for (const address of c.expect.mustNot?.fromAddresses ?? []) expect(addresses).not.toContain(address)
    if (c.expect.from !== undefined) {
      const got = list.mailboxes.map((m) => [m.name ?? '', m.address])
      const quoted = list.mailboxes.map((m) => [m.name ?? '', `${quote(m.local)}@${m.domain}`])
      expect(got.length).toBe(c.expect.from.length)
      c.expect.from.forEach((want, i) => {
        expect([got[i]?.[1], quoted[i]?.[1]]).toContain(want.address)
        if (want.name !== null) expect(got[i]?.[0]).toBe(want.name)
      })
    }
  })
})
