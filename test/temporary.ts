/** A folder of a test below the system's temporary folder, which is removed when the test is done. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** To be called within a test. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'messagerie-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
