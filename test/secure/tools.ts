/** gpg and openssl as they are installed, with keys made for one run, in folders that are removed after it. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const hasGpg = spawnSync('gpg', ['--version']).status === 0
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

export interface Ran {
  readonly status: number | null
  readonly out: Uint8Array
  readonly said: string
}

class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'sec-'))
  private count = 0

  /** A new file in it. */
  file(bytes: Uint8Array | string): string {
    const path = join(this.path, String(this.count++))
    writeFileSync(path, bytes)
    return path
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

function run(command: string, args: readonly string[], input: Uint8Array | undefined): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, { ...(input === undefined ? {} : { input }) })
  return { status, out: new Uint8Array(stdout), said: stderr.toString('utf8') }
}

/** A home of gpg with one key without a passphrase, for ada@example.org. */
export class Gpg extends Folder {
  constructor() {
    super()
    this.make(['--passphrase', '', '--quick-generate-key', 'Ada <ada@example.org>', 'ed25519', 'sign', 'never'])
    const listed = Buffer.from(this.make(['--with-colons', '--list-keys'])).toString()
    const [, fingerprint] = /^fpr:+([0-9A-F]+):/m.exec(listed) ?? []
    this.make(['--passphrase', '', '--quick-add-key', String(fingerprint), 'cv25519', 'encr', 'never'])
  }

  run(args: readonly string[], input?: Uint8Array): Ran {
    return run(
      'gpg',
      [
        '--homedir',
        this.path,
        '--batch',
        '--pinentry-mode',
        'loopback',
        '--trust-model',
        'always',
        '--no-auto-key-locate',
        ...args,
      ],
      input,
    )
  }

  /** Output of a run that must succeed. */
  make(args: readonly string[], input?: Uint8Array): Uint8Array {
    const { status, out, said } = this.run(args, input)
    if (status !== 0) throw new Error(said)
    return out
  }

  verifies(content: Uint8Array, signature: Uint8Array): boolean {
    return this.run(['--verify', this.file(signature), this.file(content)]).status === 0
  }

  override remove(): void {
    spawnSync('gpgconf', ['--homedir', this.path, '--kill', 'all'])
    super.remove()
  }
}

/** A self-signed certificate for ada@example.org. */
export class Openssl extends Folder {
  readonly key = join(this.path, 'key.pem')
  readonly certificate = join(this.path, 'certificate.pem')

  constructor() {
    super()
    execFileSync(
      'openssl',
      // prettier: one argument a pair
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        this.key,
        '-out',
        this.certificate,
        '-days',
        '2',
        '-subj',
        '/CN=Ada/emailAddress=ada@example.org',
      ],
      { stdio: 'ignore' },
    )
  }

  run(args: readonly string[], input?: Uint8Array): Ran {
    return run('openssl', args, input)
  }

  make(args: readonly string[], input?: Uint8Array): Uint8Array {
    const { status, out, said } = this.run(args, input)
    if (status !== 0) throw new Error(said)
    return out
  }

  get signer(): string[] {
    return ['-signer', this.certificate, '-inkey', this.key]
  }

  /** A whole message, as openssl reads it. */
  verifies(message: Uint8Array): boolean {
    return this.run(['cms', '-verify', '-CAfile', this.certificate, '-inform', 'SMIME'], message).status === 0
  }

  /** Octets and a detached signature in DER. */
  verifiesDetached(content: Uint8Array, signature: Uint8Array): boolean {
    const args = ['-in', this.file(signature), '-content', this.file(content), '-binary']
    return this.run(['cms', '-verify', '-CAfile', this.certificate, '-inform', 'DER', ...args]).status === 0
  }
}
