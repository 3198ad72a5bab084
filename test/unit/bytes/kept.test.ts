/** What outlives a call: taken and given back within one, safe where calls begin inside each other and where one throws; or pure, and bounded. */
import { describe, expect, it } from 'vitest'
import { Last, lazy, Memo, Spare } from '../../../src/bytes/kept.js'
import { codecFor } from '../../../src/charset/find-codec.js'
import { lookup } from '../../../src/charset/labels.js'
import { decodeWith } from '../../../src/charset/text-codec.js'
import { resolveLimits } from '../../../src/defects/limits.js'
import { decodeWords } from '../../../src/field/words/encoded-word.js'
import { scan } from '../../../src/scan/scan.js'
import type { Sink } from '../../../src/scan/sink.js'

const resolved = resolveLimits(undefined)

describe('Spare', () => {
  it('gives what was given back, once', () => {
    const spare = new Spare<object>()
    expect(spare.take()).toBeUndefined()
    const one = {}
    spare.give(one)
    expect(spare.take()).toBe(one)
    expect(spare.take()).toBeUndefined()
  })

  it('keeps one object, however many calls were inside each other', () => {
    const spare = new Spare<number>()
    spare.give(1)
    spare.give(2)
    expect([spare.take(), spare.take()]).toEqual([2, undefined])
  })
})

describe('what uses a spare', () => {
  /** Each `act` gives what it read, and calls `inside` in the middle of it. */
  const events = (inside: () => void, bytes = 'A: b\r\nC: d\r\n\r\nbody\r\n') => {
    const seen: string[] = []
    const note = (name: keyof Sink) =>
      ((...given: unknown[]) => {
        seen.push([name, ...given].join(' '))
        if (name === 'field') inside()
      }) as never
    const sink: Sink = {
      enter: note('enter'),
      field: note('field'),
      blank: note('blank'),
      body: note('body'),
      delimiter: note('delimiter'),
      exit: note('exit'),
      defect: note('defect'),
    }
    scan(new TextEncoder().encode(bytes), sink, resolved)
    return seen.join('\n')
  }
  const words = (inside: () => void) => {
    const defects: string[] = []
    const text = decodeWords(
      '=?utf-8?Q?a?= x =?utf-8?Q?=C3?= =?utf-8?B?qQ?= =?x?Q?b?= c',
      (...defect) => {
        defects.push(defect.join(' '))
        inside()
      },
      0,
      'text',
    )
    return `${text}\n${defects.join('\n')}`
  }

  it.each([
    ['the scanner', events],
    ['the reader of encoded-words', words],
  ])('%s reads the same where another reading begins inside it', (_, act) => {
    const alone = act(() => {})
    let depth = 0
    const inner: string[] = []
    const nested = (): void => {
      if (depth > 2) return
      depth++
      inner.push(act(nested))
      depth--
    }
    expect(act(nested)).toBe(alone)
    expect(inner.length).toBeGreaterThan(2)
    for (const one of inner) expect(one).toBe(alone)
    expect(act(() => {})).toBe(alone)
  })

  it.each([
    ['the scanner', events],
    ['the reader of encoded-words', words],
  ])('%s reads the same after a reading that threw', (_, act) => {
    const alone = act(() => {})
    for (const after of [0, 1]) {
      let left = after
      const fail = () => {
        if (left-- === 0) throw new Error('from the caller')
      }
      expect(() => act(fail)).toThrow('from the caller')
      expect(act(() => {})).toBe(alone)
    }
  })

  it('a decoder of text begins each text anew', () => {
    const { name, engine } = lookup('iso-2022-jp')!
    const codec = codecFor(name, engine)!
    const unfinished = Uint8Array.of(0x1b, 0x24, 0x42, 0x46)
    const ascii = new TextEncoder().encode('Fuji')
    expect(decodeWith(codec, ascii)).toEqual({ text: 'Fuji', replaced: 0 })
    expect(decodeWith(codec, unfinished).replaced).toBe(1)
    expect(decodeWith(codec, ascii)).toEqual({ text: 'Fuji', replaced: 0 })
  })
})

describe('lazy', () => {
  it('makes its value at the first call, and once', () => {
    let made = 0
    const table = lazy(() => [++made])
    expect(made).toBe(0)
    expect([table(), table()]).toEqual([[1], [1]])
  })

  it('makes it at the next call where the first threw', () => {
    let calls = 0
    const table = lazy(() => {
      if (++calls === 1) throw new Error('no tables')
      return [calls]
    })
    expect(table).toThrow('no tables')
    expect(table()).toEqual([2])
  })
})

describe('Memo', () => {
  it('makes the values of so many keys once, those of others each time', () => {
    const made: string[] = []
    const memo = new Memo(2, (key: string) => {
      made.push(key)
      return key.toUpperCase()
    })
    for (const key of ['a', 'b', 'c', 'a', 'b', 'c', 'c']) expect(memo.get(key)).toBe(key.toUpperCase())
    expect(made).toEqual(['a', 'b', 'c', 'c', 'c'])
  })

  it('asks again for what was undefined', () => {
    let there = false
    const memo = new Memo(9, () => (there ? 'value' : undefined))
    expect(memo.get('a')).toBeUndefined()
    there = true
    expect(memo.get('a')).toBe('value')
  })
})

describe('Last', () => {
  it('gives the last value of a slot again, of the same key alone, and keeps no undefined', () => {
    const last = new Last<string>()
    let calls = 0
    const make = (value: string | undefined) => () => {
      calls++
      return value
    }
    expect(last.get('a', 'x', make('1'))).toBe('1')
    expect(last.get('a', 'x', make('2'))).toBe('1')
    expect(last.get('b', 'x', make('3'))).toBe('3')
    expect(last.get('a', 'y', make(undefined))).toBeUndefined()
    expect(last.get('a', 'x', make('4'))).toBe('1')
    expect(last.get('a', 'y', make('5'))).toBe('5')
    expect(last.get('a', 'x', make('6'))).toBe('6')
    expect(calls).toBe(5)
  })
})
