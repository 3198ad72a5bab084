import { describe, expect, it } from 'vitest'
import { formatMaildirName, MAILDIR_FLAGS, maildirUnique, parseMaildirName } from '../../../src/store/index.js'

describe('parseMaildirName', () => {
  it('reads the usual name', () => {
    expect(parseMaildirName('1204680122.M27566P6452Q1.host.example,S=1234,W=1270:2,FRS')).toEqual({
      unique: '1204680122.M27566P6452Q1.host.example,S=1234,W=1270',
      flags: 'FRS',
      separator: ':',
      delivered: new Date('2008-03-05T01:22:02Z'),
      size: 1234,
      virtualSize: 1270,
    })
  })

  it.each([
    ['1.2.3', { unique: '1.2.3', delivered: new Date(1000) }],
    ['1.2.3:2,', { unique: '1.2.3', flags: '', separator: ':', delivered: new Date(1000) }],
    ['x;2,S', { unique: 'x', flags: 'S', separator: ';' }],
    ['x!2,ST', { unique: 'x', flags: 'ST', separator: '!' }],
    ['x:2,TSSabF', { unique: 'x', flags: 'FSTab', separator: ':' }],
    ['x:2,S,extra', { unique: 'x', flags: 'Saertx', separator: ':' }],
    ['x:1,what', { unique: 'x', separator: ':', info: '1,what' }],
    ['x:3,S', { unique: 'x', separator: ':', info: '3,S' }],
    ['a!b', { unique: 'a!b' }],
    ['', { unique: '' }],
    [':2,S', { unique: '', flags: 'S', separator: ':' }],
    ['x,S=12x', { unique: 'x,S=12x' }],
    ['x,S=99999999999999999', { unique: 'x,S=99999999999999999' }],
    ['99999999999999.x', { unique: '99999999999999.x' }],
  ])('%j', (name, wanted) => {
    expect(parseMaildirName(name)).toEqual(wanted)
  })

  it('is quick on long names', () => {
    for (const piece of [':2,', ',S=', '1', '!2', ';']) parseMaildirName(piece.repeat(300_000))
  })

  it('knows the flags', () => {
    expect([...MAILDIR_FLAGS.keys()].join('')).toBe('DFPRST')
    expect(MAILDIR_FLAGS.get('P')).toBe('passed')
  })
})

describe('formatMaildirName', () => {
  it.each([
    [{ unique: '1.2.3' }, undefined, '1.2.3'],
    [{ unique: '1.2.3', flags: '' }, undefined, '1.2.3:2,'],
    [{ unique: '1.2.3', flags: 'SFS' }, undefined, '1.2.3:2,FS'],
    [{ unique: '1.2.3', flags: 'aT' }, ';' as const, '1.2.3;2,Ta'],
    [{ unique: '1.2.3', flags: 'T' }, '!' as const, '1.2.3!2,T'],
  ])('%j %s', (name, separator, wanted) => {
    expect(formatMaildirName(name, separator)).toBe(wanted)
    expect(parseMaildirName(wanted).unique).toBe(name.unique)
  })

  it.each(['', '.hidden', '..', 'a/b', '/a', 'a\0', 'a\nb', 'a:b', 'a:2,S', 'a!2,S', 'a;2,'])(
    'refuses %j',
    (unique) => {
      expect(() => formatMaildirName({ unique })).toThrow(TypeError)
    },
  )

  it('refuses other flags and separators', () => {
    expect(() => formatMaildirName({ unique: 'a', flags: 'S,' })).toThrow(/letters/)
    expect(() => formatMaildirName({ unique: 'a', flags: 'S/' })).toThrow(TypeError)
    expect(() => formatMaildirName({ unique: 'a' }, '/' as never)).toThrow(TypeError)
  })
})

describe('maildirUnique', () => {
  const time = new Date('2008-03-05T01:22:02.027Z')
  it('is made of what is given', () => {
    expect(maildirUnique({ time, pid: 6452, hostname: 'host.example' })).toBe('1204680122.M27000P6452.host.example')
    expect(
      maildirUnique({
        time,
        pid: 1,
        hostname: 'h',
        microseconds: 5,
        deliveries: 3,
        random: 'AB12',
        size: 7,
        virtualSize: 9,
      }),
    ).toBe('1204680122.Rab12M5P1Q3.h,S=7,W=9')
  })

  it('writes octets of the host name that names give a meaning', () => {
    const unique = maildirUnique({ time, pid: 1, hostname: '../a:2,S/é' })
    expect(unique).toBe('1204680122.M27000P1...\\057a\\0722\\054S\\057\\303\\251')
    expect(parseMaildirName(formatMaildirName({ unique, flags: 'S' }))).toMatchObject({ unique, flags: 'S' })
  })

  it.each([
    { time: new Date(Number.NaN), pid: 1, hostname: 'h' },
    { time: new Date(-1), pid: 1, hostname: 'h' },
    { time, pid: -1, hostname: 'h' },
    { time, pid: 1.5, hostname: 'h' },
    { time, pid: 1, hostname: '' },
    { time, pid: 1, hostname: 'h', microseconds: 1e6 },
    { time, pid: 1, hostname: 'h', random: 'xyz' },
    { time, pid: 1, hostname: 'h', size: -1 },
  ])('refuses %#', (delivery) => {
    expect(() => maildirUnique(delivery)).toThrow(TypeError)
  })
})
