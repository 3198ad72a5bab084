/** The names that each door exports at run time: what users hold on to, so that a change is seen. The doors are those of package.json. */
import { readFileSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const { tsup } = JSON.parse(readFileSync('package.json', 'utf8')) as { tsup: { entry: Record<string, string> } }

const { atStart, LIGHT } = (await import(new URL('../build-start.mjs', import.meta.url).href)) as {
  atStart: () => { load: (id: string) => string | undefined }
  LIGHT: readonly string[]
}

const NAMES: Readonly<Record<string, string>> = {
  index:
    'Entity Field Headers LineIndex Message MessageError MessageSpecError READER_PROFILES StoredPart ambiguities compose displayAddresses open parse parseStream parts rewrite useChecks',
  read: 'Entity Field Headers Message MessageError parse',
  scan: 'CheckedSink MESSAGE PART Scanner',
  field:
    'decodeEncodedWords displayAddresses encodeEncodedWords fold formatAddressList formatAuthResults formatContentType formatDate formatDisposition formatField formatKeywords formatMessageIds formatParameters formatReceived formatTagList grammarOf isAddrSpec parseAddressList parseAuthResults parseContentType parseDate parseDisposition parseKeywords parseMessageIds parseReceived parseTagList registerField unfold',
  codec:
    'Base64Decoder Base64Encoder QuotedPrintableDecoder QuotedPrintableEncoder UuDecoder UuEncoder decodeBase64 decodeQuotedPrintable decodeText decodeUuencode encodeBase64 encodeQuotedPrintable encodeText encodeUuencode hasCharset useCharsets useIconv',
  web: 'Base64DecoderStream Base64EncoderStream DotStuffStream DotUnstuffStream PartStream QuotedPrintableDecoderStream QuotedPrintableEncoderStream UuDecoderStream UuEncoderStream',
  node: 'Base64DecoderTransform Base64EncoderTransform DotStuffTransform DotUnstuffTransform PartStream QuotedPrintableDecoderTransform QuotedPrintableEncoderTransform UuDecoderTransform UuEncoderTransform',
  compose: 'MessageSpecError compose decodeFlowed encodeFlowed forward quoteText redirect reply unflowedText',
  schema: 'messageJson messageSpec',
  imap: 'baseSubject bodyStructure envelope formatBodyStructure formatEnvelope section size threads',
  mailbox:
    'MAILDIR_FLAGS MboxEntry burst detectDialect formatFromLine formatMaildirName maildirUnique makeDigest mboxChunks mboxRanges mhOrder parseFromLine parseMaildirName parseMhSequences readEmlx readMbox readMh readRnews splitMbox splitRnews writeMbox writeRnews',
  present: 'present',
  news: 'article checkArticle parseControl parsePath parseXref prependPath toMail toNews',
  transport:
    'STATUS_CLASSES STATUS_CODES assertEnvelopeSafe bareLineEnds decodeXtext encodeXtext envelope formatOrcpt formatReply isEnvelopeAddress mayNotify mxOrder parseEhlo parseEnvelope parseOrcpt parseReply plan prependReceived readStatusCode stuff trace unstuff',
  report: 'composeArf composeDsn composeMdn isAutomatic readArf readBounce readDsn readMdn',
  legacy:
    'FIELD_MAP PSEUDO_DOMAINS decodePrintableString decompressRtf encodePrintableString externalBody filesInText formatX400 formattedText gateway hops joinPartials joinYenc legacyParts parseX400 readAppleFile readBinHex readEnriched readFragment readMappingTable readRichtext readShar readSunAttachments readTnef readYenc rfc822ToX400 routeAddress splitPartial x400ToRfc822',
  dkim: 'BodyHasher authResultOf canonicalBody canonicalHeaders sealArc signDkim signStream verifyArc verifyDkim',
  html: 'cidReferences htmlToText plainText preview textToHtml visibleText',
  outlook: 'readMsg',
  calendar: 'itip',
  jmap: 'JmapSetError fromJmapEmail toJmapEmail',
  secure:
    'autocrypt autocryptGossip encrypt formatAutocrypt headerProtection parseAutocrypt pemMessages secureParts sign surround withoutLegacyDisplay',
}

/** The command has no names: importing it runs it. */
const doors = Object.keys(tsup.entry).filter((door) => door !== 'cli')

/** What a bundler takes. */
const bundled = (door: string, folder: string) =>
  folder === './dist' ? `./dist/${door}.js` : { node: `${folder}/${door}.js`, default: `./dist/${door}.js` }

describe('exported names', () => {
  it('every door has its list', () => {
    expect(Object.keys(NAMES).sort()).toEqual([...doors].sort())
  })

  it.each(doors)('%s', async (door) => {
    const names = Object.keys((await import(/* @vite-ignore */ `../${tsup.entry[door]}`)) as object)
    expect(names.sort().join(' ')).toBe(NAMES[door])
  })

  it('light are those doors that hold nothing of the whole kit', async () => {
    const entryPoints = Object.fromEntries(doors.map((door) => [door, tsup.entry[door]!]))
    const options = {
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      outdir: 'x',
      packages: 'external',
    } as const
    const { outputs } = (await build({ entryPoints, ...options })).metafile
    const light = doors.filter((door) => {
      const { inputs } = outputs[`x/${door}.js`]!
      return (inputs['src/compose/checks.ts']?.bytesInOutput ?? 0) === 0
    })
    expect(light.sort()).toEqual([...LIGHT].sort())
  })

  it.each(['/usr/src/app/src/', 'C:\\src\\app\\src\\'])('what Node has from the start is found in %s', (folder) => {
    expect(atStart().load(`${folder}compose/checks-at-start.ts`)).toContain('allChecks')
  })

  // `UPDATE=1` writes them: a new door is a line of tsup.entry and its names above.
  it('exports of package.json are those of tsup.entry: types, Node minified, bundlers by modules, Bun, Deno and bundlers for Node with all', () => {
    const text = readFileSync('package.json', 'utf8')
    const known = JSON.parse(text) as { main: string; exports: unknown; typesVersions: unknown }
    // What `require` of a folder takes, which asks no exports.
    expect(known.main).toBe('./dist/min/index.cjs')
    const exports: Record<string, unknown> = {}
    for (const door of doors) {
      const folder = LIGHT.includes(door) ? './dist' : './dist/whole'
      const ways = (extension: string) => ({
        types: `./dist/${door}.d.${extension === 'js' ? 'ts' : 'cts'}`,
        ...(extension === 'js' ? { module: bundled(door, folder) } : {}),
        bun: `${folder}/${door}.${extension}`,
        deno: `${folder}/${door}.${extension}`,
        node: `./dist/min/${door}.${extension}`,
        default: `./dist/${door}.${extension}`,
      })
      exports[door === 'index' ? '.' : `./${door}`] = { import: ways('js'), require: ways('cjs') }
    }
    exports['./package.json'] = './package.json'
    // For TypeScript with the resolution of Node 10, which knows no exports.
    const below = doors.filter((door) => door !== 'index').map((door) => [door, [`./dist/${door}.d.ts`]])
    const typesVersions = { '*': Object.fromEntries(below) }
    if (process.env.UPDATE === '1') {
      known.typesVersions = typesVersions
      known.exports = exports
      writeFileSync('package.json', `${JSON.stringify(known, undefined, 2)}\n`)
    }
    expect(JSON.stringify(known.typesVersions)).toBe(JSON.stringify(typesVersions))
    expect(JSON.stringify(known.exports)).toBe(JSON.stringify(exports))
  })
})
