/** Scaling attacks on single field values (RFC 5322 §3.3 and §3.4, RFC 2045 §5.1, RFC 2047, RFC 2231). */

import { fill, messageOf, type Shape, series, valueShape } from './parts.js'

const unstructured = (name: string, value: (n: number) => string): Shape => valueShape('unstructured', name, value)
const address = (name: string, value: (n: number) => string): Shape => valueShape('address', name, value)
const date = (name: string, value: (n: number) => string): Shape => valueShape('date', name, value)
const param = (name: string, after: (n: number) => string): Shape =>
  valueShape('param', name, (n) => `text/plain${after(n)}`)

const flowedText = (n: number): string => fill('a \r\n', n)

export const UNSTRUCTURED: readonly Shape[] = [
  unstructured('ew-b64-adjacent', (n) => fill('=?utf-8?B?YQ==?= ', n)),
  unstructured('ew-b64-joinable', (n) => fill('=?utf-8?B?YWFh?= ', n)),
  unstructured('ew-q-adjacent', (n) => fill('=?utf-8?Q?a?= ', n)),
  unstructured('ew-glued', (n) => fill('=?utf-8?Q?a?=', n)),
  unstructured('ew-opener', (n) => fill('=?', n)),
  unstructured('ew-opener-utf8', (n) => fill('=?utf-8?Q?', n)),
  unstructured('ew-prefix-single-close', (n) => `${fill('=?x?B?', n)}?=`),
  unstructured('ew-unterminated', (n) => `=?utf-8?Q?${fill('a', n)}`),
  unstructured('ew-alternating-charsets', (n) => fill('=?utf-8?Q?a?= =?iso-8859-1?Q?b?= ', n)),
  unstructured('ew-2022jp', (n) => fill('=?iso-2022-jp?B?GyRCJCIbKEI=?= ', n)),
  unstructured('ew-whitespace-runs', (n) => `=?utf-8?Q?a?=${fill(' ', n)}b`),
  unstructured('subject-trailing-ws', (n) => `a${fill(' ', n)}b`),
  unstructured('q-word-equals', (n) => `=?utf-8?Q?${fill('=', n)}?=`),
  {
    // A text rather than a field value: its message carries it as a format=flowed body (RFC 3676).
    name: 'flowed-value',
    kind: 'unstructured',
    value: flowedText,
    make: (n) => messageOf('text/plain; format=flowed', flowedText(n)),
  },
]

export const ADDRESS: readonly Shape[] = [
  address('addr-list', (n) => fill('a@b.c, ', n)),
  address('addr-list-named', (n) => fill('"A B" <a@b.c>, ', n)),
  address('addr-commas', (n) => fill(',', n)),
  address('addr-open-parens', (n) => fill('(', n)),
  address('addr-nested-comments', (n) => `${fill('(', n >> 1)}${fill(')', n >> 1)}a@b.c`),
  address('addr-long-comment', (n) => `(${fill('c', n)})a@b.c`),
  address('addr-comment-atoms', (n) => `${fill('a(c)', n)}@b.c`),
  address('addr-comment-dots', (n) => `a@b${fill('(c).b', n)}`),
  address('addr-comment-unclosed-after-addr', (n) => `a@b.c ${fill('(x ', n)}`),
  address('addr-nested-comment-atoms', (n) => `${fill('a((c)d)', n)}@b.c`),
  address('addr-colons', (n) => fill(':', n)),
  address('addr-groups-nested', (n) => `${fill('g:', n)}a@b.c;`),
  address('addr-groups-flat', (n) => fill('g:a@b.c;', n)),
  address('addr-free-text-run', (n) => fill('a', n)),
  address('addr-free-text-at-end', (n) => `${fill('a', n)}@ x`),
  address('addr-many-at', (n) => fill('a@', n)),
  address('addr-words', (n) => `${fill('a ', n)}<a@b.c>`),
  address('addr-quoted-words', (n) => `${fill('"a" ', n)}<a@b.c>`),
  address('addr-ew-words', (n) => `${fill('=?utf-8?Q?a?= ', n)}<a@b.c>`),
  address('addr-quote-open', (n) => `${fill('"', n)}a@b.c`),
  address('addr-backslashes', (n) => `"${fill('\\\\', n)}" <a@b.c>`),
  address('addr-angles', (n) => fill('<', n)),
  address('addr-angle-addrs', (n) => fill('<a@b.c>', n)),
  address('addr-angle-open', (n) => fill('<a@b.c ', n)),
  address('addr-domain-literal', (n) => `a@[${fill('d', n)}]`),
  address('addr-dots', (n) => `${fill('a.', n)}@b.c`),
  address('addr-spaces', (n) => `a${fill(' ', n)}@b.c`),
  address('addr-route', (n) => `<${fill('@a,', n)}:a@b.c>`),
]

export const PARAM: readonly Shape[] = [
  param('param-semicolons', (n) => fill(';', n)),
  param('param-many', (n) => series(n, (i) => `; p${i}=v`)),
  param('param-2231-segments', (n) => series(n, (i) => `; name*${i}=a`)),
  param('param-2231-ext-segments', (n) => series(n, (i) => (i === 0 ? "; name*0*=utf-8''%41" : `; name*${i}*=%41`))),
  param('param-2231-dup', (n) => fill('; name*0=a', n)),
  param('param-dup', (n) => fill('; name=a', n)),
  param('param-open-parens', (n) => `; ${fill('(', n)}`),
  param('param-quote-open', (n) => `; name="${fill('\\"', n)}`),
  param('param-quotes', (n) => `; name=${fill('"', n)}`),
  param('param-percent', (n) => `; name*=utf-8''${fill('%41', n)}`),
  param('param-percent-bad', (n) => `; name*=utf-8''${fill('%', n)}`),
  param('param-ew', (n) => `; name="${fill('=?utf-8?Q?a?= ', n)}"`),
  param('param-equals', (n) => `; ${fill('=', n)}`),
  param('param-spaces', (n) => `; name${fill(' ', n)}x=1`),
  param('charset-long', (n) => `; charset=${fill('a', n)}`),
]

export const DATE: readonly Shape[] = [
  date('date-parens', (n) => fill('(', n)),
  date('date-digits', (n) => fill('1', n)),
  date('date-spaces', (n) => `Fri, 21 Nov 1997${fill(' ', n)}x`),
]
