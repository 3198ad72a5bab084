/** Files that stand in a message in forms older than MIME: uuencode, yEnc, BinHex, shell archives, winmail.dat. Nothing is run or fetched. */
import { parse } from 'messagerie'
import { formattedText, joinPartials, legacyParts, splitPartial } from 'messagerie/legacy'

const message = parse(
  'Message-ID: <1@example.org>\r\nSubject: the cat\r\n\r\nHere it is:\r\nbegin 644 ../cat.txt\r\n#0V%T\r\n`\r\nend\r\n',
)
for (const file of legacyParts(message)) {
  const [{ start, end }] = file.spans
  console.log(`${file.kind}: ${file.safeFilename}, ${file.bytes().length} octets, at ${start}-${end} of the text`)
  for (const { code, message } of file.problems) console.log(`  ${code}: ${message}`)
}

const enriched = parse('Content-Type: text/enriched\r\n\r\n<bold>Now</bold> is\r\nthe time &\r\n\r\n<<more>\r\n')
console.log(formattedText(enriched).html)

const fragments = splitPartial(message, { maxBytes: 300 })
console.log(fragments.map(({ subject }) => subject))
const [joined] = joinPartials(fragments.reverse())
console.log(joined.missing.length, joined.message.subject)
