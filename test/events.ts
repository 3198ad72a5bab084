/** Records the scanner's events in a form that does not depend on how the input was cut, for comparing them. */

import type { Limits } from '../src/defects/limits.js'
import { CheckedSink, Scanner, type Sink } from '../src/scan/index.js'

/** Joins body pieces, and raw header pieces past a limit, that touch each other: those may arrive in pieces. */
class Recorder implements Sink {
  readonly events: string[] = []
  private last = ''
  private from = 0
  private to = 0

  private flush(): void {
    if (this.last !== '') this.events.push(`${this.last} ${this.from}-${this.to}`)
    this.last = ''
  }

  private piece(kind: string, start: number, end: number): void {
    if (this.last === kind && this.to === start) this.to = end
    else {
      this.flush()
      this.last = kind
      this.from = start
      this.to = end
    }
  }

  enter(kind: number, at: number): void {
    this.flush()
    this.events.push(`enter ${kind} ${at}`)
  }
  field(start: number, colon: number, end: number): void {
    if (colon === -1) this.piece('raw', start, end)
    else {
      this.flush()
      this.events.push(`field ${start}-${colon}-${end}`)
    }
  }
  blank(start: number, end: number): void {
    this.flush()
    this.events.push(`blank ${start}-${end}`)
  }
  body(start: number, end: number): void {
    this.piece('body', start, end)
  }
  delimiter(start: number, end: number, closing: number): void {
    this.flush()
    this.events.push(`delimiter ${start}-${end} ${closing}`)
  }
  exit(at: number): void {
    this.flush()
    this.events.push(`exit ${at}`)
  }
  readonly defects: string[] = []
  defect(code: string, start: number, end: number): void {
    this.defects.push(`${code} ${start}-${end}`)
  }
}

/** Events and defects of `bytes` cut after each of `cuts` (ascending offsets). Tiling is checked on the way. */
export function events(bytes: Uint8Array, cuts: readonly number[] = [], limits: Partial<Limits> = {}): string[] {
  const recorder = new Recorder()
  const scanner = new Scanner(new CheckedSink(recorder), { limits })
  let from = 0
  for (const cut of cuts) {
    // A piece of its own memory, overwritten afterwards: the scanner must not keep what callers own.
    const piece = bytes.slice(from, cut)
    scanner.write(piece)
    piece.fill(0x2d)
    from = cut
  }
  scanner.write(bytes.subarray(from))
  scanner.end()
  return [...recorder.events, ...recorder.defects]
}

/** Every cut of a byte each. */
export function everyByte(length: number): number[] {
  return Array.from({ length: Math.max(0, length - 1) }, (_, i) => i + 1)
}
