/** Other programs read the stores that are written here, and write what is read here: Python's mailbox, formail, Dovecot. Skipped where they are not installed. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type MboxDialect, mhOrder, readMh, splitMbox, writeMbox } from '../../src/store/index.js'

const installed = (program: string, ...args: string[]) => spawnSync(program, args, { input: '' }).error === undefined
const folder = mkdtempSync(join(tmpdir(), 'messagerie-stores-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const shown = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

const MESSAGES = [
  'Subject: one\nFrom: ada@example.org\n\nFrom here to there\n>From a quote\n\nFrom ada@example.org Thu Jan  1 00:00:00 1970\nA: b\n',
  'Subject: two\nContent-Length: 5\n\nshort and long\n\n\n',
  'Subject: three\n\n.\n\nFrom \nB: c\n',
  'Subject: four\nX-Folded: a\n\tb\n\n',
  'Subject: five\n\n\nblank lines first\n',
]
const entries = MESSAGES.map((text, i) => ({
  bytes: Buffer.from(text, 'latin1'),
  envelope: { sender: `u${i}@example.org`, date: new Date(1e12 + i * 1e6) },
}))
const subject = (text: string) => /^Subject: (.*)$/m.exec(text)?.[1]
/** Lines without the `>` that readers leave who do not unquote, without blank lines at the end. */
const plain = (text: string) =>
  text
    .replaceAll('\r\n', '\n')
    .replace(/^>+(?=From )/gm, '')
    .trimEnd()
const wanted = MESSAGES.map(plain)

const SCRIPT = `
import mailbox, sys, json, base64
kind, path, mode = sys.argv[1:4]
box = {'mbox': mailbox.mbox, 'MMDF': mailbox.MMDF, 'Babyl': mailbox.Babyl, 'MH': mailbox.MH}[kind](path)
if mode == 'write':
    for text in json.load(sys.stdin):
        box.add(base64.b64decode(text))
    box.flush()
    box.close()
else:
    print(json.dumps([base64.b64encode(box.get_bytes(key)).decode() for key in sorted(box.keys())]))
`
const python = (kind: string, path: string, mode: 'read' | 'write', input = '') =>
  execFileSync('python3', ['-c', SCRIPT, kind, path, mode], { input, encoding: 'utf8' })
const given = JSON.stringify(entries.map(({ bytes }) => bytes.toString('base64')))

describe.skipIf(!installed('python3', '--version'))("Python's mailbox", () => {
  it.each(['mboxo', 'mboxrd', 'mboxcl'] as MboxDialect[])('finds the messages of %s', (dialect) => {
    const path = join(folder, dialect)
    writeFileSync(path, writeMbox(entries, { dialect }))
    const found = (JSON.parse(python('mbox', path, 'read')) as string[]).map((text) =>
      Buffer.from(text, 'base64').toString('latin1'),
    )
    expect(found.map(subject)).toEqual(MESSAGES.map(subject))
    const uncounted = (text: string) =>
      plain(text)
        .replace(/^Content-Length:.*(?:\n|$)/gm, '')
        .trimEnd()
    expect(found.map(uncounted)).toEqual(MESSAGES.map(uncounted))
  })

  it.each(['mbox', 'MMDF', 'Babyl'])('writes a %s that is read here', (kind) => {
    const path = join(folder, `python.${kind}`)
    python(kind, path, 'write', given)
    const found = splitMbox(readFileSync(path))
    expect(found.map(({ bytes }) => plain(shown(bytes)))).toEqual(wanted)
    expect(found[0]!.dialect).toBe(kind === 'mbox' ? 'mboxo' : kind.toLowerCase())
  })

  it('writes an MH folder that is read here', () => {
    const path = join(folder, 'mh')
    python('MH', path, 'write', given)
    const names = readdirSync(path)
    expect(mhOrder(names)).toEqual(['1', '2', '3', '4', '5'])
    expect(
      readMh(names.map((name) => [name, readFileSync(join(path, name))])).map(({ bytes }) => plain(shown(bytes))),
    ).toEqual(wanted)
  })
})

describe.skipIf(!installed('formail', '-v'))('formail', () => {
  it('splits what is written where it is split here', () => {
    // formail splits at From_ lines with a date behind an empty line, as all do; -Y: it does not go by Content-Length.
    const out = execFileSync('formail', ['-Y', '-s', 'sh', '-c', 'cat; printf "\\001"'], {
      input: writeMbox(entries),
      encoding: 'latin1',
    })
    const found = out.split('\x01').slice(0, -1)
    expect(found.map((text) => plain(text.replace(/^From .*\n/, '')))).toEqual(wanted)
  })

  it('quotes and separates what is read here', () => {
    const file = MESSAGES.map((text) =>
      execFileSync('formail', ['-ds'], {
        input: `From a@example.org Thu Jan  1 00:00:00 1970\n${text.replace(/^From /gm, '>From ')}`,
      }),
    )
    expect(splitMbox(Buffer.concat(file)).map(({ bytes }) => plain(shown(bytes)))).toEqual(wanted)
  })
})

describe.skipIf(!installed('dovecot', '--version'))('Dovecot', () => {
  it('finds the messages of an mbox', () => {
    const home = join(folder, 'dovecot')
    mkdirSync(join(home, 'mail'), { recursive: true })
    const path = join(home, 'mail', 'box')
    writeFileSync(path, writeMbox(entries))
    // Dovecot reads no mail of root's.
    const isRoot = process.getuid?.() === 0
    const user = isRoot ? 'nobody' : execFileSync('id', ['-un'], { encoding: 'utf8' }).trim()
    const group = execFileSync('id', ['-gn', user], { encoding: 'utf8' }).trim()
    chmodSync(folder, 0o755)
    if (isRoot) execFileSync('chown', ['-R', `${user}:${group}`, home])
    const config = join(home, 'dovecot.conf')
    const settings = (version: string) => [
      ...(version.startsWith('2.4')
        ? [
            `dovecot_config_version = ${version}`,
            `dovecot_storage_version = ${version}`,
            'mail_driver = mbox',
            `mail_path = ${home}/mail`,
            'mbox_write_locks = fcntl',
            'mbox_read_locks = fcntl',
          ]
        : [`mail_location = mbox:${home}/mail`, 'mbox_write_locks = fcntl']),
      `base_dir = ${home}/run`,
      `mail_uid = ${user}`,
      `mail_gid = ${group}`,
      'first_valid_uid = 0',
      'first_valid_gid = 0',
      'log_path = /dev/stderr',
    ]
    const version = execFileSync('dovecot', ['--version'], { encoding: 'utf8' }).split(' ')[0]!
    writeFileSync(config, `${settings(version).join('\n')}\n`)
    const run = spawnSync('doveadm', ['-c', config, 'fetch', 'hdr.subject text', 'mailbox', 'box', 'all'], {
      env: { ...process.env, HOME: home, USER: user },
      encoding: 'latin1',
    })
    expect(run.stderr).toBe('')
    const found = run.stdout.split('\f\n').filter((text) => text !== '')
    expect(found.map(subject)).toEqual(MESSAGES.map(subject))
  })
})
