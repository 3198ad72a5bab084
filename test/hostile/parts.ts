/** Building blocks of the scaling attacks: repetition up to a size, and an ordinary message around the hostile piece. */

export type Kind = 'message' | 'address' | 'param' | 'date' | 'unstructured'

export interface Shape {
  readonly name: string
  readonly kind: Kind
  /** A whole message holding the shape, of about `n` octets. */
  make(n: number): Uint8Array
  /** The field value (or text) alone, without line end, for the functions that take a single value. */
  value?(n: number): string
}

/** `piece` again and again until `n` octets are reached; at least once. */
export function fill(piece: string, n: number): string {
  return piece.repeat(Math.max(1, Math.ceil(n / piece.length)))
}

/** Numbered pieces, all different, until `n` octets are reached. */
export function series(n: number, piece: (index: number) => string): string {
  const pieces: string[] = []
  let size = 0
  for (let index = 0; size < n; index++) {
    const next = piece(index)
    pieces.push(next)
    size += next.length
  }
  return pieces.join('')
}

const ORDINARY: readonly (readonly [string, string])[] = [
  ['From', 'Ada Lovelace <ada@example.org>'],
  ['To', 'Charles Babbage <charles@example.net>'],
  ['Subject', 'Notes on the engine'],
  ['Date', 'Fri, 21 Nov 1997 09:55:06 -0600'],
  ['Message-ID', '<notes.1@example.org>'],
  ['MIME-Version', '1.0'],
]

/** The normal fields, with one of them replaced if `name` is given. Every line ends with CRLF. */
export function ordinaryFields(name?: string, value?: string): string {
  let out = ''
  for (const [fieldName, fieldValue] of ORDINARY) {
    out += `${fieldName}: ${fieldName === name ? value : fieldValue}\r\n`
  }
  return out
}

const encoder = new TextEncoder()

/** A message whose last field is Content-Type (and what follows it in `fields`), then `body`. */
export function messageOf(contentType: string, body: string, fields = ''): Uint8Array {
  return encoder.encode(`${ordinaryFields()}Content-Type: ${contentType}\r\n${fields}\r\n${body}`)
}

/** A plain text message with extra header lines, each ending in CRLF. */
export function withHeader(lines: string, body = 'Hello.\r\n'): Uint8Array {
  return encoder.encode(`${ordinaryFields()}${lines}\r\n${body}`)
}

export function ascii(text: string): Uint8Array {
  return encoder.encode(text)
}

export function messageShape(name: string, make: (n: number) => Uint8Array): Shape {
  return { name, kind: 'message', make }
}

/** A shape in the field that its kind names: From, Content-Type, Date or Subject. */
export function valueShape(
  kind: 'address' | 'param' | 'date' | 'unstructured',
  name: string,
  value: (n: number) => string,
): Shape {
  return {
    name,
    kind,
    value,
    make(n) {
      const body = 'Hello.\r\n'
      if (kind === 'param') return ascii(`${ordinaryFields()}Content-Type: ${value(n)}\r\n\r\n${body}`)
      const field = kind === 'address' ? 'From' : kind === 'date' ? 'Date' : 'Subject'
      return ascii(`${ordinaryFields(field, value(n))}\r\n${body}`)
    },
  }
}
