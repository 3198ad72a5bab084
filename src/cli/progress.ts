/** A bar on standard error for long work: drawn on a terminal only, ten times a second at most, gone when the work is done. */

export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const WIDTH = 30
const INTERVAL_MS = 100
/** Work that is over sooner needs no bar. */
const DELAY_MS = 300

export class Progress {
  private done = 0
  private drawnAt: number
  private shown = false

  /** @param total undefined where nobody knows it: what is done is told then, without a bar */
  constructor(
    private readonly label: string,
    private readonly total: number | undefined,
    private readonly stream: ProgressStream = process.stderr,
    private readonly now: () => number = Date.now,
  ) {
    this.drawnAt = now() + DELAY_MS - INTERVAL_MS
  }

  add(count: number): void {
    this.done += count
    if (this.stream.isTTY !== true) return
    const now = this.now()
    if (now - this.drawnAt < INTERVAL_MS) return
    this.drawnAt = now
    this.shown = true
    this.stream.write(`\r\u001b[K${this.text()}`)
  }

  /** Takes the bar away: what is written next begins at the start of a line. */
  end(): void {
    if (this.shown) this.stream.write('\r\u001b[K')
    this.shown = false
  }

  private text(): string {
    const { total, done, label } = this
    const count = done.toLocaleString('en')
    if (total === undefined || total <= 0) return `${label} ${count}`
    const share = Math.min(1, done / total)
    const filled = Math.round(WIDTH * share)
    const bar = `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${String(Math.floor(100 * share)).padStart(3)} %`
    return `${bar} ${label} ${count}`.slice(0, (this.stream.columns ?? 80) - 1)
  }
}
