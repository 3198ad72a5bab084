/** Laws 2 and 3: events tile the input, and are the same however the input is cut. */
import { describe, expect, it } from 'vitest'
import { events, everyByte } from '../events.js'
import { corpus, corpusFolder, fixtures } from '../messages.js'
import { randomCuts, seeded } from '../seeded.js'

const TIGHT = { maxHeaderBytes: 90, maxFields: 4, maxParts: 4, maxDepth: 2 }

describe('events do not depend on cutting', () => {
  it.each(fixtures().map((sample) => [sample.name, sample.bytes] as const))('%s', (_name, bytes) => {
    for (const limits of [{}, TIGHT]) {
      const whole = events(bytes, [], limits)
      expect(events(bytes, everyByte(bytes.length), limits)).toEqual(whole)
      if (bytes.length <= 4096)
        for (let cut = 1; cut < bytes.length; cut++) expect(events(bytes, [cut], limits)).toEqual(whole)
      const random = seeded(bytes.length)
      for (let i = 0; i < 20; i++)
        expect(events(bytes, randomCuts(random, bytes.length, 1 + random(12)), limits)).toEqual(whole)
    }
  })

  it('random octets of a mail alphabet', () => {
    const random = seeded(7)
    const alphabet = [
      '\r\n',
      '\n',
      '\r',
      ' ',
      '\t',
      'a',
      'X:',
      'From ',
      '--b',
      '--b--',
      '--',
      ':',
      'Content-Type: multipart/mixed; boundary=b',
      'Content-Type: message/rfc822',
      '\ufeff',
      '>From ',
    ]
    for (let i = 0; i < 1500; i++) {
      let text = ''
      const length = 1 + random(24)
      for (let j = 0; j < length; j++) text += alphabet[random(alphabet.length)]
      const bytes = new TextEncoder().encode(text)
      const limits = i % 2 === 0 ? {} : TIGHT
      const whole = events(bytes, [], limits)
      expect(events(bytes, everyByte(bytes.length), limits), JSON.stringify(text)).toEqual(whole)
      expect(events(bytes, randomCuts(random, bytes.length, 3), limits), JSON.stringify(text)).toEqual(whole)
    }
  })

  it('boundaries that no line can hold, or that look like others', () => {
    const random = seeded(13)
    const declared = [
      `*=us-ascii''a%0Ab`,
      `*=us-ascii''a%0D`,
      `*=us-ascii''a%0D%0Ab`,
      '="a\r"',
      '="a--"',
      '="-"',
      '=a',
      '=ab',
    ]
    const lines = [
      '--a',
      '--a--',
      '--a\nb',
      '--a\nb--',
      '--a\r',
      '--a\r--',
      '--a\r\nb',
      '--',
      '---',
      '-----',
      '--ab',
      '--ab--',
      'x',
      '',
    ]
    const ends = ['\r\n', '\r\n', '\n', '\r\r\n', ' \r\n', '']
    for (let i = 0; i < 2000; i++) {
      let text = `Content-Type: multipart/mixed; boundary${declared[random(declared.length)]}\r\n\r\n`
      for (let j = random(8); j >= 0; j--) {
        if (random(5) === 0)
          text += `Content-Type: multipart/mixed; boundary${declared[random(declared.length)]}\r\n\r\n`
        text += lines[random(lines.length)]! + ends[random(ends.length)]!
      }
      const bytes = new TextEncoder().encode(text)
      const whole = events(bytes)
      expect(events(bytes, everyByte(bytes.length)), JSON.stringify(text)).toEqual(whole)
      expect(events(bytes, randomCuts(random, bytes.length, 3), {}), JSON.stringify(text)).toEqual(whole)
    }
  })

  it.skipIf(corpusFolder === undefined)(
    '300 messages of the corpus',
    () => {
      let count = 0
      const random = seeded(11)
      for (const { name, bytes } of corpus(7, 60_000)) {
        const whole = events(bytes)
        expect(events(bytes, everyByte(bytes.length)), name).toEqual(whole)
        for (let i = 0; i < 10; i++)
          expect(events(bytes, randomCuts(random, bytes.length, 1 + random(40))), name).toEqual(whole)
        if (++count === 300) break
      }
      expect(count).toBeGreaterThan(250)
    },
    300_000,
  )
})
