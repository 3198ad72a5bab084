/** Addresses as hops: UUCP, %, source routes, DECnet, pseudo-domains. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddressList } from '../../../../src/field/index.js'
import { hops } from '../../../../src/legacy/routes/hops.js'
import { routeAddress } from '../../../../src/legacy/routes/route-address.js'

describe('hops', () => {
  it.each([
    ['host1!host2!host3!host4!user', 'bang', ['host1', 'host2', 'host3', 'host4'], 'user'],
    ['uunet!imag!vercors!richier', 'bang', ['uunet', 'imag', 'vercors'], 'richier'],
    [
      'inthop!gate!gatehost.COM!/C=US/O=Xerox/PN=John.Smith/',
      'bang',
      ['inthop', 'gate', 'gatehost.COM'],
      '/C=US/O=Xerox/PN=John.Smith/',
    ],
    ['richier@imag', 'domain', ['imag'], 'richier'],
    ['Pierre.Laforgue@Imag.Fr', 'domain', ['Imag.Fr'], 'Pierre.Laforgue'],
    ['nom%vax1.decnet@imag.fr', 'percent', ['imag.fr', 'vax1.decnet'], 'nom'],
    ['nom%site@bitnet-relay.edu', 'percent', ['bitnet-relay.edu', 'site'], 'nom'],
    ['user%host%gate@relay', 'percent', ['relay', 'gate', 'host'], 'user'],
    ['user%host', 'percent', ['host'], 'user'],
    ['<@a,@b:user@c>', 'source-route', ['a', 'b', 'c'], 'user'],
    ['@relay.co.uk:userb@host2', 'source-route', ['relay.co.uk', 'host2'], 'userb'],
    ['node::user', 'decnet', ['node'], 'user'],
    ['A::B::USER', 'decnet', ['A', 'B'], 'USER'],
    ['user', 'local', [], 'user'],
    ['/C=fr/ADMD=atlas400/S=100%!/@gate.fr', 'x400', ['gate.fr'], '/C=fr/ADMD=atlas400/S=100%!/'],
    ['"a b"@c', 'domain', ['c'], 'a b'],
    ['user@[192.0.2.1]', 'domain', ['[192.0.2.1]'], 'user'],
  ])('%s', (address, kind, path, user) => {
    const found = hops(address)
    expect(found).toMatchObject({ kind, hops: path, user, faults: [] })
    expect(found.ambiguous).toBeUndefined()
  })

  it('tells both readings of ! beside @', () => {
    const found = hops('a!b!user@dom')
    expect(found).toMatchObject({ kind: 'mixed', hops: ['dom', 'a', 'b'], user: 'user' })
    expect(found.ambiguous).toEqual([
      { hops: ['a', 'b', 'dom'], user: 'user', because: '"!" read before "@", as UUCP hosts do (RFC 976)' },
    ])
  })

  it('tells all readings of !, % and @', () => {
    const found = hops('a!b%c@d')
    expect(found).toMatchObject({ kind: 'mixed', hops: ['d', 'a', 'c'], user: 'b' })
    expect(found.ambiguous?.map(({ hops }) => hops)).toEqual([
      ['a', 'd', 'c'],
      ['d', 'c', 'a'],
    ])
  })

  it('knows a DECnet user behind a gateway', () => {
    expect(hops('"node::user"@gate.example.org')).toMatchObject({
      kind: 'mixed',
      hops: ['gate.example.org', 'node'],
      user: 'user',
    })
  })

  it('names the networks of pseudo-domains', () => {
    expect(hops('nom@frulm97.bitnet').pseudo).toEqual([{ hop: 'frulm97.bitnet', network: 'BITNET' }])
    expect(hops('richier@vercors.UUCP').pseudo).toEqual([{ hop: 'vercors.UUCP', network: 'UUCP' }])
    expect(hops('nom%vax1.decnet@imag.fr').pseudo).toEqual([{ hop: 'vax1.decnet', network: 'DECnet' }])
    expect(hops('a@b.example').pseudo).toEqual([])
  })

  it('takes a mailbox as the reader gives it', () => {
    const [mailbox] = parseAddressList('Ada <@a,@b:user@c>').mailboxes
    expect(hops(mailbox!)).toMatchObject({ kind: 'source-route', hops: ['a', 'b', 'c'], user: 'user' })
  })

  it('leaves out hops without a name, and says so', () => {
    expect(hops('a!!user')).toMatchObject({ hops: ['a'], user: 'user', faults: ['a hop without a name'] })
    expect(hops('')).toMatchObject({ kind: 'local', hops: [], user: '', faults: ['no user'] })
    expect(hops('@')).toMatchObject({ hops: [], user: '' })
  })

  it('never throws, and gives each name once', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ab!%@:,<>".\\/= ]*$/), (address) => {
        const { hops: path, user } = hops(address)
        expect(path.every((hop) => hop !== '')).toBe(true)
        expect(path.join('').length + user.length).toBeLessThanOrEqual(address.length)
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it('reads a path of a hundred thousand hops', () => {
    expect(hops('a!'.repeat(100_000)).hops).toHaveLength(100_000)
    hops('a%'.repeat(100_000))
    hops('@a,'.repeat(100_000))
    hops('<"'.repeat(100_000))
  })

  it('throws for what is no address', () => {
    expect(() => hops(3 as unknown as string)).toThrow(TypeError)
  })
})

describe('routeAddress', () => {
  it.each([
    ['foo@bar.edu', 'bang', 'bar.edu!foo'],
    ['a!b!user', 'percent', 'user%b@a'],
    ['a!b!user', 'source-route', '<@a:user@b>'],
    ['a!user', 'source-route', 'user@a'],
    ['a!b!user', 'domain', 'user@b'],
    ['user%host%gate@relay', 'source-route', '<@relay,@gate:user@host>'],
    ['<@relay,@gate:user@host>', 'percent', 'user%host%gate@relay'],
    ['user%host%gate@relay', 'bang', 'relay!gate!host!user'],
    ['nom%vax1.decnet@imag.fr', 'decnet', 'imag.fr::vax1.decnet::nom'],
    ['node::user', 'domain', 'user@node'],
    ['vercors!"jean richier"', 'domain', '"jean richier"@vercors'],
  ] as const)('%s as %s', (address, form, wanted) => {
    expect(routeAddress(address, form)).toMatchObject({ address: wanted })
  })

  it('tells the hops that a direct address leaves out', () => {
    expect(routeAddress('uunet!imag!vercors!richier', 'domain')).toEqual({
      address: 'richier@vercors',
      dropped: ['uunet', 'imag'],
    })
  })

  it('knows hosts by both of their names', () => {
    const hosts = [['imag', 'imag.imag.fr']] as const
    expect(routeAddress('uunet!imag!richier', 'domain', { hosts }).address).toBe('richier@imag.imag.fr')
    expect(routeAddress('richier@Imag.Imag.Fr', 'bang', { hosts }).address).toBe('imag!richier')
  })

  it('gives names without a dot a pseudo-domain, and takes .UUCP from them', () => {
    expect(routeAddress('vercors!richier', 'domain', { pseudo: 'uucp' }).address).toBe('richier@vercors.uucp')
    expect(routeAddress('nom@frcime51', 'domain', { pseudo: 'bitnet' }).address).toBe('nom@frcime51.bitnet')
    expect(routeAddress('richier@vercors.UUCP', 'bang').address).toBe('vercors!richier')
  })

  it('refuses what the form cannot say', () => {
    expect(routeAddress('user', 'domain').refused).toBe('no host to send it to')
    expect(routeAddress('"a@b"@c', 'bang').refused).toBe(
      'user "a@b" holds "@", which a bang address would read as routing',
    )
    expect(routeAddress('', 'bang').refused).toBe('no user')
    expect(routeAddress('a b!user', 'domain').refused).toBe('"a b" is no name of a host')
    expect(routeAddress('a!us\ner', 'domain').refused).toBe('user "us\\ner" holds a control')
  })

  it('gives the same hops back', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,5}(\.[a-z]{2})?$/)
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 6 }),
        fc.stringMatching(/^[a-z0-9. ]{1,6}$/).filter((user) => user.trim() === user),
        fc.constantFrom('bang', 'percent', 'source-route', 'decnet'),
        (path, user, form) => {
          const { address } = routeAddress({ hops: path, user }, form)
          expect(hops(address!)).toMatchObject({ hops: path, user })
        },
      ),
      { seed: 1, numRuns: 300 },
    )
  })

  it('throws for an unknown form or option', () => {
    expect(() => routeAddress('a@b', 'x400' as never)).toThrow(/form: expected one of bang/)
    expect(() => routeAddress('a@b', 'bang', { host: [] } as never)).toThrow(/options\.host: no such option/)
  })
})
