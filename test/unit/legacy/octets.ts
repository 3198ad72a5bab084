/** Small writers of octets that the tests of old forms share. */

export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0))
}

export function text(bytes: Uint8Array | undefined): string {
  let made = ''
  for (const octet of bytes ?? []) made += String.fromCharCode(octet)
  return made
}

export function hexBytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.trim().split(/\s+/), (octet) => Number.parseInt(octet, 16))
}

export function join(...pieces: readonly Uint8Array[]): Uint8Array {
  const made = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    made.set(piece, at)
    at += piece.length
  }
  return made
}

/** Little-endian, as TNEF has it; big-endian, as Macintosh has it. */
export function le(value: number, octets: number): Uint8Array {
  return Uint8Array.from({ length: octets }, (_, i) => Math.floor(value / 256 ** i) & 0xff)
}

export function be(value: number, octets: number): Uint8Array {
  return le(value, octets).reverse()
}

export function codes(problems: readonly { code: string }[]): string[] {
  return problems.map(({ code }) => code)
}
