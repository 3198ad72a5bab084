/** Which multipart a delimiter line belongs to where boundaries are alike (RFC 2046 §5.1.1, §5.1.2). */
import { expect, it } from 'vitest'
import { parse } from '../../../src/message/parse.js'

/** Delimiters end in white space as well (RFC 2046 §5.1.1, transport-padding): they are then read on another way. */
const PADDINGS = ['', ' ', '\t ']

const lines = (padding: string, ...all: string[]): Uint8Array =>
  new TextEncoder().encode(all.map((line) => (line.startsWith('--') ? line + padding : line)).join('\r\n'))

function tree(bytes: Uint8Array): string[] {
  return [...parse(bytes).walk()].map((entity) => {
    const body = entity.parts.length > 0 ? '' : ` ${JSON.stringify(entity.decodeText())}`
    return `${entity.path.join('.')} ${entity.contentType.mediaType}${body}`
  })
}

it.each(PADDINGS)(
  '`--a--` is a delimiter of an inner `a--` before it closes an outer `a`, padded with %j',
  (padding) => {
    const message = lines(
      padding,
      'Content-Type: multipart/mixed; boundary=a',
      '',
      '--a',
      'Content-Type: multipart/mixed; boundary="a--"',
      '',
      '--a--',
      '',
      'inner',
      '--a----',
      '--a',
      '',
      'outer',
      '--a--',
      '',
    )
    expect(tree(message)).toEqual([
      ' multipart/mixed',
      '1 multipart/mixed',
      '1.1 text/plain "inner"',
      '2 text/plain "outer"',
    ])
  },
)

it.each(PADDINGS)('an inner close wins over an outer boundary that reads the same, padded with %j', (padding) => {
  const message = lines(
    padding,
    'Content-Type: multipart/mixed; boundary="a--"',
    '',
    '--a--',
    'Content-Type: multipart/mixed; boundary=a',
    '',
    '--a',
    '',
    'inner',
    '--a--',
    'epilogue',
    '--a----',
    '',
  )
  expect(tree(message)).toEqual([' multipart/mixed', '1 multipart/mixed', '1.1 text/plain "inner"'])
})

it.each(PADDINGS)(
  'a boundary that was declared twice is open again when the inner multipart is closed, padded with %j',
  (padding) => {
    const message = lines(
      padding,
      'Content-Type: multipart/mixed; boundary=a',
      '',
      '--a',
      'Content-Type: multipart/mixed; boundary=a',
      '',
      '--a',
      '',
      'inner',
      '--a--',
      '--a',
      '',
      'outer',
      '--a--',
      '',
    )
    expect(tree(message)).toEqual([
      ' multipart/mixed',
      '1 multipart/mixed',
      '1.1 text/plain "inner"',
      '2 text/plain "outer"',
    ])
  },
)
