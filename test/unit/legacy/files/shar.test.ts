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

  const LOCK = '$'.concat('{lock_dir}')
  /** As GNU sharutils writes it. */
  const gnu = (...lines: string[]) =>
    ['#!/bin/sh', '# This is a shell archive (produced by GNU sharutils 4.15.2).', ...lines, 'exit 0', ''].join('\n')
  const CAT = ['Xbegin 600 cat.bin', 'X#0V%T', 'X`', 'Xend', 'SHAR_EOF']
  const list = (source: string) =>
    readShar(source).map((file) => [file.filename, text(file.bytes()), codes(file.problems)])

  it.each([
    [`${LOCK}/uue`, `${LOCK}/uue`],
    ['_sh01234/uue', '_sh01234/uue'],
    ['_sh01234/uue', '< _sh01234/uue'],
    ['some.uu', "'some.uu'"],
    // Where the command is not known, the name that sharutils gives the file says it.
    [`${LOCK}/uue`, `${LOCK}/other`],
  ])('-V: a file %s that `uudecode %s` decodes is the file in it', (name, command) => {
    const source = gnu(
      `  sed 's/^X//' << 'SHAR_EOF' > ${name} &&`,
      ...CAT,
      `uudecode ${command} && \\`,
      "  test `wc -c < 'cat.bin'` -eq 3 || echo wrong",
      "  test `wc -c < 'cat.bin'` -eq 4 || echo wrong",
    )
    const [file, ...others] = list(source)
    expect(others).toEqual([])
    expect(file!.slice(0, 2)).toEqual(['cat.bin', 'Cat'])
    if (!command.includes('other')) expect(file![2]).toEqual(['size-mismatch'])
  })

  it.each([
    [`gzip -dc ${LOCK}/gzi`, 'gzi'],
    [`bzip2 -dkc ${LOCK}/bzi`, 'bzi'],
    [`xz -dc ${LOCK}/xzi`, 'xzi'],
    [`compress -d < ${LOCK}/cmp`, 'cmp'],
    ['uncompress -c _sh01234/cmp', 'cmp'],
  ])('-C: what `%s` unpacks has its name, and says that it is packed', (command, scratch) => {
    const data = CAT.map((line) => line.replace('cat.bin', `_sh01234/${scratch}`))
    const source = gnu(
      "  sed 's/^X//' << 'SHAR_EOF' | uudecode &&",
      ...data,
      `${command} > 'my notes.txt' && \\`,
      "  chmod 0644 'my notes.txt'",
    )
    expect(list(source)).toEqual([['my notes.txt', 'Cat', ['still-encoded']]])
  })

  it('-L: parts of a file in one archive are one; without the others it says so', () => {
    const begin = ["  sed 's/^X//' << 'SHAR_EOF' > 'long.txt' &&", 'Xone', 'SHAR_EOF']
    const more = ["  sed 's/^X//' << 'SHAR_EOF' >> 'long.txt' &&", 'Xtwo', 'SHAR_EOF']
    expect(list(gnu(...begin, ...more))).toEqual([['long.txt', 'one\ntwo\n', []]])
    expect(list(gnu(...begin, "echo 'File long.txt is continued in part 2'"))).toEqual([
      ['long.txt', 'one\n', ['missing']],
    ])
    expect(list(gnu(...more))).toEqual([['long.txt', 'two\n', ['missing']]])
  })

  it('names of files keep their octets', () => {
    const source = Buffer.from(gnu("cat > voilà <<'E'", 'x', 'E', 'test `wc -c < voilà` -eq 9'))
    expect(list(source as never)).toEqual([['voilà', 'x\n', ['size-mismatch']]])
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
    const large = `#!/bin/sh\ncat > a <<'E'\n${'x'.repeat(100)}\n`.concat(`${'x'.repeat(70)}\n`.repeat(20_000), 'E\n')
    readShar(large + "cat >> a <<'E'\nx\nE\n".repeat(9_000))
    for (const line of ['uudecode a\n', 'gzip -dc a > b\n', 'test `wc -c < a` -eq 1\n'])
      readShar(large + line.repeat(20_000))
  })
})

describe('attachments of SunOS', () => {
  it('keep the last octet of a name in UTF-8, which is no white space', () => {
    const source = '----------\nX-Sun-Data-Type: text\nX-Sun-Data-Name: voil\xc3\xa0\nX-Sun-Content-Lines: 1\n\nhello\n'
    expect(readSunAttachments(Buffer.from(source, 'latin1'))[0]!.filename).toBe('voilà')
  })

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
