// A gateway: marks the message, takes programs out of it, leaves every other octet as it was. node examples/stream-rewrite.mjs < in.eml > out.eml
import { rewrite } from 'messagerie'

const SAMPLE = `From: ada@example.org
Content-Type: multipart/mixed; boundary=b

--b

See the program.
--b
Content-Type: application/octet-stream; name="setup.exe"
Content-Transfer-Encoding: base64

TVqQAAMAAAAEAAAA
--b--
`

const source = process.stdin.isTTY || process.env.CI ? SAMPLE : process.stdin
const out = rewrite(source, (part) => {
  if (part.path.length === 0 && part.isMessage) part.headers.prepend('X-Gateway', 'checked')
  if (part.safeFilename.endsWith('.exe')) part.replace(`Removed: ${part.safeFilename}\r\n`, 'text/plain; charset=utf-8')
})
for await (const chunk of out) process.stdout.write(chunk)
