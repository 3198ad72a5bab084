// What gateways and list servers do to a message in flight: a trace field on top, programs taken out, a footer part added; every other octet
// stays as it was. node examples/stream-rewrite.mjs < in.eml > out.eml
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

// A name can say anything: a type that runs where it is opened is taken out as well.
const PROGRAM_NAME = /\.(?:exe|com|scr|bat|cmd|msi|js|vbs|jar|lnk)$/i
const PROGRAM_TYPE = /^application\/(?:x-msdownload|x-msdos-program|vnd\.microsoft\.portable-executable)$/

const source = process.stdin.isTTY || process.env.CI ? SAMPLE : process.stdin
const out = rewrite(source, (part) => {
  if (part.isRoot) {
    part.headers.prepend('Received', 'from client.example.org by gateway.example.org; Fri, 21 Nov 1997 09:55:06 -0600')
    part.append({ text: '-- \nYou get this because you are on the list.\n' })
  } else if (PROGRAM_NAME.test(part.safeFilename) || PROGRAM_TYPE.test(part.contentType.mediaType)) {
    // part.drop() would leave nothing; a note says what is gone.
    part.replace(`Removed: ${part.safeFilename}\r\n`, 'text/plain; charset=utf-8')
  }
})
for await (const chunk of out) process.stdout.write(chunk)
