/** Damages a message as transports, editors and attackers do: one to four seeded changes. */

const LF = 0x0a
const ALPHABET = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  '\t',
  ':',
  ';',
  '"',
  '(',
  ')',
  '<',
  '>',
  '@',
  ',',
  '=',
  '=?',
  '?=',
  '--',
  '\\',
  '=?utf-8?Q?',
  "*0*=utf-8''%",
  '\xff',
  '\x80',
  'base64',
  'boundary=',
  'Content-Type: message/rfc822\r\n\r\n',
  'From ',
]

function lineStarts(bytes: Uint8Array): number[] {
  const starts = [0]
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === LF) starts.push(i + 1)
  return starts
}

function splice(bytes: Uint8Array, from: number, to: number, middle: Uint8Array): Uint8Array {
  const out = new Uint8Array(from + middle.length + bytes.length - to)
  out.set(bytes.subarray(0, from))
  out.set(middle, from)
  out.set(bytes.subarray(to), from + middle.length)
  return out
}

/** A damaged copy of `bytes`; pieces of `other` may be put into it. */
export function mutate(bytes: Uint8Array, other: Uint8Array, random: (n: number) => number): Uint8Array {
  let out: Uint8Array = bytes.slice()
  for (let changes = 1 + random(4); changes > 0; changes--) {
    const at = random(out.length + 1)
    const to = Math.min(out.length, at + random(80))
    const starts = lineStarts(out)
    const line = random(starts.length)
    const lineFrom = starts[line]!
    const lineTo = starts[line + 1] ?? out.length
    switch (random(8)) {
      case 0: // bytes flipped
        if (out.length > 0) out[Math.min(at, out.length - 1)]! ^= 1 << random(8)
        break
      case 1: // a line dropped
        out = splice(out, lineFrom, lineTo, new Uint8Array(0))
        break
      case 2: // a line doubled
        out = splice(out, lineFrom, lineFrom, out.slice(lineFrom, lineTo))
        break
      case 3: // cut off
        out = out.slice(0, at)
        break
      case 4: {
        // a chunk moved elsewhere
        const chunk = out.slice(at, to)
        out = splice(out, at, to, new Uint8Array(0))
        const target = random(out.length + 1)
        out = splice(out, target, target, chunk)
        break
      }
      case 5: // a token of the mail alphabet put in
        out = splice(out, at, at, Buffer.from(ALPHABET[random(ALPHABET.length)]!, 'latin1'))
        break
      case 6: {
        // a piece of another message put in
        const from = random(other.length + 1)
        out = splice(out, at, at, other.slice(from, Math.min(other.length, from + random(200))))
        break
      }
      default: {
        // a line moved
        const moved = out.slice(lineFrom, lineTo)
        out = splice(out, lineFrom, lineTo, new Uint8Array(0))
        const rest = lineStarts(out)
        const target = rest[random(rest.length)]!
        out = splice(out, target, target, moved)
      }
    }
  }
  return out
}
