/** Address vectors: lists and the validity of addr-specs. Runs where MAIL_VECTORS names the folder that holds them. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAddrSpec } from '../../../../src/field/address/addr-spec.js'
import { type Group, type Mailbox, parseAddressList } from '../../../../src/field/address/address.js'
import { casesWithRulings } from '../../../rulings.js'

interface Plain {
  readonly name?: string
  readonly local?: string
  readonly domain?: string
  readonly group?: string
  readonly members?: readonly Plain[]
}
interface Case {
  readonly id: string
  readonly b64: string
  readonly kind: 'list' | 'validity'
  readonly level: 'must' | 'should' | 'info'
  readonly expected: readonly Plain[] | boolean
  readonly accept?: readonly (readonly Plain[])[]
}

const folder = process.env.MAIL_VECTORS
const file = folder === undefined ? '' : join(folder, 'addresses.json')
const collapse = (name: string | undefined) => (name ?? '').replace(/\s+/g, ' ').trim()

function plain(item: Mailbox | Group): Plain {
  if (item.kind === 'group') return { group: item.name, members: item.members.map(plain) }
  return { name: item.name ?? '', local: item.local, domain: item.domain }
}

function normal(items: readonly Plain[]): string {
  return JSON.stringify(
    items.map((item) =>
      item.group === undefined
        ? [collapse(item.name), item.local, item.domain?.toLowerCase()]
        : [collapse(item.group), normal(item.members ?? [])],
    ),
  )
}

describe.skipIf(!existsSync(file))('address vectors', () => {
  const cases = folder !== undefined && existsSync(file) ? casesWithRulings<Case>(folder, 'addresses.json') : []
  const failed = new Map<string, string[]>()
  const count = new Map<string, number>()
  for (const c of cases) {
    const key = `${c.level} ${c.kind}`
    count.set(key, (count.get(key) ?? 0) + 1)
    const bytes = Buffer.from(c.b64, 'base64')
    let got: string
    let right: string[]
    if (c.kind === 'validity') {
      got = String(isAddrSpec(bytes.toString('utf8')))
      right = [String(c.expected)]
    } else {
      got = normal(parseAddressList(bytes).map(plain))
      right = [c.expected as readonly Plain[], ...(c.accept ?? [])].map(normal)
    }
    if (!right.includes(got)) {
      failed.set(key, [
        ...(failed.get(key) ?? []),
        `${c.id} ${JSON.stringify(bytes.toString())}: ${got}, not ${right[0]}`,
      ])
    }
  }

  it.each(['must list', 'must validity'])('%s: all', (key) => {
    expect(failed.get(key) ?? []).toEqual([])
  })

  it.each(['should list', 'should validity'])('%s: 95 %%', (key) => {
    const wrong = failed.get(key) ?? []
    if (process.env.VERBOSE) console.log(key, count.get(key), wrong, failed.get('info list'))
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual((count.get(key) ?? 0) * 0.05)
  })
})
