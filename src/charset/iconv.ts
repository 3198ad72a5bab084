/** Finds iconv-lite when it is first needed: it has the conversion tables that a platform lacks or gets wrong. Importing this file loads nothing. */

/** What is used of iconv-lite. */
export interface Iconv {
  /** Text of octets in a charset that `encodingExists` knows. */
  decode(bytes: Uint8Array, encoding: string): string
  /** Does the module serve this charset? Labels are asked for as mail has them. */
  encodingExists(encoding: string): boolean
}

interface Host {
  process?: {
    getBuiltinModule?(name: string): { createRequire?(from: string): (name: string) => unknown } | undefined
  }
}

declare const require: ((name: string) => unknown) | undefined

let given: Iconv | undefined
let looked = false

function isIconv(value: unknown): value is Iconv {
  return typeof value === 'object' && value !== null && 'decode' in value && 'encodingExists' in value
}

/**
 * Node from 20.16 on hands out its module loader without an import; a CommonJS build has `require`. Elsewhere (browsers, ES modules
 * on Node 20.0 to 20.15) nothing is found and `useIconv` may give it.
 */
function find(): Iconv | undefined {
  try {
    const from: string | undefined = import.meta.url
    const loader = (globalThis as unknown as Host).process?.getBuiltinModule?.('node:module')
    if (from !== undefined && loader?.createRequire !== undefined) {
      const found = loader.createRequire(from)('iconv-lite')
      if (isIconv(found)) return found
    }
  } catch {
    // Not installed beside this file: the next way may find it.
  }
  try {
    if (typeof require === 'function') {
      const found = require('iconv-lite')
      if (isIconv(found)) return found
    }
  } catch {
    // No iconv-lite: the charsets that only it has count as unknown.
  }
  return undefined
}

/** iconv-lite, or undefined where there is none. */
export function iconv(): Iconv | undefined {
  if (!looked) {
    looked = true
    given ??= find()
  }
  return given
}

/**
 * Gives iconv-lite where it cannot be found by itself: `import iconv from 'iconv-lite'; useIconv(iconv)`. Call it before the first
 * decoding; it wants a global `Buffer`. Undefined takes it away.
 */
export function useIconv(module: Iconv | undefined): void {
  given = module
  looked = true
}
