/** Asks the caller's resolver for key records: each name once, no answer longer than the timeout. RFC 6376 §3.6.2, §6.1.2. */
import { type PublicKey, readKeyRecord } from './keys.js'
import { type AnyAlgorithm, shown, Unverifiable } from './tags.js'

/**
 * Gives the TXT records of a name as `dns.promises.resolveTxt` of Node does: each record as the array of its strings (or joined). An error
 * with the code ENOTFOUND or ENODATA, or an empty answer, means that there is none; any other error is a temporary one.
 */
export type ResolveTxt = (
  name: string,
) => Promise<readonly (string | readonly string[])[]> | readonly (string | readonly string[])[]

/** More strings than any key needs, fewer than would cost anything. */
const MAX_RECORD = 65_536
const MAX_RECORDS = 10

export class KeyFinder {
  private readonly asked = new Map<string, Promise<readonly string[] | Unverifiable>>()

  constructor(
    private readonly resolveTxt: ResolveTxt,
    private readonly timeout: number,
  ) {}

  async find(domain: string, selector: string, algorithm: AnyAlgorithm): Promise<PublicKey | Unverifiable> {
    const name = `${selector}._domainkey.${domain}`.toLowerCase()
    let answer = this.asked.get(name)
    if (answer === undefined) {
      answer = this.ask(name)
      this.asked.set(name, answer)
    }
    const records = await answer
    if (records instanceof Unverifiable) return records
    // Where there are several records, one that fits counts (RFC 6376 §3.6.2.2 leaves it open).
    let refused: Unverifiable | undefined
    for (const record of records) {
      const key = readKeyRecord(record, algorithm)
      if (!(key instanceof Unverifiable)) return key
      refused ??= key
    }
    return refused ?? new Unverifiable('permerror', `no key at ${shown(name)}`)
  }

  private async ask(name: string): Promise<readonly string[] | Unverifiable> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), this.timeout)
    })
    try {
      const got = await Promise.race([Promise.resolve().then(() => this.resolveTxt(name)), late])
      if (got === 'late') return new Unverifiable('temperror', `no answer for ${shown(name)} in ${this.timeout} ms`)
      if (got === undefined || got === null) return []
      if (!Array.isArray(got)) return new Unverifiable('temperror', 'the resolver gave no array')
      return got
        .slice(0, MAX_RECORDS)
        .map((record) => (typeof record === 'string' ? record : Array.isArray(record) ? record.join('') : ''))
        .filter((record) => record !== '' && record.length <= MAX_RECORD)
    } catch (error) {
      const { code } = (typeof error === 'object' && error !== null ? error : {}) as { code?: unknown }
      if (code === 'ENOTFOUND' || code === 'ENODATA') return []
      const said = typeof code === 'string' ? code : error instanceof Error ? error.message : 'an error'
      return new Unverifiable('temperror', `the resolver failed for ${shown(name)}: ${said.slice(0, 200)}`)
    } finally {
      clearTimeout(timer)
    }
  }
}
