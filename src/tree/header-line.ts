/** What a changed header section is a list of: fields, and lines that are none. */
import type { Field } from './field.js'

/** One line of a header section that is no field, or several, kept as they stand. */
export interface RawLines {
  readonly raw: Uint8Array
}

export type HeaderLine = Field | RawLines

/** Is it a field? Told by a property that only fields have, so that a field of another build of this library in the same process is one, too. */
export function isField(line: HeaderLine | undefined): line is Field {
  return line !== undefined && 'name' in line
}
