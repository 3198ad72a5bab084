/** Words and parameters cost linear time on the shapes that made other readers slow. */
import { describe, expect, it } from 'vitest'
import { ignore } from '../../../../src/defects/defect.js'
import { readContentType } from '../../../../src/field/mime/content-type.js'
import { formatParameters } from '../../../../src/field/mime/parameters-format.js'
import { encodeEncodedWords } from '../../../../src/field/words/encoded-word.js'
import { fold } from '../../../../src/field/words/fold.js'
import { formatUnstructured, readUnstructured } from '../../../../src/field/words/unstructured.js'

const SMALL = 1 << 16

/** Processor time of the best of several runs, in milliseconds: other load on the machine does not count. */
function cost(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < 5; i++) {
    const from = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(from)
    best = Math.min(best, (user + system) / 1000)
  }
  return best
}

/** Twice the input costs at most four times as much; runs of some milliseconds say nothing. */
function expectLinear(make: (length: number) => string, run: (value: string) => unknown): void {
  const small = make(SMALL)
  const large = make(2 * SMALL)
  const before = cost(() => run(small))
  const after = cost(() => run(large))
  expect(after).toBeLessThan(Math.max(50, 4 * before))
}

const times = (piece: string) => (length: number) => piece.repeat(Math.ceil(length / piece.length))
const numbered = (piece: (i: number) => string) => (length: number) => {
  let out = ''
  for (let i = 0; out.length < length; i++) out += piece(i)
  return out
}

const UNSTRUCTURED: [string, (length: number) => string][] = [
  ['ew-b64-adjacent', times('=?utf-8?B?YQ==?= ')],
  ['ew-b64-joinable', times('=?utf-8?B?YWFh?= ')],
  ['ew-q-adjacent', times('=?utf-8?Q?a?= ')],
  ['ew-glued', times('=?utf-8?Q?a?=')],
  ['ew-opener', times('=?')],
  ['ew-opener-utf8', times('=?utf-8?Q?')],
  ['ew-prefix-single-close', (n) => `${times('=?x?B?')(n)}?=`],
  ['ew-unterminated', (n) => `=?utf-8?Q?${'a'.repeat(n)}`],
  ['ew-charset-run', (n) => `=?${'a'.repeat(n)}`],
  ['ew-alternating-charsets', times('=?utf-8?Q?a?= =?iso-8859-2?Q?b?= ')],
  ['ew-2022jp', times('=?iso-2022-jp?B?GyRCSjgbKEI=?= ')],
  ['ew-gb2312-cut', times('=?gb2312?Q?=D6?= ')],
  ['ew-whitespace-runs', (n) => `=?utf-8?Q?a?=${' '.repeat(n)}b`],
  ['subject-trailing-ws', (n) => `a${' '.repeat(n)}b`],
  ['q-word-equals', (n) => `=?utf-8?Q?${'='.repeat(n)}?=`],
  ['folded-lines', times('\r\n a')],
  ['cr-flood', times('\r')],
]

const PARAMETERS: [string, (length: number) => string][] = [
  ['param-semicolons', times(';')],
  ['param-many', numbered((i) => `; p${i}=v`)],
  ['param-2231-segments', numbered((i) => `; name*${i}=a`)],
  ['param-2231-ext-segments', numbered((i) => `; name*${i}*=%41`)],
  ['param-2231-dup', times('; name*0=a')],
  ['param-dup', times('; name=a')],
  ['param-open-parens', (n) => `; ${'('.repeat(n)}`],
  ['param-quote-open', (n) => `; a="${times('\\"')(n)}`],
  ['param-quotes', (n) => `; name=${'"'.repeat(n)}`],
  ['param-odd-quotes', (n) => `; name=x${times('";a=x')(n)}`],
  ['param-unquoted-comments', (n) => `; name=x${times(' (c)')(n)}`],
  ['param-percent', (n) => `; name*=utf-8''${times('%41')(n)}`],
  ['param-percent-bad', (n) => `; name*=utf-8''${'%'.repeat(n)}`],
  ['param-apostrophes', (n) => `; name*=${"'".repeat(n)}`],
  ['param-ew', (n) => `; name="${times('=?utf-8?Q?a?= ')(n)}"`],
  ['param-equals', times('=')],
  ['param-spaces', (n) => `; name${' '.repeat(n)}x=1`],
  ['param-zeros', (n) => `; name*${'0'.repeat(n)}=1`],
  ['charset-long', (n) => `; charset=${'a'.repeat(n)}`],
]

describe('reading is linear', { retry: 3 }, () => {
  it.each(UNSTRUCTURED)('%s', (_, make) => expectLinear(make, (value) => readUnstructured(value, ignore)))
  it.each(PARAMETERS)('%s', (_, make) => {
    expectLinear(
      (n) => `text/plain${make(n)}`,
      (value) => readContentType(value, ignore),
    )
  })
})

describe('writing is linear', { retry: 3 }, () => {
  it('words', () => expectLinear(times('é'), encodeEncodedWords))
  it('combining marks', () => expectLinear(times('\u0301'), encodeEncodedWords))
  it('plain and other words', () => expectLinear(times('a é plain text of some length '), formatUnstructured))
  it('white space', () => expectLinear(times('   '), formatUnstructured))
  it('parameters', () => expectLinear(times('é'), (name) => formatParameters({ name })))
  it('folds', () => expectLinear(times('a '), (value) => fold('X', value)))
  it('folds in quotes', () => expectLinear(times('"a '), (value) => fold('X', value)))
})
