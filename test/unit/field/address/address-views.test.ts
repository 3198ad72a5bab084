/** What a person reads in elements that match no grammar: RFC 5322 §3.4 and §4.4. One line a reading: `name|address`, `!` before what angles held. */
import { describe, expect, it } from 'vitest'
import { type Group, type Mailbox, parseAddressList, readAddressList } from '../../../../src/field/address/address.js'
import { displayAddresses } from '../../../../src/field/address/address-display.js'
import { formatAddressList } from '../../../../src/field/address/address-format.js'

function shown(item: Mailbox | Group): string {
  if (item.kind === 'group') return `${item.name}{${item.members.map(shown).join(' ')}}`
  return `${item.name ?? ''}|${item.address}${item.invalid === undefined ? '' : `!${item.invalid}`}`
}

const read = (value: string) => parseAddressList(value).map(shown)

describe('names', () => {
  it.each([
    ['a@b (Ann)', 'Ann|a@b'],
    ['(Ann) a@b (Lee)', 'Ann Lee|a@b'],
    ['a(x)@(y)b (Ann)', 'Ann|a@b'],
    ['<(x)a@b> (Ann)', 'Ann|a@b'],
    ['Ann <a@b> (x)', 'Ann|a@b'],
    ['a@b (Ann', 'Ann|a@b'],
    ['a@b ()', '|a@b'],
    ['a@b (Ann\r\n\tLee)', 'Ann Lee|a@b'],
    ['"Ann\r\n\tLee" <a@b>', 'Ann Lee|a@b'],
    ['"Ann\tLee" <a@b>', 'Ann\tLee|a@b'],
    ['root (Charlie)', 'Charlie|root'],
    ['"Ann  " <a@b>', 'Ann|a@b'],
    ['"A  B" <a@b>', 'A  B|a@b'],
    ['=?utf-8?Q?Ann_?= <a@b>', 'Ann |a@b'],
    ['=?utf-8?Q?A,_(B)_<c>_"d":;?= <a@b>', 'A, (B) <c> "d":;|a@b'],
    ['a@b (=?utf-8?Q?:)?=)', ':)|a@b'],
    ['=?utf-8?Q?A<c@d>,?= <a@b>', 'A<c@d>,|a@b'],
    ['x =?utf-8?Q?A<c@d>;B?= <a@b>', 'x A<c@d>;B|a@b'],
    ['"=?utf-8?Q?a"b?=" <a@b>', 'a"b|a@b'],
    ['=?utf-8?Q?a b, c?= <a@b>', 'a b, c|a@b'],
    ['A\\, \\(B\\) <a@b>', 'A, (B)|a@b'],
    ['\\=?utf-8?Q?x?= <a@b>', '=?utf-8?Q?x?=|a@b'],
  ])('%j', (value, wanted) => {
    expect(read(value)).toEqual([wanted])
  })
})

describe('elements', () => {
  it.each<[string, string[]]>([
    ['"Ann" <a@b>"', ['Ann|a@b']],
    ['"Ann <a@b>, B <c@d>', ['Ann|a@b', 'B|c@d']],
    ['Ann <a@b> Lee', ['Ann|a@b']],
    ['a@b [Ann]', ['[Ann]|a@b']],
    ['<a@b> [Ann Lee] x', ['[Ann Lee] x|a@b']],
    ['a@b [Ann', ['Ann|a@b']],
    ['<a@b> Ann Lee', ['Ann Lee|a@b']],
    ['Ann Lee a@b', ['Ann Lee|a@b']],
    ['Ann [a@b]', ['Ann|a@b']],
    ['a@b <', ['|a@b']],
    ['"Ann"x@b', ['Ann|x@b']],
    ['a@b <Ann>', ['Ann|a@b']],
    ['Ann <<a@b>>', ['Ann|a@b']],
    ['<mailto:a@b?subject=x>', ['|a@b']],
    ['Ann <a@b,>', ['Ann|a@b']],
    ['John @ Acme j@b', ['John @ Acme|j@b']],
    ['A <a@b> B <c@d>', ['A|a@b', 'B|c@d']],
    ['<a@b> (A) <c@d> (B)', ['A|a@b', 'B|c@d']],
    ['a@b c@d', ['|a@b', '|c@d']],
    ['A <a@b> c@d', ['A|a@b', '|c@d']],
    ['<a@b>c@d', ['|a@b']],
    ['<a@b,c@d>', ['|a@b', '|c@d']],
    ['A <a@b;c@d>', ['A|a@b', '|c@d']],
    ['a@b and c@d', []],
    ['a@b <c@d>', ['a@b|c@d']],
    ['A <>', ['A|']],
    ['<> (A)', ['A|']],
    ['<>', []],
    ['A <b@c,d>', ['A|!b@c,d']],
    ['A <b@c d>', ['A|!b@c d']],
    ['A <b c@d>', ['A|!b c@d']],
    ['A <b>', ['A|b']],
    ['Ada Lovelace', ['Ada Lovelace|']],
    ['"Ada Lovelace", B <b@c>', ['Ada Lovelace|', 'B|b@c']],
    ['Doe, John <j@b>', ['Doe, John|j@b']],
    ['ada', ['|ada']],
    ['ada.l', ['|ada.l']],
    ['=?utf-8?Q?Ada?=', ['Ada|']],
    ['A <a@b, B <c@d>', ['A|a@b', 'B|c@d']],
    ['a@b@c', []],
    ['A <a@b@c>', ['A|!a@b@c']],
    ['x\\y@b', []],
    ['g: A <>, b@c;', ['g{A| |b@c}']],
  ])('%j', (value, wanted) => {
    expect(read(value)).toEqual(wanted)
  })

  it('keeps at most 254 octets of what angles held, cut between characters', () => {
    const [found] = parseAddressList(`A <${'\u00e9'.repeat(200)} x>`) as readonly Mailbox[]
    expect(found?.invalid).toBe('\u00e9'.repeat(127))
    expect((readAddressList('A <\xe9 x>', () => {})[0] as Mailbox).invalid).toBe('\u00e9 x')
  })
})

describe('displayAddresses', () => {
  it.each([
    ['=?utf-8?Q?Zo=C3=AB?= <z@b>, "Lee, A." <a@b>', 'Zo\u00eb <z@b>, "Lee, A." <a@b>'],
    ['A <>, Ada Lovelace', 'A, Ada Lovelace'],
    ['g: A <a@b>;, h:;', 'g: A <a@b>;, h:;'],
    ['a@b (Ann)', 'Ann <a@b>'],
    ['=?utf-8?Q?x=40evil,?= <a@b>', '"x@evil," <a@b>'],
    ['=?utf-8?q?x=40evil=2C_y?=@b', '=?utf-8?q?x=40evil=2C_y?=@b'],
    ['=?utf-8?Q?a=0D=0Ab?= <a@b>', 'a b <a@b>'],
  ])('%j', (value, text) => {
    expect(displayAddresses(parseAddressList(value))).toBe(text)
  })

  it('never throws, whatever it is given', () => {
    for (const value of [undefined, null, 'x', 1, {}, [null, {}], { name: 1, members: 'x' }]) {
      expect(typeof displayAddresses(value as never)).toBe('string')
    }
  })

  it('of what can be written names the same people', () => {
    const list = parseAddressList('"a..b"@c, a.@d (E), "x y"@z, F <f@g>')
    expect(parseAddressList(displayAddresses(list)).map(shown)).toEqual(list.map(shown))
    expect(parseAddressList(formatAddressList(list)).mailboxes.map(({ local }) => local)).toEqual(
      list.mailboxes.map(({ local }) => local),
    )
  })
})

describe('litter around an address', () => {
  it.each([
    // A quote behind an address is not closed by the quote that opens the next name.
    ['"A" <a@x>", "B" <b@y>, c@z', 'A <a@x>, B <b@y>, c@z'],
    ['A" <a@x>, "B C" <b@y>', 'A <a@x>, B C <b@y>'],
    ['"A" C" <a@x>; "B" <b@y>', 'A C <a@x>, B <b@y>'],
    ['a@x", "B" <b@y>', 'a@x, B <b@y>'],
    ['<a@x>"Ann Lee"', 'Ann Lee <a@x>'],
    ['A" <B>" <a@x>', '"A <B>" <a@x>'],
    // A scheme before the address, an angle that was quoted, angles without an address before it.
    ['mailto:a@x', 'a@x'],
    ['Ann Lee [mailto:a@x], [SMTP:b@y]', 'Ann Lee <a@x>, b@y'],
    ['mailto: a@x;', 'mailto: a@x;'],
    ['smtp:a@x;', 'smtp: a@x;'],
    ['Ann Lee\\<a@x>', 'Ann Lee <a@x>'],
    ['Ann Lee \\<a@x\\>', 'Ann Lee <a@x>'],
    ['Ann Lee\\ <a@x>', 'Ann Lee <a@x>'],
    ['A <> B <b@y>', 'B <b@y>'],
    ['A <> <b@y>', 'A <b@y>'],
  ])('%j', (value, text) => {
    expect(displayAddresses(parseAddressList(value))).toBe(text)
  })
})
