/**
 * Octets 80–9F of windows-1252. Written here, because TextDecoder in Node 20 decodes them as C1 controls. 81, 8D, 8F, 90, 9D are C1
 * controls, as in the WHATWG table, so that every octet means something.
 */
export const WINDOWS_1252 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178'

/** Octets, one code unit each, as text in windows-1252. */
export function fromWindows1252(octets: string): string {
  return octets.replace(/[\x80-\x9f]/g, (c) => WINDOWS_1252[c.charCodeAt(0) - 0x80]!)
}
