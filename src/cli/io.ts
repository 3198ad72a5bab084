/** What commands have of the world: arguments, files, standard streams, colour. */
import { fstatSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Exit codes: 0 fine, 1 defects of level error or a difference found, 2 wrong use or unreadable input. */
export const FINE = 0
export const FOUND = 1
export const WRONG_USE = 2

/** Ends a command with exit code 2 and one line that says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Bytes of a file; `-` is standard input. Throws UsageError when it cannot be read. */
export function readInput(path: string): Uint8Array {
  if (path === '-' && inputIsClosed()) throw new UsageError('-: cannot be read: standard input is closed')
  try {
    const bytes = readFileSync(path === '-' ? 0 : path)
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const said =
      why === 'ENOENT'
        ? 'no such file'
        : why === 'EISDIR'
          ? 'it is a folder: name the files in it'
          : why === 'EACCES'
            ? 'permission denied'
            : why
    throw new UsageError(`${printable(path)}: cannot be read: ${said}`)
  }
}

/**
 * Was the command started without a standard input (`<&-`)? Node puts the null device in its place, open for reading and writing; `< /dev/null`,
 * which is an empty input, is open for reading alone.
 */
export function inputIsClosed(): boolean {
  try {
    const input = fstatSync(0)
    if (!input.isCharacterDevice() || input.rdev !== statSync('/dev/null').rdev) return false
  } catch (error) {
    return codeOf(error) === 'EBADF'
  }
  try {
    writeSync(0, ' ')
    return true
  } catch {
    return false
  }
}

/** The code of an error of the system, as ENOSPC; of another error what it says. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

/** A file, or all files below a folder; `-` is itself. Throws UsageError where there is neither. */
export function filesUnder(path: string): string[] {
  if (path === '-') return ['-']
  const found: string[] = []
  const work = [path]
  while (work.length > 0) {
    const at = work.pop()!
    const info = statSync(at, { throwIfNoEntry: false })
    if (info === undefined) throw new UsageError(`${printable(at)}: no such file or folder`)
    if (info.isDirectory()) for (const name of readdirSync(at)) work.push(join(at, name))
    else found.push(at)
  }
  return found.sort()
}

export interface Output {
  write(text: string): void
  readonly colour: boolean
}

/** Standard output; colour only on a terminal, and never where NO_COLOR is set. */
export function standardOutput(): Output {
  const { stdout } = process
  return {
    write: (text) => {
      stdout.write(text)
    },
    colour: stdout.isTTY === true && process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb',
  }
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 }

/** `text` in a colour, or as it is where there is none. */
export function paint(out: Output, colour: keyof typeof CODES, text: string): string {
  return out.colour ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text
}

/** Text from a message made safe for a terminal: no control sequence of a stranger reaches it. */
export function printable(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g, (c) => {
    const code = c.charCodeAt(0)
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}
