/**
 * DKIM and ARC against dkimpy and mailauth: what is signed here they verify, what they sign is verified here, and of messages changed in one octet
 * the verdict is theirs wherever those two agree. 40 messages of MAIL_CORPUS, 500 nightly; DKIM_MESSAGES takes more or fewer.
 */
import { describe, expect, it } from 'vitest'
import { sealArc, signDkim, verifyArc, verifyDkim } from '../../src/dkim/index.js'
import { corpus, corpusFolder, fixtures, type Sample } from '../messages.js'
import { seeded } from '../seeded.js'
import {
  COMBINATIONS,
  type Combination,
  dkimpy,
  hasDkimpy,
  mailauthArc,
  mailauthSeals,
  mailauthSigns,
  mailauthVerifies,
  PEM,
  resolveTxt,
  SELECTOR,
  type Task,
} from './dkim-peers.js'

const WANTED = Number(process.env.DKIM_MESSAGES ?? (process.env.NIGHTLY === '1' ? 500 : 40))
const MUTATIONS = 20

/** Messages that a signer would be given: with a From field, without signatures and without what is no field. */
function isPlain({ bytes }: Sample): boolean {
  const text = Buffer.from(bytes.subarray(0, 65_536)).toString('latin1')
  const end = text.search(/\r?\n\r?\n/)
  if (end === -1) return false
  const lines = text.slice(0, end).split(/\r?\n/)
  return (
    /^from:/im.test(text.slice(0, end)) &&
    !/^(?:dkim-signature|arc-)/im.test(text.slice(0, end)) &&
    lines.every((line, i) => /^[\x21-\x39\x3b-\x7e]+:/.test(line) || (i > 0 && /^[ \t]+\S/.test(line)))
  )
}

function samples(): Sample[] {
  const found = fixtures().filter(isPlain).slice(0, 20)
  if (corpusFolder === undefined) return found
  const all = [...corpus(1, 200_000)].filter(isPlain)
  const step = Math.max(1, Math.floor(all.length / WANTED))
  return [...found, ...all.filter((_, i) => i % step === 0).slice(0, WANTED)]
}

/** mailauth takes the octets A0, 0B and 0C of a header section for white space, which RFC 6376 §2.8 does not. */
function isOddForMailauth(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString('latin1')
  return /[\xa0\x0b\x0c]/.test(text.slice(0, text.search(/\r?\n\r?\n/)))
}

const messages = samples().map((sample, i) => ({ ...sample, combination: COMBINATIONS[i % COMBINATIONS.length]! }))
const joined = (field: string, message: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(field, 'latin1'), message])

async function ours(message: Uint8Array): Promise<boolean> {
  const [first] = await verifyDkim(message, { resolveTxt })
  return first?.result === 'pass'
}

const signed = (message: Uint8Array, { algorithm, canonicalization }: Combination) =>
  signDkim(message, {
    domain: 'example.org',
    selector: SELECTOR[algorithm],
    algorithm,
    canonicalization,
    sign: PEM[algorithm],
  }).then(({ text }) => joined(text, message))

/** Messages that a peer does not sign so that it verifies itself are no measure of anybody. */
describe('DKIM and mailauth', () => {
  it('verifies what is signed here, and the other way round', async () => {
    let measured = 0
    for (const { name, bytes } of messages) {
      if (isOddForMailauth(bytes)) continue
      for (const combination of COMBINATIONS) {
        const theirs = joined(await mailauthSigns(bytes, combination), bytes)
        if (!(await mailauthVerifies(theirs))) continue
        measured++
        const where = `${name} ${combination.algorithm} ${combination.canonicalization}`
        expect(await ours(theirs), where).toBe(true)
        expect(await mailauthVerifies(await signed(bytes, combination)), where).toBe(true)
      }
    }
    expect(measured).toBeGreaterThan(messages.length * 6)
  }, 1_200_000)
})

describe.skipIf(!hasDkimpy)('DKIM and dkimpy', () => {
  it('verifies what is signed here, and the other way round', async () => {
    const cases = messages.flatMap(({ name, bytes }) =>
      COMBINATIONS.map((combination) => ({ name, bytes, combination })),
    )
    const made = await dkimpy(cases.map(({ bytes, combination }) => ({ do: 'sign', message: bytes, ...combination })))
    const usable = cases.flatMap((one, i) => {
      const field = made[i]
      return typeof field === 'string'
        ? [{ ...one, theirs: joined(Buffer.from(field, 'base64').toString('latin1'), one.bytes) }]
        : []
    })
    const mine = await Promise.all(usable.map(({ bytes, combination }) => signed(bytes, combination)))
    const verify = (message: Uint8Array): Task => ({ do: 'verify', message })
    const self = await dkimpy(usable.map(({ theirs }) => verify(theirs)))
    const verdicts = await dkimpy(mine.map(verify))
    let measured = 0
    for (const [i, { name, theirs, combination }] of usable.entries()) {
      if (self[i] !== true) continue
      measured++
      const where = `${name} ${combination.algorithm} ${combination.canonicalization}`
      expect(await ours(theirs), where).toBe(true)
      expect(verdicts[i], where).toBe(true)
    }
    expect(measured).toBeGreaterThan(messages.length * 6)
  }, 600_000)

  it('gives the verdict on changed messages in which dkimpy and mailauth agree', async () => {
    const next = seeded(20)
    const changed: { name: string; at: number; message: Uint8Array }[] = []
    for (const { name, bytes, combination } of messages) {
      const whole = await signed(bytes, combination)
      const field = whole.length - bytes.length
      for (let k = 0; k < MUTATIONS; k++) {
        const message = Uint8Array.from(whole)
        // A third in the signature, a third in what stands on top of the message, a third anywhere.
        const reach = k % 3 === 0 ? field : k % 3 === 1 ? Math.min(field + 2000, whole.length) : whole.length
        const at = next(reach)
        const drawn = next(256)
        message[at] = k % 4 === 0 ? message[at]! ^ 0x20 : k % 4 === 1 ? 0x20 : drawn
        changed.push({ name, at, message })
      }
    }
    const verdicts = await dkimpy(changed.map(({ message }) => ({ do: 'verify', message })))
    let agreed = 0
    for (const [i, { name, at, message }] of changed.entries()) {
      const one = verdicts[i] === true
      const other = await mailauthVerifies(message)
      if (one !== other) continue
      agreed++
      expect(await ours(message), `${name} at ${at}`).toBe(one)
    }
    expect(agreed).toBeGreaterThan(changed.length * 0.9)
  }, 600_000)
})

describe('ARC and its peers', () => {
  const message = Buffer.from('From: ada@example.org\r\nSubject: x\r\n\r\nhello\r\n')
  const authResults = 'mx.example.org; dkim=pass header.d=example.org'
  const seal = async (sealed: Uint8Array): Promise<Uint8Array> => {
    const { text, cv } = await sealArc(sealed, {
      domain: 'example.org',
      selector: 'r',
      sign: PEM['rsa-sha256'],
      authResults,
      resolveTxt,
    })
    expect(cv).not.toBe('fail')
    return joined(text, sealed)
  }

  it.each([
    ['us alone', (_: number) => true],
    ['mailauth alone', (_: number) => false],
    ['us first, in turn', (i: number) => i % 2 === 0],
    ['mailauth first, in turn', (i: number) => i % 2 === 1],
  ])('chains of 1 to 5 sealed by %s', async (_name, isOurs) => {
    let at: Uint8Array = message
    const steps: Uint8Array[] = []
    for (let i = 0; i < 5; i++) {
      at = isOurs(i) ? await seal(at) : await mailauthSeals(at, authResults)
      steps.push(at)
      const found = await verifyArc(at, { resolveTxt })
      expect([found.result, found.because, found.instance, found.oldestPass]).toEqual(['pass', found.because, i + 1, 0])
      expect((await mailauthArc(at)).result).toBe('pass')
    }
    if (hasDkimpy)
      expect(await dkimpy(steps.map((step) => ({ do: 'arc', message: step })))).toEqual(steps.map(() => 'pass'))
  })

  it('a changed message breaks the chain for all', async () => {
    const sealed = Buffer.from(await seal(await seal(message)))
    for (const [from, to] of [
      ['hello', 'hallo'],
      ['dkim=pass', 'dkim=fail'],
      ['cv=pass', 'cv=none'],
      ['Subject: x', 'Subject: y'],
    ] as const) {
      const broken = Buffer.from(sealed.toString('latin1').replace(from, to), 'latin1')
      expect((await verifyArc(broken, { resolveTxt })).result, from).toBe('fail')
      expect((await mailauthArc(broken)).result, from).toBe('fail')
    }
  })
})
