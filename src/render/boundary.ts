/** Draws and checks boundaries of composed and edited multiparts: none begins a line of the parts that it separates. RFC 2046 §5.1.1. */
import { BCHAR, CLASS, CR, DASH, LF, MAX_BOUNDARY, SP } from '../bytes/ascii.js'
import { fromLatin1, indexOfBytes, latin1, randomOctets } from '../bytes/platform.js'

/** RFC 2046 sets none; a function that gives no fit value so often never will. */
const MAX_DRAWS = 100

/** Two characters that stand together in no base64 and no quoted-printable text. */
const MARK = '=_'

/** Draws with the mark; from then on other characters begin a boundary, since a boundary `=` around or inside is a prefix of each with the mark. */
const MARKED_DRAWS = 20
const FIRST = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

function random(_n: number, attempt: number): string {
  let out = attempt < MARKED_DRAWS ? MARK : `${FIRST[(attempt - MARKED_DRAWS) % FIRST.length]}${MARK}`
  for (const octet of randomOctets(15)) out += octet.toString(36).padStart(2, '0')
  return out
}

/** @throws TypeError for what is no boundary */
function checkBoundary(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('boundary: expected a string')
  if (value.length === 0 || value.length > MAX_BOUNDARY) {
    throw new TypeError(`boundary: expected 1 to ${MAX_BOUNDARY} octets, got ${value.length}`)
  }
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i)
    if (c >= 0x80 || (CLASS[c]! & BCHAR) === 0) {
      throw new TypeError(
        `boundary: U+${c.toString(16).toUpperCase().padStart(4, '0')} at ${i} is not allowed: expected letters, digits and '()+_,-./:=? (RFC 2046 §5.1.1)`,
      )
    }
  }
  if (value.charCodeAt(value.length - 1) === SP)
    throw new TypeError('boundary: ends in a space (RFC 2046 §5.1.1): expected another character there')
  return value
}

/** Boundaries that begin with the same so many characters are few, however many there are: most were drawn. */
const BEGINNING = 12

/** Draws the boundaries of one message. */
export class Boundaries {
  private readonly given = new Set<string>()
  private readonly used = new Set<string>()
  /** Those in use that have so many characters, by the first of these. */
  private readonly byBeginning = new Map<string, string[]>()
  private draws = 0

  /** @param draw called with the number of the draw, from 0 on, and how many draws for the same multipart were refused before */
  constructor(private readonly draw: (n: number, attempt: number) => string = random) {}

  /** A boundary that other parts of the output use already. */
  reserve(boundary: string): void {
    if (this.used.has(boundary)) return
    this.used.add(boundary)
    if (boundary.length < BEGINNING) return
    const beginning = boundary.slice(0, BEGINNING)
    const alike = this.byBeginning.get(beginning)
    if (alike === undefined) this.byBeginning.set(beginning, [boundary])
    else alike.push(boundary)
  }

  /** Is one in use a prefix of it, or it of one? Costs the same however many there are, unless it is short. */
  private clashes(boundary: string): boolean {
    for (let length = 0; length <= boundary.length; length++) if (this.used.has(boundary.slice(0, length))) return true
    const longer =
      boundary.length < BEGINNING ? [...this.used] : (this.byBeginning.get(boundary.slice(0, BEGINNING)) ?? [])
    return longer.some((other) => other.startsWith(boundary))
  }

  /**
   * The next boundary. Undefined when 100 draws gave none that the contents do not hold: the contents must be encoded then.
   * @throws TypeError for what is no boundary, and for one given before
   */
  next(contents: readonly Uint8Array[]): string | undefined {
    let collided = false
    for (let i = 0; i < MAX_DRAWS; i++) {
      const value = checkBoundary(this.draw(this.draws++, i))
      if (this.given.has(value))
        throw new TypeError(`boundary: ${JSON.stringify(value)} was given before: expected another text from each call`)
      if (this.clashes(value)) continue
      if (contents.some((content) => holdsDelimiter(content, value))) {
        collided = true
        continue
      }
      this.given.add(value)
      this.reserve(value)
      return value
    }
    if (collided) return undefined
    throw new TypeError(
      `boundary: ${MAX_DRAWS} calls gave none that is not a prefix of another: expected texts of one length`,
    )
  }
}

/** Does a line of the content begin with `--` and the boundary? A bare CR ends a line for some readers: it does so here too. */
export function holdsDelimiter(content: Uint8Array, boundary: string): boolean {
  const needle = fromLatin1(`--${boundary}`)
  for (let at = indexOfBytes(content, needle, 0); at !== -1; at = indexOfBytes(content, needle, at + 1)) {
    if (at === 0 || content[at - 1] === LF || content[at - 1] === CR) return true
  }
  return false
}

/** Does a line of the content begin with `--` and one of the boundaries, which are asked for if need be? */
export function holdsOneOf(content: Uint8Array, boundaries: () => readonly string[]): boolean {
  const lines = dashedLines(content)
  if (lines.length === 0) return false
  const all = boundaries()
  return mayBegin(all, lines) && all.some((boundary) => holdsDelimiter(content, boundary))
}

/** Behind each of them a line may begin as a delimiter does. */
const DASHED = [Uint8Array.of(LF, DASH, DASH), Uint8Array.of(CR, DASH, DASH)] as const

/** What stands behind `--` at the beginnings of the lines of the content, MAX_BOUNDARY octets of each. */
export function dashedLines(content: Uint8Array): string[] {
  const found: string[] = []
  const push = (at: number) => found.push(latin1(content, at, Math.min(at + MAX_BOUNDARY, content.length)))
  if (content[0] === DASH && content[1] === DASH) push(2)
  for (const dashed of DASHED)
    for (let at = indexOfBytes(content, dashed, 0); at !== -1; at = indexOfBytes(content, dashed, at + 1)) push(at + 3)
  return found
}

/** Does one of the boundaries begin one of the lines? Never too few are told: of a boundary MAX_BOUNDARY octets are looked at. */
export function mayBegin(boundaries: readonly string[], lines: readonly string[]): boolean {
  const beginnings = new Set(boundaries.map((one) => one.slice(0, MAX_BOUNDARY)))
  const lengths = [...new Set([...beginnings].map(({ length }) => length))]
  return lines.some((line) => lengths.some((length) => beginnings.has(line.slice(0, length))))
}
