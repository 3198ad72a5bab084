/**
 * What the platform does faster than JavaScript: searching and copying octets, octets to strings and back.
 * The only file that may name Buffer. Where there is none (browsers, workers), each function has a portable twin.
 */
import { lazy } from './kept.js'

interface BufferLike {
  latin1Slice(start: number, end: number): string
  base64Slice(start: number, end: number): string
  utf8Slice(start: number, end: number): string
  ucs2Slice?(start: number, end: number): string
  latin1Write(text: string, offset: number, length: number): number
  base64Write(text: string, offset: number, length: number): number
  indexOf(value: number | Uint8Array, from: number): number
  copy(target: Uint8Array, at: number, start: number, end: number): number
}

interface BufferModule {
  isUtf8?(bytes: Uint8Array): boolean
  isAscii?(bytes: Uint8Array): boolean
  transcode?(bytes: Uint8Array, from: string, to: string): BufferLike & Uint8Array
}

interface Host {
  Buffer?: {
    prototype: BufferLike & Uint8Array
    from(text: string, encoding: string): Uint8Array
    from(buffer: ArrayBufferLike, start: number, length: number): Uint8Array
    byteLength(text: string): number
  }
  process?: { getBuiltinModule?(name: string): BufferModule | undefined }
}

const host = globalThis as unknown as Host
const native = host.Buffer?.prototype.latin1Slice ? host.Buffer : undefined
const proto = native?.prototype
const bufferModule = native ? host.process?.getBuiltinModule?.('node:buffer') : undefined

/** Node needs neither. */
const utf8Decoder = /* @__PURE__ */ lazy(() => new TextDecoder('utf-8', { ignoreBOM: true }))
const utf8Strict = /* @__PURE__ */ lazy(() => new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }))
const utf8Encoder = /* @__PURE__ */ new TextEncoder()

/** Octets as a string of the code units 0–255, one each. */
export const latin1: (bytes: Uint8Array, start: number, end: number) => string = proto
  ? (bytes, start, end) => proto.latin1Slice.call(bytes, start, end)
  : portableText

function portableText(units: Uint8Array | Uint16Array, start: number, end: number): string {
  let text = ''
  for (let at = start; at < end; at += 8192) {
    text += String.fromCharCode.apply(null, units.subarray(at, Math.min(end, at + 8192)) as unknown as number[])
  }
  return text
}

// What is found out about the platform is found out by functions with names: a bundle leaves out a call of one that it does not need.
function isLittleEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
}
export const littleEndian: boolean = /* @__PURE__ */ isLittleEndian()

function findUcs2Slice() {
  return littleEndian ? proto?.ucs2Slice : undefined
}
const ucs2Slice = /* @__PURE__ */ findUcs2Slice()

/** The first `length` UTF-16 code units as a string; `units` is all of its memory. */
export const fromUnits: (units: Uint16Array, length: number) => string = ucs2Slice
  ? (units, length) => ucs2Slice.call(new Uint8Array(units.buffer) as never, 0, 2 * length)
  : (units, length) => portableText(units, 0, length)

/** UTF-8 to a string, U+FFFD for what is ill-formed (as the WHATWG decoder); a BOM is kept. */
export const utf8: (bytes: Uint8Array, start: number, end: number) => string = proto
  ? (bytes, start, end) => proto.utf8Slice.call(bytes, start, end)
  : (bytes, start, end) => utf8Decoder().decode(bytes.subarray(start, end))

/** Well-formed UTF-8 throughout? */
export const isUtf8: (bytes: Uint8Array) => boolean = /* @__PURE__ */ findIsUtf8()

function findIsUtf8(): (bytes: Uint8Array) => boolean {
  return bufferModule?.isUtf8 ?? portableIsUtf8
}

function portableIsUtf8(bytes: Uint8Array): boolean {
  try {
    utf8Strict().decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Octets below 80 throughout? */
export const isAscii: (bytes: Uint8Array) => boolean = /* @__PURE__ */ findIsAscii()

function findIsAscii(): (bytes: Uint8Array) => boolean {
  return bufferModule?.isAscii ?? portableIsAscii
}

function portableIsAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 0x80) return false
  return true
}

/**
 * How long the pieces of a text are. V8 gives a string of more than 128 KB a mapping of its own, whose pages are new each time; Node puts one of
 * more than 1,031,912 code units outside the heap, in memory that malloc uses again, and spares the collector moving it: measured on 20 MB, 32 ms
 * in place of 94. So: small pieces or large ones, none between.
 */
const SMALL_PIECE = 32_768
/** UTF-8 of so many octets is more code units than that, whatever its characters. */
const LARGE_PIECE = 4 * 1_048_576

function findTranscode() {
  return ucs2Slice && bufferModule?.transcode
}
const transcode = /* @__PURE__ */ findTranscode()

/**
 * Well-formed UTF-8 to a string. Measured, MB/s: `utf8Slice` 60–350, with texts above 64 KB the slowest; by way of UTF-16, in pieces, 900–1,500
 * from 1 KB on.
 */
export function soundUtf8(bytes: Uint8Array): string {
  const { length } = bytes
  if (length < 1024 || transcode === undefined || ucs2Slice === undefined) return utf8(bytes, 0, length)
  let text = ''
  for (let at = 0; at < length; ) {
    let to = Math.min(length, at + (length - at < LARGE_PIECE ? SMALL_PIECE : LARGE_PIECE))
    while (to < length && (bytes[to]! & 0xc0) === 0x80) to++
    const piece = bytes.subarray(at, to)
    if (isAscii(piece)) text += latin1(piece, 0, piece.length)
    else {
      const units = transcode(piece, 'utf8', 'utf16le')
      text += ucs2Slice.call(units, 0, units.length)
    }
    at = to
  }
  return text
}

/** First index ≥ `from` of one octet, or -1. Looks to the end of `bytes`. */
export const indexOfByte: (bytes: Uint8Array, octet: number, from: number) => number = proto
  ? (bytes, octet, from) => (proto.indexOf as (value: number, from: number) => number).call(bytes, octet, from)
  : (bytes, octet, from) => bytes.indexOf(octet, from)

/** First index ≥ `from` of a sequence of octets, or -1. A native call costs 100–300 ns: not for short stretches. */
export const indexOfBytes: (bytes: Uint8Array, needle: Uint8Array, from: number) => number = proto
  ? (bytes, needle, from) => (proto.indexOf as (value: Uint8Array, from: number) => number).call(bytes, needle, from)
  : portableIndexOfBytes

/** Searches by the needle's last octet's absence: Horspool with a 256-entry skip table. */
function portableIndexOfBytes(bytes: Uint8Array, needle: Uint8Array, from: number): number {
  const m = needle.length
  if (m === 0) return from <= bytes.length ? from : -1
  if (m === 1) return bytes.indexOf(needle[0]!, from)
  const skip = new Int32Array(256).fill(m)
  for (let i = 0; i < m - 1; i++) skip[needle[i]!] = m - 1 - i
  const last = needle[m - 1]!
  for (let end = from + m - 1; end < bytes.length; ) {
    const c = bytes[end]!
    if (c === last) {
      let i = m - 2
      let at = end - 1
      while (i >= 0 && bytes[at] === needle[i]) {
        i--
        at--
      }
      if (i < 0) return end - m + 1
    }
    end += skip[c]!
  }
  return -1
}

/** A string of code units 0–255 to octets (higher units lose their high bits: callers hold only octets in it). */
export const fromLatin1: (text: string) => Uint8Array = native
  ? (text) => plain(native.from(text, 'latin1'))
  : (text) => {
      const bytes = new Uint8Array(text.length)
      for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
      return bytes
    }

/** Up to this length, Buffer takes memory from a pool. */
const POOLED = 2048

/** A string to UTF-8; lone surrogates become U+FFFD. Measured on 60 KB: TextEncoder 950 MB/s, Buffer 230. */
export const fromUtf8: (text: string) => Uint8Array = native
  ? (text) => (text.length <= POOLED ? plain(native.from(text, 'utf8')) : utf8Encoder.encode(text))
  : (text) => utf8Encoder.encode(text)

/** As `fromUtf8`, into memory that is there; -1 if `target` is too short. */
export function writeUtf8(target: Uint8Array, text: string): number {
  const { read, written } = utf8Encoder.encodeInto(text, target)
  return read === text.length ? written : -1
}

/** No lone surrogate in it? Where the platform knows, several times faster than a RegExp. */
export const isWellFormed: (text: string) => boolean = /* @__PURE__ */ findIsWellFormed()

function findIsWellFormed(): (text: string) => boolean {
  return 'isWellFormed' in String.prototype
    ? (text) => (text as string & { isWellFormed(): boolean }).isWellFormed()
    : (text) => !/\p{Surrogate}/u.test(text)
}

/** Writes a string of octets into `target` at `at`; returns the count written. */
export const writeLatin1: (target: Uint8Array, text: string, at: number) => number = proto
  ? (target, text, at) => proto.latin1Write.call(target, text, at, text.length)
  : (target, text, at) => {
      for (let i = 0; i < text.length; i++) target[at + i] = text.charCodeAt(i)
      return text.length
    }

/**
 * Decodes base64 text natively into `target` at `at`; returns the count written. Undefined where the platform has no such routine.
 * It skips what is not of the alphabet and stops at `=`; also takes `-` and `_`: callers check what they let through.
 */
export const writeBase64: ((target: Uint8Array, text: string, at: number) => number) | undefined = proto
  ? (target, text, at) => proto.base64Write.call(target, text, at, target.length - at)
  : undefined

/** [start, end) of `bytes` as base64 text without line ends. Undefined where the platform has no such routine. */
export const base64Text: ((bytes: Uint8Array, start: number, end: number) => string) | undefined = proto
  ? (bytes, start, end) => proto.base64Slice.call(bytes, start, end)
  : undefined

/** The same memory as a plain Uint8Array: what callers get is never a Buffer. */
export function plain(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The same memory as the platform's own kind of octets: for packages that are slow with others. */
export function nativeBytes(bytes: Uint8Array): Uint8Array {
  return native?.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) ?? bytes
}

const POOL_OF_RANDOM = 512
let pool: Uint8Array | undefined
let drawn = POOL_OF_RANDOM

/** `count` (at most 512) random octets, none given twice. They are drawn many at a time: a call of the platform takes 100 µs. */
export function randomOctets(count: number): Uint8Array {
  if (drawn + count > POOL_OF_RANDOM) {
    pool = crypto.getRandomValues(new Uint8Array(POOL_OF_RANDOM))
    drawn = 0
  }
  drawn += count
  return pool!.subarray(drawn - count, drawn)
}
