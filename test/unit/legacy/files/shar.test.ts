import { describe, expect, it } from 'vitest'
import { filesInText, readShar, readSunAttachments } from '../../../../src/legacy/index.js'
import { codes, text } from '../octets.js'

const SHAR = `Some words first.
#! /bin/sh
# This is a shell archive.  Remove anything before this line, then unpack
# it by saving it into a file and typing "sh file".
echo shar: extracting "'README'" '(22 characters)'
if test -f 'README' ; then shar: will not over-write existing file; fi
sed "s/^X//" >'README' <<'END_OF_FILE'
XHello.
X$HOME is kept.
END_OF_FILE
if test 23 -ne \`wc -c <'README'\`; then
    echo shar: "'README'" unpacked with wrong size!
fi
cat << \\EOF > src/a.c && chmod 644 src/a.c
int main;
EOF
if test 99 -ne "\`wc -c < 'src/a.c'\`"; then echo wrong; fi
sed 's/^X//' << 'SHAR_EOF' | uudecode &&
Xbegin 600 cat.txt
X#0V%T
X\`
Xend
SHAR_EOF
cat > notes <<EOT
today is \`date\`
EOT
exit 0
begin 644 dog.txt
#0V%T
\`
end
`

describe('shell archives', () => {
  it('lists files, sizes and contents; runs nothing', () => {
    const files = readShar(SHAR)
    expect(files.map((file) => [file.filename, file.safeFilename, text(file.bytes()), codes(file.problems)])).toEqual([
      ['README', 'README', 'Hello.\n$HOME is kept.\n', ['size-mismatch']],
      ['src/a.c', 'a.c', 'int main;\n', ['size-mismatch']],
      ['cat.txt', 'cat.txt', 'Cat', []],
      ['notes', 'notes', 'today is `date`\n', ['not-expanded']],
    ])
    const [{ start, end }] = files[1]!.spans as [{ start: number; end: number }]
    expect(SHAR.slice(start, end)).toBe('int main;\n')
  })

  it('does not count the CR of mail against the size', () => {
    const source = SHAR.replace('test 23', 'test 22').replaceAll('\n', '\r\n')
    expect(codes(readShar(source)[0]!.problems)).toEqual([])
  })

  it('goes on behind the archive', () => {
    expect(filesInText(SHAR).map(({ kind, filename }) => `${kind} ${filename}`)).toEqual([
      'shar README',
      'shar src/a.c',
      'shar cat.txt',
      'shar notes',
      'uuencode dog.txt',
    ])
  })

  it('is no archive without a heading or without a file', () => {
    expect(readShar("cat > a <<'E'\nx\nE\n")).toEqual([])
    expect(readShar('#!/bin/sh\necho hello\nexit 0\n')).toEqual([])
    expect(readShar('#!/bin/sh\ncat <<E\nhello\nE\n')).toEqual([])
  })

  it('does not let a document without an end hide what follows', () => {
    const files = filesInText("#!/bin/sh\ncat > a <<'E'\nx\nbegin 644 cat.txt\n#0V%T\n`\nend\n")
    expect(files.map(({ kind, problems }) => [kind, codes(problems)])).toEqual([
      ['shar', ['missing-end']],
      ['uuencode', []],
    ])
  })

  it('gives an answer at any length', () => {
    readShar('#!/bin/sh\n'.repeat(50_000))
    readShar("#!/bin/sh\ncat > a <<'E'\n".repeat(20_000))
    readShar("#!/bin/sh\ncat <<'E'\nE\n".repeat(20_000))
  })
})

describe('attachments of SunOS', () => {
  const SUN = `----------
X-Sun-Data-Type: text
X-Sun-Data-Description: text
X-Sun-Data-Name: text
X-Sun-Charset: us-ascii
X-Sun-Content-Lines: 2

Hello,
---------- these dashes are mine
----------
X-Sun-Data-Type: gif-file
X-Sun-Data-Name: cat.gif
X-Sun-Encoding-Info: uuencode
X-Sun-Content-Lines: 4

begin 600 cat.gif
#0V%T
\`
end
----------
X-Sun-Data-Type: default
X-Sun-Data-Name: a.Z
X-Sun-Encoding-Info: compress, uuencode
X-Sun-Content-Lines: 40

begin 600 a.Z
#0V%T
\`
end
`

  it('are cut at the lines of dashes before their fields, and decoded', () => {
    const files = readSunAttachments(SUN)
    expect(files.map((file) => [file.filename, file.mediaType, text(file.bytes()), codes(file.problems)])).toEqual([
      ['text', 'text/plain', 'Hello,\n---------- these dashes are mine\n', []],
      ['cat.gif', 'image/gif', 'Cat', []],
      ['a.Z', 'text/plain', 'Cat', ['size-mismatch', 'still-encoded']],
    ])
    expect(files.map(({ spans }) => spans[0]!.start)).toEqual([0, files[0]!.spans[0]!.end, files[1]!.spans[0]!.end])
    expect(filesInText(SUN).map(({ kind }) => kind)).toEqual(['sun', 'sun', 'sun'])
    expect(readSunAttachments('----------\nno field\n')).toEqual([])
  })
})
