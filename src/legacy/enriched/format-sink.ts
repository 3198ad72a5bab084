/** Defines the events by which a reader of formatted text (RFC 1896, RFC 1341 §7.1.3) tells the writers of plain text and of HTML what it met. */

/** What the reader calls: opens and closes are balanced. */
export interface FormatSink {
  text(text: string): void
  /** A line break that is shown as white space. */
  space(): void
  /** A line break to be shown. */
  line(): void
  page(): void
  open(command: string, parameter: string): void
  close(command: string): void
}
