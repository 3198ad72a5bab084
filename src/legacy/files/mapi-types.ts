/** Lists the types of MAPI properties, and how many octets the values of each have. MS-OXCDATA §2.11.1. */

/** The bit that says that there are several values. */
export const MULTI = 0x1000

export const OBJECT = 0x0d
export const STRING8 = 0x1e
export const UNICODE = 0x1f
export const TIME = 0x40
export const BINARY = 0x102

/** Octets of the types of one size. */
export const SIZES: ReadonlyMap<number, number> = /* @__PURE__ */ new Map([
  [0x02, 2],
  [0x03, 4],
  [0x04, 4],
  [0x05, 8],
  [0x06, 8],
  [0x07, 8],
  [0x0a, 4],
  [0x0b, 2],
  [0x14, 8],
  [0x40, 8],
  [0x48, 16],
])
