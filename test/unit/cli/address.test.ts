/** `messagerie address`. */
import { describe, expect, it } from 'vitest'
import { address } from '../../../src/cli/address.js'
import { run } from './run.js'

describe('messagerie address', () => {
  it('tells both readings of an ambiguous address', () => {
    const { code, text } = run(address, ['a!b!user@dom'])
    expect(code).toBe(0)
    expect(text).toContain('hops: dom a b\n')
    expect(text).toContain('or: a b dom user ("!" read before "@", as UUCP hosts do (RFC 976))\n')
    expect(text).toContain('percent: user%b%a@dom\n')
  })

  it('tells the attributes of an O/R address, and its address of mail', () => {
    const { code, text } = run(address, ['/C=fr;ADMD=atlas400;PRMD=inria;S=Dupont/'], { gateway: 'gate.example.org' })
    expect(code).toBe(0)
    expect(text).toContain('PRMD: inria\n')
    expect(text).toContain('labelled: C=fr; A=atlas400; P=inria; S=Dupont\n')
    expect(text).toContain('mail: /S=Dupont/PRMD=inria/ADMD=atlas400/C=fr/@gate.example.org\n')
  })

  it('prints JSON', () => {
    const { text } = run(address, ['Tom_Harris@cs.widget.com'], { json: true, 'x400-gateway': 'c=us; a=MCI; P=relay' })
    expect(JSON.parse(text)).toMatchObject({
      kind: 'domain',
      hops: ['cs.widget.com'],
      x400: { x400: 'C=us; A=MCI; P=relay; DD.RFC-822=Tom(u)Harris(a)cs.widget.com', how: 'domain-defined' },
    })
  })

  it('says what is wrong', () => {
    expect(run(address, ['C=france; S=x'])).toMatchObject({ code: 1 })
    expect(() => run(address, ['C=fr; S=x'], { gateway: 'a b' })).toThrow('address: options.gateway: expected a domain')
    expect(() => run(address, ['a@b'], { table: 'no/such' })).toThrow('no/such: cannot be read')
  })
})
