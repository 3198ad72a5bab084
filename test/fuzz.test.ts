/** A short run of the fuzzer, and what it promises of itself: the same seed gives the same inputs, and it finds what is broken. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fuzz } from '../fuzz/fuzzer.js'
import { breach } from '../fuzz/laws.js'
import { minimizeSlowly } from '../fuzz/shrink.js'

async function fingerprint(seed: number): Promise<string> {
  const hash = createHash('sha256')
  await fuzz({ seconds: 60, seed, inputs: 150, onInput: (bytes) => hash.update(bytes) })
  return hash.digest('hex')
}

describe('fuzzing', () => {
  it('10 seconds of seed 1 break no law', async () => {
    const { inputs, findings } = await fuzz({ seconds: 10, seed: 1, findings: 3 })
    expect(findings.map(({ law, detail, bytes }) => [law, detail, Buffer.from(bytes).toString('latin1')])).toEqual([])
    expect(inputs).toBeGreaterThan(100)
  }, 60_000)

  it('the same seed gives the same inputs, another seed others', async () => {
    const first = await fingerprint(2)
    expect(await fingerprint(2)).toBe(first)
    expect(await fingerprint(3)).not.toBe(first)
  }, 60_000)

  it('an exception breaks a law, and what breaks it is made small', async () => {
    const law = {
      name: 'no semicolon in a body',
      every: 1,
      broken: (bytes: Uint8Array) => {
        if (Buffer.from(bytes).includes('\n\n;')) throw new Error('a semicolon')
        return undefined
      },
    }
    const bytes = new TextEncoder().encode('Subject: x\nTo: a@b\n\n;;\nmore\n')
    expect(await breach(law, bytes, 1, false)).toContain('throws Error: a semicolon')
    const small = await minimizeSlowly(
      bytes,
      async (candidate) => (await breach(law, candidate, 1, true)) !== undefined,
      () => true,
    )
    expect(Buffer.from(small).toString()).toBe('\n\n;')
  })
})
