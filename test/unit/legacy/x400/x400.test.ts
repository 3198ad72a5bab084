/** X.400 O/R addresses as text, and between them and addresses of mail. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMappingTable } from '../../../../src/legacy/x400/rfc1327-table.js'
import { x400ToRfc822 } from '../../../../src/legacy/x400/rfc1327-to-rfc822.js'
import { rfc822ToX400 } from '../../../../src/legacy/x400/rfc1327-to-x400.js'
import { parseX400 } from '../../../../src/legacy/x400/x400-address.js'
import { formatX400 } from '../../../../src/legacy/x400/x400-format.js'
import { decodePrintableString, encodePrintableString } from '../../../../src/legacy/x400/x400-string.js'

/** `C=fr S=Dupont`: attributes in order, without faults. */
function said(text: string): string {
  const { attributes, faults } = parseX400(text)
  expect(faults).toEqual([])
  return attributes.map(({ key, type, value }) => `${key}${type === undefined ? '' : `.${type}`}=${value}`).join('|')
}

describe('parseX400', () => {
  it.each([
    ['/C=fr/ADMD=atlas400/PRMD=inria/S=Dupont/', 'C=fr|ADMD=atlas400|PRMD=inria|S=Dupont'],
    ['/C=fr;ADMD=atlas400;PRMD=inria;S=Dupont/', 'C=fr|ADMD=atlas400|PRMD=inria|S=Dupont'],
    ['C=fr; A=atlas400; P=inria; S=Dupont', 'C=fr|ADMD=atlas400|PRMD=inria|S=Dupont'],
    ['/S=Dupont/PRMD=inria/ADMD=atlas400/C=fr/', 'C=fr|ADMD=atlas400|PRMD=inria|S=Dupont'],
    ['X121=93399383800', 'X121=93399383800'],
    ['C=us;ADMD=rfc822;PRMD=edu;O=bar;S=foo', 'C=us|ADMD=rfc822|PRMD=edu|O=bar|S=foo'],
    // As the lecture notes have it, with a colon.
    ['C=us;ADMD=rfc822:PRMD=edu;O=bar;S=foo', 'C=us|ADMD=rfc822|PRMD=edu|O=bar|S=foo'],
    ['C=fr;ADMD=atlas:PRMD=reunir;O=sunir;S=foo', 'C=fr|ADMD=atlas|PRMD=reunir|O=sunir|S=foo'],
    ['foo/O=sunir/', 'O=sunir|S=foo'],
    ['/PN=Marshall.M.T.Rose/O=Northrop/', 'O=Northrop|S=Rose|G=Marshall|I=MT'],
    ['/ou=Marketing/o=Widget/admd=BTT/c=TC/', 'C=TC|ADMD=BTT|O=Widget|OU=Marketing'],
    // The most significant unit is on the right, or OU1.
    ['/OU=lab/OU=dept/O=Widget/C=TC/', 'C=TC|O=Widget|OU=dept|OU=lab'],
    ['C=TC; O=Widget; OU1=dept; OU2=lab', 'C=TC|O=Widget|OU=dept|OU=lab'],
    ['/C=TC/O=Widget/OU=dept/OU=lab/', 'C=TC|O=Widget|OU=dept|OU=lab'],
    [
      'c=gb; a= ; p=uk.ac; o=mr; dd.rfc-822=(a)relay.co.uk:userb(a)host2;',
      'C=gb|ADMD= |PRMD=uk.ac|O=mr|DD.rfc-822=(a)relay.co.uk:userb(a)host2',
    ],
    ['/RFC-822=Jimmy(a)WIDGET-LABS.CO.UK/C=GB/', 'C=GB|DD.RFC-822=Jimmy(a)WIDGET-LABS.CO.UK'],
    [
      'S=Rossi; DD.cap=20100; DD.ph1=Via Larga 11; DDA:city=Milano; A=PtPostel; C=it;',
      'C=it|ADMD=PtPostel|S=Rossi|DD.city=Milano|DD.ph1=Via Larga 11|DD.cap=20100',
    ],
    ['/O=a$/b$=c$$d/C=gb/', 'C=gb|O=a/b=c$d'],
    [
      'C=gb; O=A/B Ltd; Q=III; N-ID=12; T-ID=x; CN=Help desk; S=Smith',
      'C=gb|O=A/B Ltd|T-ID=x|UA-ID=12|S=Smith|GQ=III|CN=Help desk',
    ],
    ['/PD-A1=The Dome/PD-A2=Richmond/C=gb/', 'C=gb|PD-ADDRESS=The Dome|Richmond'],
    ['/CN=yen*{165}/C=jp/', 'C=jp|CN=yen*{165}'],
  ])('%s', (text, wanted) => {
    expect(said(text)).toBe(wanted)
  })

  it.each([
    ['/C=fr; ADMD=atlas400; PRMD=inria; S=Dupont; .../', ['"..." is no attribute']],
    ['', ['no attribute']],
    ['hello', ['"hello" is no attribute', 'no attribute']],
    ['/C=france/', ['C=france: expected two letters or three digits']],
    ['/C=fr/FOO=x/', ['FOO: no attribute of that name']],
    ['/C=fr/S=a/S=b/', ['S: given twice']],
    ['/C=fr/OU=a/OU1=b/', ['OU: given with and without numbers']],
    ['/C=fr/S=Hélène/', ['S: U+00E9 is no character of a printable string']],
    ['/C=fr/I=ABCDEF/', ['I: 6 characters, 5 are the most']],
    ['/C=fr/X121=12a/', ['X121: expected digits']],
    ['/C=fr/O=x/OU1=a/OU2=b/OU3=c/OU4=d/OU5=e/', ['OU5: no attribute of that name']],
    ['/C=fr/O=x/OU=a/OU=b/OU=c/OU=d/OU=e/', ['OU: 5 of them, 4 are the most']],
    ['/C=fr/PRMD=/', ['PRMD: no value']],
  ])('faults of %s', (text, faults) => {
    expect(parseX400(text).faults).toEqual(faults)
  })

  it('never throws, whatever the length', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[CSOU=/;:$.1 a]*$/), (text) => {
        parseX400(text)
      }),
      { seed: 1, numRuns: 500 },
    )
    for (const unit of ['/S=a', '/', '$', ':C=', 'OU=x;', 'a/', '=']) parseX400(unit.repeat(200_000))
    expect(parseX400('/OU=a'.repeat(1000)).faults).toContain('more than 256 attributes: the rest is not read')
  })
})

describe('formatX400', () => {
  const dupont = parseX400('/C=fr/ADMD=atlas400/PRMD=inria/S=Dupont/')

  it('writes both syntaxes in both orders', () => {
    expect(formatX400(dupont)).toBe('/S=Dupont/PRMD=inria/ADMD=atlas400/C=fr/')
    expect(formatX400(dupont, { order: 'country-first' })).toBe('/C=fr/ADMD=atlas400/PRMD=inria/S=Dupont/')
    expect(formatX400(dupont, { syntax: 'labelled' })).toBe('C=fr; A=atlas400; P=inria; S=Dupont')
    expect(formatX400(dupont, { syntax: 'labelled', order: 'user-first' })).toBe('S=Dupont; P=inria; A=atlas400; C=fr')
  })

  it('numbers units where the country is first', () => {
    const units = parseX400('/OU=lab/OU=dept/O=Widget/C=TC/')
    expect(formatX400(units)).toBe('/OU=lab/OU=dept/O=Widget/C=TC/')
    expect(formatX400(units, { syntax: 'labelled' })).toBe('C=TC; O=Widget; OU1=dept; OU2=lab')
  })

  it('takes attributes under any of their names', () => {
    const attributes = [
      { key: 'a', value: ' ' },
      { key: 'c', value: 'gb' },
      { key: 'DDA', type: 'x/y', value: 'a=b' },
    ]
    expect(formatX400({ attributes })).toBe('/DD.x$/y=a$=b/ADMD= /C=gb/')
  })

  it('gives back what was read', () => {
    const value = fc.stringMatching(/^[a-z$/=;: ]{1,8}$/).filter((text) => text.trim() !== '')
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 4 }),
        fc.array(fc.tuple(value, value), { maxLength: 4 }),
        value,
        fc.constantFrom('slash', 'labelled'),
        fc.constantFrom('user-first', 'country-first'),
        (units, types, surname, syntax, order) => {
          const attributes = [
            { key: 'C', value: 'fr' },
            { key: 'O', value: 'x' },
            ...units.map((value) => ({ key: 'OU', value })),
            { key: 'S', value: surname },
            ...types.map(([type, value]) => ({ key: 'DD', type, value })),
          ]
          const text = formatX400({ attributes }, { syntax, order } as never)
          expect(parseX400(text).attributes).toEqual(attributes)
        },
      ),
      { seed: 1, numRuns: 300 },
    )
  })

  it('refuses what no attribute holds', () => {
    expect(() => formatX400({ attributes: [{ key: 'S', value: 'a\r\nb' }] })).toThrow(/S: U\+000D at 1/)
    expect(() => formatX400({ attributes: [{ key: 'A B', value: 'a' }] })).toThrow(TypeError)
    expect(() => formatX400({ attributes: [] })).toThrow(/no attribute/)
    expect(() => formatX400(dupont, { syntax: 'x' as never })).toThrow(/options\.syntax/)
    expect(() => formatX400(dupont, { nope: 1 } as never)).toThrow(/options\.nope/)
  })
})

describe('printable strings', () => {
  it.each([
    ["'a demo.'", "'a demo.'"],
    ['foo(a)bar', 'foo@bar'],
    ['(q)(u)(p)(q)', '"_%"'],
    ['(a)', '@'],
    ['(l)a(r)', '(a)'],
    ['(126)', '~'],
    ['(l)', '('],
    ['a(b)b', 'a!b'],
  ])('%s ⇔ %s', (printable, ascii) => {
    expect(encodePrintableString(ascii)).toBe(printable)
    expect(decodePrintableString(printable)).toBe(ascii)
  })

  it('reads more than it writes', () => {
    expect(decodePrintableString('(A)')).toBe('@')
    expect(decodePrintableString('(')).toBe('(')
    expect(decodePrintableString('(999)')).toBe('(999)')
  })

  it('refuses what is not ASCII', () => {
    expect(encodePrintableString('é')).toBeUndefined()
  })
})

/** The pairs of RFC 2156 and of the lecture notes. */
const mappings = [
  { domain: 'edu', x400: 'C=us; ADMD=rfc822; PRMD=edu' },
  { domain: 'reunir.fr', x400: 'C=fr; ADMD=atlas; PRMD=reunir' },
  { domain: 'AC.UK', x400: 'C=GB; ADMD=GOLD 400; PRMD=UK.AC' },
  { domain: 'Widget.COM', x400: '/O=Widget/ADMD=BTT/C=TC/' },
  { domain: 'Master400.it', x400: 'A=master400; C=it' },
  { domain: 'autoroutes.fr', x400: 'C=fr; A=atlas; P=autoroutes' },
  { domain: 'ptpostel.it', x400: 'A=PtPostel; C=it' },
]

describe('addresses of mail as O/R addresses, and back', () => {
  it.each([
    ['foo@bar.edu', 'C=us; A=rfc822; P=edu; O=bar; S=foo'],
    ['foo@sunir.reunir.fr', 'C=fr; A=atlas; P=reunir; O=sunir; S=foo'],
    ['Marshall.M.T.Rose@R-D.Salford.AC.UK', 'C=GB; A=GOLD 400; P=UK.AC; O=Salford; OU=R-D; S=Rose; G=Marshall; I=MT'],
    ['/I=J/S=Linnimouth/GQ=5/@Marketing.Widget.COM', 'C=TC; A=BTT; O=Widget; OU=Marketing; S=Linnimouth; I=J; Q=5'],
    ['J.Linnimouth@Marketing.Widget.COM', 'C=TC; A=BTT; O=Widget; OU=Marketing; S=Linnimouth; I=J'],
    ['/S=Support/O=sales/@Master400.it', 'C=it; A=master400; O=sales; S=Support'],
    [
      '"/S=renseignements/O=Region Parisienne/"@autoroutes.fr',
      'C=fr; A=atlas; P=autoroutes; O=Region Parisienne; S=renseignements',
    ],
    [
      '"/DD.cap=20100/DD.ph1=Via Larga 11/DD.city=Milano/S=Rossi/"@ptpostel.it',
      'C=it; A=PtPostel; S=Rossi; DD.city=Milano; DD.ph1=Via Larga 11; DD.cap=20100',
    ],
    ['/X121=93399383800/@gate.imag.fr', 'X121=93399383800'],
    ['/S=Dupont/PRMD=inria/ADMD=atlas400/C=fr/@gate.imag.fr', 'C=fr; A=atlas400; P=inria; S=Dupont'],
  ])('%s ⇔ %s', (address, x400) => {
    const options = { mappings, gateway: 'gate.imag.fr' }
    expect(x400ToRfc822(x400, options)).toMatchObject({ address })
    expect(rfc822ToX400(address, { mappings })).toMatchObject({ x400 })
  })

  it('reads the directed notation of the notes', () => {
    expect(rfc822ToX400('foo/O=sunir/@reunir.fr', { mappings })).toMatchObject({
      x400: 'C=fr; A=atlas; P=reunir; O=sunir; S=foo',
    })
  })

  it.each([
    // The three examples of RFC 2156 §4.3.4, none with a mapping.
    [
      '@relay.co.uk:userb@host2',
      'c=gb; a= ; p=uk.ac; o=mr',
      'C=gb; A= ; P=uk.ac; O=mr; DD.RFC-822=(a)relay.co.uk:userb(a)host2',
    ],
    [
      'Tom_Harris@cs.widget.com',
      'c=us; a=MCI; P=relay',
      'C=us; A=MCI; P=relay; DD.RFC-822=Tom(u)Harris(a)cs.widget.com',
    ],
  ])('%s as a domain-defined attribute', (address, gateway, x400) => {
    const found = rfc822ToX400(address, { gateway })
    expect(found).toMatchObject({ x400, how: 'domain-defined' })
    expect(x400ToRfc822(found.x400!)).toEqual({ address, how: 'domain-defined' })
  })

  it('takes the preferred gateway with the longest domain', () => {
    const gateways = [
      { domain: 'alter.net', x400: 'c=gb; A=BTglobal; P=relay' },
      { domain: 'net', x400: 'c=us; A=other' },
    ]
    expect(rfc822ToX400('postmaster@UK.alter.net', { gateways, gateway: 'c=fr; a=atlas' })).toMatchObject({
      x400: 'C=gb; A=BTglobal; P=relay; DD.RFC-822=postmaster(a)UK.alter.net',
    })
  })

  it('cuts a long address over four attributes, and refuses a longer one', () => {
    const long = `${'a'.repeat(200)}@${'b'.repeat(100)}.example`
    const found = rfc822ToX400(long, { gateway: 'c=fr; a=atlas' })
    const types = parseX400(found.x400!).attributes.filter(({ key }) => key === 'DD')
    expect(types.map(({ type, value }) => `${type} ${value.length}`)).toEqual([
      'RFC-822 128',
      'RFC822C1 128',
      'RFC822C2 55',
    ])
    expect(x400ToRfc822(found.x400!).address).toBe(long)
    expect(rfc822ToX400('a'.repeat(600), { gateway: 'c=fr; a=atlas' }).refused).toBe(
      '600 characters as a printable string, 512 are the most (RFC 2156 §4.3.2)',
    )
  })

  it('names what cannot be mapped', () => {
    expect(rfc822ToX400('foo@nowhere.example', { mappings }).refused).toBe(
      'no mapping for nowhere.example, and no gateway is given',
    )
    expect(rfc822ToX400('hélène@bar.edu', { mappings }).refused).toBe('U+00E9 at 1 has no place in a printable string')
    expect(rfc822ToX400('', { mappings }).refused).toBe('no address')
    expect(x400ToRfc822('C=de; A=dbp; S=x', { mappings }).refused).toBe(
      'no mapping for C=de; A=dbp, and no gateway is given',
    )
    expect(x400ToRfc822('hello').refused).toBe('"hello" is no attribute')
    expect(x400ToRfc822('C=fr; A=x; DD.RFC-822=a(013)(010)b').refused).toBe('the RFC-822 attribute holds U+000D at 1')
    expect(x400ToRfc822('C=fr; DD.RFC822C1=a', { gateway: 'g.example' }).address).toContain('DD.RFC822C1')
  })

  it('follows the longest mapping and its omitted levels', () => {
    const { mappings, faults } = readMappingTable(
      [
        '# Mapping table',
        'AC.UK#PRMD$UK\\.AC.ADMD$GOLD 400.C$GB#',
        'XEROX.COM#O$Xerox.ADMD$ATT.C$US#',
        'GMD.DE#O$@.PRMD$GMD.ADMD$DBP.C$DE#',
        'PRMD$UK\\.AC.ADMD$GOLD 400.C$GB#AC.UK#',
        'O$@.PRMD$GMD.ADMD$DBP.C$DE#GMD.DE#',
        'nonsense',
        '',
      ].join('\n'),
    )
    expect(faults).toEqual(['line 7: expected "domain#O/R address#" or "O/R address#domain#"'])
    expect(rfc822ToX400('x@a.gmd.de', { mappings })).toMatchObject({
      x400: 'C=DE; A=DBP; P=GMD; OU=a; S=x',
      how: 'mapped',
    })
    expect(x400ToRfc822('C=de; A=dbp; P=gmd; OU=a; S=x', { mappings })).toMatchObject({ address: 'x@a.GMD.DE' })
    expect(rfc822ToX400('x@pa.xerox.com', { mappings })).toMatchObject({ x400: 'C=US; A=ATT; O=Xerox; OU=pa; S=x' })
    // That table has no line for the way back.
    expect(x400ToRfc822('C=US; A=ATT; O=Xerox; OU=pa; S=x', { mappings }).refused).toBeDefined()
    expect(x400ToRfc822('C=gb; A=gold  400 ; P=uk.ac; O=ucl; S=x', { mappings })).toMatchObject({
      address: 'x@ucl.AC.UK',
    })
  })

  it('goes to the preferred gateway with the whole address', () => {
    expect(
      x400ToRfc822('G=Andy; S=Wharol; O=MMNY; A=ATT; C=us', {
        gateways: [{ domain: 'attmail.com', x400: 'A=ATT; C=us' }],
      }),
    ).toMatchObject({ address: '/G=Andy/S=Wharol/O=MMNY/ADMD=ATT/C=us/@attmail.com', how: 'encoded' })
  })

  it('leaves one attribute for the local part', () => {
    expect(x400ToRfc822('C=us; A=rfc822; P=edu; O=bar', { mappings, gateway: 'g.example' })).toMatchObject({
      address: '/O=bar/PRMD=edu/ADMD=rfc822/C=us/@g.example',
    })
    expect(x400ToRfc822('C=fr; A=atlas; P=reunir; O=sunir', { mappings })).toMatchObject({
      address: '/O=sunir/@reunir.fr',
    })
  })

  it('gives every address of mail back', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/)
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-zA-Z0-9._%!+=/'-]{1,12}$/).filter((local) => !/^\.|\.\.|\.$/.test(local)),
        fc.array(name, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('edu', 'reunir.fr', 'widget.com', 'elsewhere.example'),
        (local, names, top) => {
          const address = `${local}@${[...names, top].join('.')}`
          const there = rfc822ToX400(address, { mappings, gateway: 'C=fr; A=atlas; P=gate' })
          const back = x400ToRfc822(there.x400!, { mappings, gateway: 'gate.example' })
          // What is an O/R address by itself comes back as the same O/R address.
          if (there.how === 'encoded') return
          if (back.address!.toLowerCase() !== address.toLowerCase()) {
            const again = rfc822ToX400(back.address!, { mappings, gateway: 'C=fr; A=atlas; P=gate' })
            expect(again.x400).toBe(there.x400)
          }
        },
      ),
      { seed: 1, numRuns: 500 },
    )
  })

  it('throws for wrong options', () => {
    expect(() => rfc822ToX400('a@b', { mapping: [] } as never)).toThrow(/options\.mapping: no such option/)
    expect(() => rfc822ToX400('a@b', { gateway: 'nonsense' })).toThrow(/options\.gateway/)
    expect(() => rfc822ToX400('a@b', { mappings: [{ domain: 'a..b', x400: 'C=fr' }] })).toThrow(
      /options\.mappings\[0\]\.domain/,
    )
    expect(() => rfc822ToX400('a@b', { mappings: [{ domain: 'fr', x400: 'C=fr; S=x' }] })).toThrow(
      /options\.mappings\[0\]\.x400/,
    )
    expect(() => x400ToRfc822('C=fr', { gateway: 'a b' })).toThrow(/options\.gateway/)
  })
})
