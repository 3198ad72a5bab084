import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Group, type Mailbox, parseAddressList } from '../../../../src/field/address/address.js'
import { formatAddressList } from '../../../../src/field/address/address-format.js'
import { addressesOfText, addrSpecOfText, mailboxOfText } from '../../../../src/field/address/address-text.js'
import { fold, unfold } from '../../../../src/field/words/fold.js'

function box(local: string, domain: string, name?: string): Mailbox {
  return {
    kind: 'mailbox',
    ...(name === undefined ? undefined : { name }),
    address: `${local}@${domain}`,
    local,
    domain,
  }
}

describe('formatAddressList', () => {
  it.each([
    [[box('ada', 'example.org')], 'ada@example.org'],
    [[box('ada', 'example.org', 'Ada Lovelace')], 'Ada Lovelace <ada@example.org>'],
    [[box('ada', 'example.org', 'Lovelace, A.')], '"Lovelace, A." <ada@example.org>'],
    [[box('ada', 'example.org', 'x\\')], '"x\\\\" <ada@example.org>'],
    [[box('ada', 'example.org', 'Jörg')], '=?UTF-8?Q?J=C3=B6rg?= <ada@example.org>'],
    [[box('a b', 'example.org')], '"a b"@example.org'],
    [[box('', 'example.org')], '""@example.org'],
    [[box('ada', 'bücher.example')], 'ada@xn--bcher-kva.example'],
    [[box('ada', '[192.0.2.1]')], 'ada@[192.0.2.1]'],
    [[{ ...box('ada', 'b'), comment: 'Ada (L)' }], '<ada@b (Ada \\(L\\))>'],
    [[{ ...box('ada', 'b', 'Ada'), comment: 'Ada' }], 'Ada <ada@b>'],
    [[{ ...box('ada', 'b', 'Ada'), comment: 'work' }], 'Ada <ada@b> (work)'],
    [[box('ada', 'b', 'Ada ')], '=?UTF-8?Q?Ada_?= <ada@b>'],
    [[box('a..b', 'b')], '"a..b"@b'],
    [[box('a', 'b.c.')], 'a@b.c.'],
    [[box('a'.repeat(65), 'b'.repeat(64))], `${'a'.repeat(65)}@${'b'.repeat(64)}`],
    [[{ kind: 'group', name: 'Team', members: [box('a', 'b'), box('c', 'd', 'C')] } as Group], 'Team: a@b, C <c@d>;'],
    [[{ kind: 'group', name: 'undisclosed', members: [] } as Group, box('x', 'y')], 'undisclosed:;, x@y'],
    [[], ''],
  ])('%j', (list, text) => {
    expect(formatAddressList(list)).toBe(text)
  })

  it('writes UTF-8 when asked', () => {
    expect(formatAddressList([box('jörg', 'bücher.example', 'Jörg')], { utf8: true })).toBe(
      'Jörg <jörg@bücher.example>',
    )
  })

  it('writes an encoded-word for a name that looks like one', () => {
    const name = '=?utf-8?Q?=0D=0ABcc=3A_x?='
    expect(parseAddressList(formatAddressList([box('a', 'b', name)]))[0]).toMatchObject({ name, address: 'a@b' })
  })

  it.each([
    ['CR in a name', box('a', 'b', 'x\ry'), /name: U\+000D at 1/],
    ['a lone surrogate', box('a', 'b', 'x\ud800'), /name: U\+D800/],
    ['LF in a local part', box('a\n', 'b'), /local/],
    ['NUL in a domain', box('a', 'b\0'), /domain/],
    ['a control in a local part', box('a\x01', 'b'), /local/],
    ['a non-ASCII local part', box('jörg', 'b'), /utf8/],
    ['no domain', box('a', ''), /domain: empty/],
    ['white space in a domain', box('a', 'b c'), /domain/],
    ['an address for a domain', box('a', 'b>, <c@d'), /domain/],
    ['an ignored character', box('a', 'exam\u200bple.com'), /domain/],
    ['full-width letters', box('a', '\uff45xample.com'), /domain/],
    ['what no line holds', box('a'.repeat(900), 'b'), /900/],
    ['an encoded-word', box('=?utf-8?Q?x?=', 'b'), /encoded-word/],
    ['an encoded-word in a domain', box('a', '=?utf-8?Q?x?=.b'), /encoded-word/],
    ['dots alone', box('a', '..'), /domain/],
    ['a bad literal', box('a', '[a]b]'), /literal/],
    ['another address', { ...box('a', 'b'), address: 'evil@c' }, /address/],
    ['nested groups', { kind: 'group', name: 'g', members: [{ kind: 'group' }] } as unknown as Group, /members\[0\]/],
    ['no name for a group', { kind: 'group', name: '', members: [] } as Group, /name/],
    ['text', 'a@b' as unknown as Mailbox, /expected a mailbox or a group/],
  ])('refuses %s', (_, item, message) => {
    expect(() => formatAddressList([item])).toThrow(TypeError)
    expect(() => formatAddressList([item])).toThrow(message)
  })

  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((s) => !/[\r\n\0]/.test(s))
  const odd = fc
    .array(
      fc.constantFrom(
        '"',
        '\\',
        ' ',
        '  ',
        '=?',
        '?=',
        ',',
        '(',
        ')',
        '<a@b>',
        'é',
        '\u{1f984}',
        'a',
        '.',
        '\t',
        '@',
        ';',
      ),
      { minLength: 1 },
    )
    .map((parts) => parts.join(''))
  const local = fc.oneof(
    fc.stringMatching(/^[\x20-\x7e]{1,30}$/),
    fc.constantFrom('a', 'a.b', '.a', 'a..b', '', ' ', '"', '\\', 'a@b', 'a=?b'),
  )
  const domain = fc.constantFrom(
    'example.org',
    'b',
    'bücher.example',
    'xn--bcher-kva.example',
    '[IPv6:::1]',
    '例え.jp',
    'straße.de',
  )
  const mailbox = fc
    .tuple(local, domain, fc.option(fc.oneof(text, odd), { nil: undefined }))
    .map(
      ([l, d, n]) =>
        ({ kind: 'mailbox', local: l, domain: d, ...(n === undefined ? undefined : { name: n }) }) as Mailbox,
    )

  it('is read back as it was given, folded or not', () => {
    fc.assert(
      fc.property(fc.array(mailbox, { minLength: 1, maxLength: 4 }), fc.boolean(), (list, utf8) => {
        const written = formatAddressList(list, { utf8 })
        const folded = fold('To', written)
        expect(unfold(folded).slice(4)).toBe(written)
        for (const value of [written, folded.slice(3)]) {
          const back = parseAddressList(value)
          expect(back.map((m) => (m.kind === 'mailbox' ? [m.name, m.local] : m))).toEqual(
            list.map((m) => [m.name, m.local]),
          )
        }
      }),
      { seed: 1, numRuns: 400 },
    )
  })

  it('does not change what it wrote', () => {
    const once = formatAddressList(
      parseAddressList('"A, B" <"x y"@b.c>, G: =?utf-8?Q?=C3=A9?= <a@b>;, q@[1.2.3.4] (c)'),
    )
    expect(formatAddressList(parseAddressList(once))).toBe(once)
  })
})

describe('addresses given as text', () => {
  it('are exactly one mailbox', () => {
    expect(mailboxOfText('Ada Q. L <ada@example.org>')).toEqual({ value: box('ada', 'example.org', 'Ada Q. L') })
    expect(mailboxOfText('a@b <a@b>')).toMatchObject({ value: { address: 'a@b' } })
    expect(addrSpecOfText('"a b"@c')).toMatchObject({ value: { local: 'a b', domain: 'c' } })
  })

  it('are a list where one is allowed', () => {
    const result = addressesOfText('a@b, G: c@d;')
    expect(result).toMatchObject({ value: [{ address: 'a@b' }, { name: 'G', members: [{ address: 'c@d' }] }] })
  })

  it.each([
    ['', 0],
    ['a', 0],
    ['a@b, c@d', 0],
    ['a@b,', 4],
    ['a b@c', 0],
    ['a@b c@d', 0],
    ['a@b\r\nX: y', 3],
    ['é <a@b\0>', 6],
    ['<@r:a@b>', 1],
    ['a@b (c)', 4],
    ['a @ b', 0],
    ['a..b@c', 0],
    ['a@b; c@d', 3],
    ['é <x@y>, a@b c@d', 9],
    ['G:a@b;', 0],
    ['"a@b', 0],
    ['jörg@b', 0],
    ['a@exam\u200bple.com', 0],
  ])('%j is refused at %i', (text, at) => {
    const result = mailboxOfText(text)
    expect(result).toMatchObject({ fault: { message: expect.any(String), position: at } })
  })

  it.each(['A <a@b>', '<a@b>', ' a@b', 'a@b '])('%j is no addr-spec alone', (text) => {
    expect(addrSpecOfText(text)).toHaveProperty('fault')
  })
})
