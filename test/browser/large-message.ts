/** A large message as they come: a long text, small parts, a large attachment in base64. */

const encoder = new TextEncoder()
const LINE = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0'

/** About `octets` octets, line ends CRLF. */
export function largeMessage(octets: number): Uint8Array {
  const parts: string[] = []
  const text = 'A line of plain text that is neither long nor short, with a caf=C3=A9 in it.\r\n'
  parts.push(
    `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${text.repeat(40_000)}`,
  )
  for (let i = 0; i < 2000; i++)
    parts.push(`Content-Type: text/plain; name="${i}.txt"\r\n\r\nsmall, with a bare\nline feed\r\n`)
  const used = parts.reduce((sum, part) => sum + part.length, 0)
  const lines = Math.max(1, Math.floor((octets - used) / (LINE.length + 2)))
  parts.push(
    `Content-Type: application/octet-stream; name=large.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n${`${LINE}\r\n`.repeat(lines)}`,
  )
  const head =
    'Subject: large\r\nFrom: ada@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n'
  return encoder.encode(`${head}${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`)
}
