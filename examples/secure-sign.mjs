/**
 * A mailing list that signs what it sends: the signature is made here with a key of node:crypto, where a real program asks gpg or OpenSSL. Then a relay
 * adds a trace field and a footer, and the receiver still finds the very octets that were signed.
 */
import { generateKeyPairSync, sign as signOctets, verify } from 'node:crypto'
import { stdin } from 'node:process'
import { parse, parseStream } from 'messagerie'
import { secureParts, sign, surround } from 'messagerie/secure'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')

// The beginning of a signature packet (RFC 4880 §5.2.3): a real one holds more. The library looks at its shape, not at its truth.
const makeSignature = (content) => {
  const head = Uint8Array.of(0xc2, 4 + 64, 4, 0x00, 22, 8)
  return Buffer.concat([head, signOctets(null, content, privateKey)])
}
const signed = await sign(await parseStream(stdin), makeSignature, { protocol: 'pgp' })
console.log(signed.headers.get('content-type'))

signed.headers.prepend('Received', 'from list.example.org by mx.example.net; Thu, 29 Feb 2024 12:34:56 +0000')
const listed = surround(signed, { after: [{ text: 'You get this because you subscribed.\n' }] })
const arrived = parse(listed.toBytes({ eol: 'lf' }))

for (const found of secureParts(arrived)) {
  console.log(`${found.kind} by ${found.protocol}, ${found.scope} ${found.path.join('.')}, ${found.micalg.join()}`)
  for (const { severity, message } of found.warnings) console.log(`  ${severity}: ${message}`)
  const armour = Buffer.from(found.signature()).toString().split(/\r?\n/)
  const packet = Buffer.from(armour.filter((line) => !/^[-=]/.test(line)).join(''), 'base64')
  console.log(
    `the signature is ${verify(null, found.signed(), publicKey, packet.subarray(-64)) ? 'valid' : 'not valid'}`,
  )
}
