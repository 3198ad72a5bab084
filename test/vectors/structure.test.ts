/** Whole trees against independent readers: MAIL_VECTORS/structure.json, whose messages lie beside it. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Entity, parse } from '../../src/index.js'
import { casesWithRulings } from '../rulings.js'

const folder = process.env.MAIL_VECTORS

interface Expected {
  readonly path: string
  readonly levels: Readonly<Record<string, 'must' | 'should' | 'info'>>
  readonly accept?: Readonly<Record<string, readonly unknown[]>>
  readonly [key: string]: unknown
}

interface Case {
  readonly id: string
  readonly file: string
  readonly nodes: readonly Expected[]
}

/** Known to differ, with the clause that says why. At most 10. */
const DISPUTED: ReadonlyMap<string, string> = new Map([
  [
    'mime4j__very-very-long-boundary',
    'RFC 2046 §5.1.1: a boundary must not end with white space, so the space that its delimiter lacks is not part of it',
  ],
])

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** CRLF as LF, line ends at the end removed: readers differ in both. */
function normalised(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n')
  let end = text.length
  while (end > 0 && text[end - 1] === '\n') end--
  return Buffer.from(text.slice(0, end), 'latin1')
}

function childrenOf(entity: Entity): readonly Entity[] {
  return entity.message === undefined ? entity.parts : [entity.message]
}

function facts(entity: Entity): Record<string, unknown> {
  const children = childrenOf(entity)
  const leaf = children.length === 0
  return {
    type: entity.contentType.mediaType,
    children: leaf ? null : children.length,
    disposition: entity.disposition?.type ?? null,
    filename: entity.filename ?? null,
    cid: entity.contentId ?? null,
    charset: entity.contentType.params.charset?.toLowerCase() ?? null,
    sha256n: sha256(normalised(entity.bytes())),
    text_sha256n: leaf ? sha256(normalised(Buffer.from(entity.decodeText(), 'utf8'))) : null,
  }
}

function flatten(root: Entity): Map<string, Entity> {
  const found = new Map<string, Entity>()
  const work: [string, Entity][] = [['', root]]
  while (work.length > 0) {
    const [path, entity] = work.pop()!
    found.set(path, entity)
    childrenOf(entity).forEach((child, i) => {
      work.push([path === '' ? `${i + 1}` : `${path}.${i + 1}`, child])
    })
  }
  return found
}

function differences(testCase: Case): { level: string; what: string }[] {
  const bytes = readFileSync(join(folder as string, '..', testCase.file))
  const nodes = flatten(parse(bytes))
  const found: { level: string; what: string }[] = []
  for (const expected of testCase.nodes) {
    const entity = nodes.get(expected.path)
    for (const [key, level] of Object.entries(expected.levels)) {
      if (key === 'sha256' || !(key in expected)) continue
      const actual = entity === undefined ? 'no such part' : facts(entity)[key]
      const right = [expected[key], ...(expected.accept?.[key] ?? [])]
      if (!right.includes(actual)) {
        found.push({
          level,
          what: `${testCase.id} [${expected.path}] ${key}: ${JSON.stringify(actual)} for ${JSON.stringify(expected[key])}`,
        })
      }
    }
  }
  return found
}

describe.skipIf(folder === undefined)('structure.json', () => {
  const all: Case[] = folder === undefined ? [] : casesWithRulings(folder, 'structure.json')
  const cases = all.filter((testCase) => existsSync(join(folder as string, '..', testCase.file)))
  for (const absent of all.filter((testCase) => !cases.includes(testCase)))
    it.skip(`${absent.id}: its message is not there`)

  it.each(cases.map((testCase) => [testCase.id, testCase] as const))('%s', (id, testCase) => {
    const wrong = differences(testCase).filter(({ level }) => level === 'must')
    if (DISPUTED.has(id)) return
    expect(wrong.map(({ what }) => what)).toEqual([])
  })

  it('holds at least 95 % of should', () => {
    let all = 0
    let wrong: string[] = []
    for (const testCase of cases) {
      for (const node of testCase.nodes) for (const level of Object.values(node.levels)) if (level === 'should') all++
      wrong = wrong.concat(
        differences(testCase)
          .filter(({ level }) => level === 'should')
          .map(({ what }) => what),
      )
    }
    if (process.env.SHOW) process.stdout.write(`${wrong.join('\n')}\n${wrong.length} of ${all}\n`)
    expect(wrong.length).toBeLessThanOrEqual(all * 0.05)
  })
})
