/** `messagerie minimize`: the smallest message that still raises a defect, for reports and fixtures (delta debugging). */
import { writeFileSync } from 'node:fs'
import { CODES } from '../defects/codes.js'
import { type DefectCode, parse } from '../index.js'
// No door: only this command needs it, and no program should have to load it.
import { minimize as minimized } from '../samples/minimize.js'
import type { Command } from './command.js'
import { FINE, FOUND, type Output, printable, readInput, UsageError } from './io.js'

/** Long enough for messages of some MB, short enough to wait for. */
const SECONDS = 30

export const minimize: Command = {
  name: 'minimize',
  summary: 'print the smallest message that still raises a defect',
  usage: 'minimize --code CODE [--output FILE] [--seconds N] FILE',
  options: {
    code: { type: 'string', value: 'CODE', help: 'the defect, as `messagerie lint` names it' },
    output: { type: 'string', value: 'FILE', help: 'a new file; default: standard output' },
    seconds: { type: 'string', value: 'N', help: `stop after that time with the best so far; default ${SECONDS}` },
  },
  examples: ['messagerie minimize --code invalid-base64 --output small.eml big.eml'],
  minimum: 1,
  async run({ values, files, out }) {
    const [file, ...rest] = files
    if (file === undefined || rest.length > 0)
      throw new UsageError('minimize: one message at a time: messagerie minimize --code CODE FILE')
    const code = codeOf(values.code)
    const bytes = readInput(file)
    const holds = (candidate: Uint8Array): boolean =>
      parse(candidate)
        .check()
        .some((defect) => defect.code === code)
    if (!holds(bytes)) {
      process.stderr.write(`${printable(file)}: does not raise ${code}\n`)
      return FOUND
    }
    const until = performance.now() + secondsOf(values.seconds) * 1000
    await writeMessage(
      minimized(bytes, holds, () => performance.now() < until),
      values.output,
      out,
    )
    return FINE
  },
}

function codeOf(given: unknown): DefectCode {
  if (typeof given !== 'string')
    throw new UsageError(
      'minimize: --code says which defect has to stay; `messagerie lint FILE` lists those of a message',
    )
  if (!Object.hasOwn(CODES, given)) throw new UsageError(`${printable(given)}: no such code; see docs/defects.md`)
  return given as DefectCode
}

function secondsOf(given: unknown): number {
  if (given === undefined) return SECONDS
  if (typeof given !== 'string' || !/^[0-9]{1,5}$/.test(given))
    throw new UsageError('minimize: --seconds needs a number, as in --seconds 10')
  return Number(given)
}

/** Octets to a file that was not there before, or to standard output. */
export async function writeMessage(bytes: Uint8Array, path: unknown, out: Output): Promise<void> {
  if (typeof path === 'string' && path !== '-') {
    try {
      writeFileSync(path, bytes, { flag: 'wx' })
    } catch (error) {
      const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      throw new UsageError(`${printable(path)}: cannot be written: ${why === 'EEXIST' ? 'it is there already' : why}`)
    }
    out.write(`${printable(path)}  ${bytes.length} B\n`)
    return
  }
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
}
