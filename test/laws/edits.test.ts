/** Law 4: after one edit of a header section, all octets outside that section are the same, and reading again gives the edited value. */
import { describe, expect, it } from 'vitest'
import { type Entity, parse } from '../../src/index.js'
import { corpus, corpusFolder, fixtures } from '../messages.js'
import { seeded } from '../seeded.js'

const NAME = 'X-Edited'

/** One seeded edit of one entity. Encoded messages are read from decoded octets: they have no place of their own in the source. */
function check(bytes: Uint8Array, name: string, random: (n: number) => number): void {
  const message = parse(bytes)
  const own = [...message.walk()].filter((entity) => entity.node.doc === message.node.doc)
  const entity = own[random(own.length)] as Entity
  const { start, bodyStart } = entity.range
  const value = `value ${random(1000)}`
  const kind = random(3)
  const fields = entity.headers.fields()
  const victim = fields.length === 0 ? undefined : fields[random(fields.length)]!.name
  if (kind === 0 || victim === undefined) entity.headers.append(NAME, value)
  else if (kind === 1) entity.headers.prepend(NAME, value)
  else entity.headers.delete(victim)
  const written = Buffer.from(message.toBytes())
  const source = Buffer.from(bytes)
  if (!written.subarray(0, start).equals(source.subarray(0, start)))
    expect.fail(`${name}: octets before the section changed`)
  const rest = source.subarray(bodyStart)
  if (!written.subarray(written.length - rest.length).equals(rest))
    expect.fail(`${name}: octets behind the section changed`)
  // A change of its own type or boundary changes what the entity is; only fields that do not are read again in place.
  if (kind !== 2 || victim === undefined) {
    const section = written.subarray(start, written.length - rest.length).toString('latin1')
    if (section.split(`${NAME}: ${value}`).length !== 2)
      expect.fail(`${name}: not one edited field in ${JSON.stringify(section.slice(0, 200))}`)
    const again = [...parse(written).walk()].find((one) => one.headers.get(NAME) === value)
    if (again === undefined) expect.fail(`${name}: the edited value is not read back`)
  } else if (entity.headers.has(victim)) expect.fail(`${name}: ${victim} is still there`)
}

describe('edit locality', () => {
  it('fixtures, 20 seeded edits each', () => {
    for (const { name, bytes } of fixtures()) {
      const random = seeded(bytes.length)
      for (let i = 0; i < 20; i++) check(bytes, `${name} edit ${i}`, random)
    }
  })

  it.skipIf(corpusFolder === undefined)(
    '500 messages of the corpus, 4 seeded edits each',
    () => {
      let count = 0
      const random = seeded(13)
      for (const { name, bytes } of corpus(4, 100_000)) {
        for (let i = 0; i < 4; i++) check(bytes, `${name} edit ${i}`, random)
        if (++count === 500) break
      }
      expect(count).toBeGreaterThan(400)
    },
    120_000,
  )
})
