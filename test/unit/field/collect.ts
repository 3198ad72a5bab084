/** A report that keeps what is reported, for the tests of readers. */
import type { Report } from '../../../src/defects/defect.js'

export interface Reported {
  readonly report: Report
  /** Codes in the order reported, once each. */
  readonly codes: string[]
  readonly spans: [code: string, from: number, to: number][]
}

export function collect(): Reported {
  const codes: string[] = []
  const spans: [string, number, number][] = []
  return {
    codes,
    spans,
    report: (code, from, to) => {
      if (!codes.includes(code)) codes.push(code)
      spans.push([code, from, to])
    },
  }
}

/** Runs a reader over an octet string: its value and the codes reported, sorted. Fails when a span lies outside the value. */
export function reading<T>(octets: string, read: (octets: string, report: Report) => T): { value: T; codes: string[] } {
  const { report, codes, spans } = collect()
  const value = read(octets, report)
  for (const [code, from, to] of spans) {
    if (!(from >= 0 && from <= to && to <= octets.length))
      throw new Error(`${code}: [${from}, ${to}) of ${octets.length}`)
  }
  return { value, codes: codes.sort() }
}
