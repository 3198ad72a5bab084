import { describe, expect, it } from 'vitest'
import { decodeLabel, domainDefects, survivesMapping, toAscii, toUnicode } from '../../../../src/field/address/idn.js'

describe('A-labels', () => {
  it.each([
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['straße.de', 'xn--strae-oqa.de'],
    ['例え.jp', 'xn--r8jz45g.jp'],
    ['Example.ORG', 'example.org'],
    ['[IPv6:::1]', '[ipv6:::1]'],
  ])('%s', (domain, ascii) => expect(toAscii(domain)).toBe(ascii))

  it.each(['ü/x', 'ü:80', 'u@ü', 'ü?x', 'ü#x', 'ü x', 'ü%41', 'ü\\x', '１.2', 'ü'.repeat(2000)])('%j has none', (d) =>
    expect(toAscii(d)).toBeUndefined(),
  )

  it.each([
    ['xn--bcher-kva.example', 'bücher.example'],
    ['XN--bcher-KVA.example', 'bücher.example'],
    ['xn--r8jz45g.jp', '例え.jp'],
    ['xn--0.example', 'xn--0.example'],
    ['example.org', 'example.org'],
  ])('%s back', (domain, text) => expect(toUnicode(domain)).toBe(text))

  it('decodes the samples of RFC 3492 §7.1', () => {
    expect(decodeLabel('ihqwcrb4cv8a8dqg056pqjye')).toBe('他们为什么不说中文')
    expect(decodeLabel('Proprostnemluvesky-uyb24dma41a')).toBe('Pročprostěnemluvíčesky')
    expect(decodeLabel('-> $1.00 <--')).toBe('-> $1.00 <-')
    expect(decodeLabel('99999999')).toBeUndefined()
    expect(decodeLabel('a'.repeat(64))).toBeUndefined()
  })

  it('keeps what differs by case and normal form only', () => {
    expect(
      ['bücher.example', 'BÜCHER.de', 'bu\u0308cher.de', 'straße.de', 'a.b', 'Σίσυφος.gr'].every(survivesMapping),
    ).toBe(true)
    expect(['exam\u200bple.com', '\uff45x.com', 'a\u3002b', 'a\u00adb.c', '\u212a.com'].some(survivesMapping)).toBe(
      false,
    )
  })
})

describe('what is suspicious', () => {
  it.each([
    ['example.org', []],
    ['bücher.example', []],
    ['[日本]', []],
    ['日本ひらカタ.jp', []],
    ['victim\uff0eexample', ['confusable-domain']],
    ['victim\u3002example', ['confusable-domain']],
    ['\uff45xample.com', ['confusable-domain']],
    ['p\u0430ypal.com', ['confusable-domain', 'mixed-script-domain']],
    ['xn--pypal-4ve.com', ['confusable-domain', 'mixed-script-domain']],
    ['αb.com', ['confusable-domain', 'mixed-script-domain']],
    ['aא.com', ['mixed-script-domain']],
    ['a日.com', ['mixed-script-domain']],
    ['a.日', []],
    ['exam\u200bple.com', ['bidi-or-format-char']],
    ['xn--0.example', ['invalid-punycode']],
    ['xn--.example', ['invalid-punycode']],
  ])('%s', (domain, codes) => expect(domainDefects(domain).sort()).toEqual(codes))
})
