/** dkimpy (Debian python3-dkim) and mailauth (npm) with the keys of one run. */
import { spawn, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { createRequire } from 'node:module'

const PYTHON = '/usr/bin/python3'
export const hasDkimpy = spawnSync(PYTHON, ['-c', 'import dkim, nacl']).status === 0

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ed25519 = generateKeyPairSync('ed25519')

export const PEM = {
  'rsa-sha256': rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  'ed25519-sha256': ed25519.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
}
const raw = (der: Buffer): string => der.subarray(-32).toString('base64')
const RECORDS: Readonly<Record<string, string>> = {
  'r._domainkey.example.org': `v=DKIM1; k=rsa; p=${rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  'e._domainkey.example.org': `v=DKIM1; k=ed25519; p=${raw(ed25519.publicKey.export({ type: 'spki', format: 'der' }))}`,
}

export const SELECTOR = { 'rsa-sha256': 'r', 'ed25519-sha256': 'e' } as const
export const COMBINATIONS = (['rsa-sha256', 'ed25519-sha256'] as const).flatMap((algorithm) =>
  (['relaxed/relaxed', 'relaxed/simple', 'simple/relaxed', 'simple/simple'] as const).map((canonicalization) => ({
    algorithm,
    canonicalization,
  })),
)
export type Combination = (typeof COMBINATIONS)[number]

export async function resolveTxt(name: string): Promise<string[][]> {
  const record = RECORDS[name]
  if (record === undefined) throw Object.assign(new Error(name), { code: 'ENOTFOUND' })
  return [[record.slice(0, 200), record.slice(200)]]
}

export type Task =
  | { readonly do: 'verify' | 'arc'; readonly message: Uint8Array }
  | ({ readonly do: 'sign'; readonly message: Uint8Array; readonly length?: boolean } & Combination)

/** The answers of dkimpy: a verdict, a field in base64, or what it raised. */
export async function dkimpy(tasks: readonly Task[]): Promise<unknown[]> {
  const child = spawn(PYTHON, ['test/peers/dkimpy_tasks.py'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const out: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  const ended = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  child.stdin.write(`${JSON.stringify(RECORDS)}\n`)
  for (const { message, ...task } of tasks) {
    const more =
      task.do === 'sign'
        ? {
            selector: SELECTOR[task.algorithm],
            domain: 'example.org',
            key:
              task.algorithm === 'rsa-sha256'
                ? PEM['rsa-sha256']
                : raw(ed25519.privateKey.export({ type: 'pkcs8', format: 'der' })),
          }
        : {}
    child.stdin.write(`${JSON.stringify({ ...task, ...more, message: Buffer.from(message).toString('base64') })}\n`)
  }
  child.stdin.end()
  await ended
  return Buffer.concat(out)
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}

const require = createRequire(import.meta.url)

interface Status {
  readonly status: { readonly result: string; readonly comment?: string }
}

interface Mailauth {
  dkimVerify(message: Buffer, options: object): Promise<{ readonly results: readonly Status[]; readonly arc: unknown }>
  dkimSign(message: Buffer, options: object): Promise<{ readonly signatures: string; readonly errors: unknown[] }>
  arc(data: unknown, options: object): Promise<Status>
  createSeal(input: Buffer | false, data: object): Promise<{ readonly headers: readonly string[] }>
}

const mailauth: Mailauth = {
  ...(require('mailauth/lib/dkim/verify') as Pick<Mailauth, 'dkimVerify'>),
  ...(require('mailauth/lib/dkim/sign') as Pick<Mailauth, 'dkimSign'>),
  ...(require('mailauth/lib/arc') as Pick<Mailauth, 'arc' | 'createSeal'>),
}

const resolver = (name: string): Promise<string[][]> => resolveTxt(name.toLowerCase())

/** What mailauth says of the topmost signature. */
export async function mailauthVerifies(message: Uint8Array): Promise<boolean> {
  const { results } = await mailauth.dkimVerify(Buffer.from(message), { resolver })
  return results[0]?.status.result === 'pass'
}

/** The field that mailauth signs with, with CRLF. */
export async function mailauthSigns(
  message: Uint8Array,
  { algorithm, canonicalization }: Combination,
): Promise<string> {
  const { signatures, errors } = await mailauth.dkimSign(Buffer.from(message), {
    canonicalization,
    algorithm,
    signTime: new Date(),
    signatureData: [{ signingDomain: 'example.org', selector: SELECTOR[algorithm], privateKey: PEM[algorithm] }],
  })
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  return signatures
}

export async function mailauthArc(message: Uint8Array): Promise<Status['status']> {
  const { arc } = await mailauth.dkimVerify(Buffer.from(message), { resolver })
  return (await mailauth.arc(arc, { resolver })).status
}

/** An ARC Set by mailauth, in front of the message. */
export async function mailauthSeals(message: Uint8Array, authResults: string): Promise<Uint8Array> {
  const { result } = await mailauthArc(message)
  const { headers } = await mailauth.createSeal(Buffer.from(message), {
    seal: {
      signingDomain: 'example.org',
      selector: 'r',
      algorithm: 'rsa-sha256',
      privateKey: PEM['rsa-sha256'],
      authResults,
      cv: result,
    },
  })
  return Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n`, 'latin1'), Buffer.from(message)])
}
