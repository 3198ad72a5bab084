/** The programs of examples/scale: one process, threads and workers on Redis give the same row. Redis is started on loopback; skipped where it is not installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'messagerie-scale-'))
const file = join(folder, 'archive.mbox')
const children: ChildProcess[] = []

const built = existsSync('dist/index.js')
const hasRedis = spawnSync('redis-server', ['--version']).error === undefined && existsSync('node_modules/bullmq')

function run(program: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join('examples/scale', program), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 50_000,
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return stdout
}

/** What every way of reading must give. */
function rowOf(stdout: string) {
  const { messages, octets, attachments, senders } = JSON.parse(stdout)
  return { messages, octets, attachments, senders: Object.fromEntries(senders) }
}

afterAll(async () => {
  for (const child of children) {
    if (child.exitCode !== null) continue
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill()
    await gone
  }
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(!built)('examples/scale', () => {
  let one: ReturnType<typeof rowOf>

  beforeAll(() => {
    run('archive.mjs', [file, '2'])
    one = rowOf(run('one-process.mjs', [file]))
  })

  it('one process reads every message', () => {
    expect(one.messages).toBeGreaterThan(300)
    expect(one.attachments).toBe(Math.ceil(one.messages / 10))
    expect(Object.keys(one.senders)).toHaveLength(9)
  })

  it.each(['1', '2'])('%s threads give the same row', (threads) => {
    expect(rowOf(run('threads.mjs', [file, threads]))).toEqual(one)
  })

  it.skipIf(!hasRedis)('two workers on Redis give the same row', async () => {
    const port = await freePort()
    const url = `redis://127.0.0.1:${port}`
    const redis = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
    const server = spawn('redis-server', redis, { stdio: ['ignore', 'pipe', 'ignore'] })
    children.push(server)
    await said(server, 'Ready to accept connections')
    for (let i = 0; i < 2; i++)
      children.unshift(
        spawn(process.execPath, ['examples/scale/machines.mjs', 'work'], {
          env: { ...process.env, REDIS_URL: url },
          stdio: 'ignore',
        }),
      )
    expect(rowOf(run('machines.mjs', ['submit', file, '12'], { REDIS_URL: url }))).toEqual(one)
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

function said(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`ended before it said ${words}: ${text}`)))
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes(words)) resolve()
    })
  })
}
