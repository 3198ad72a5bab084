import { describe, expect, it } from 'vitest'
import { filesInText } from '../../../../src/legacy/index.js'
import { codes, text } from '../octets.js'

/** `Cat`, as everybody's example has it. */
const CAT = 'begin 644 cat.txt\n#0V%T\n`\nend\n'

describe('uuencode in a text', () => {
  it('finds the block and says where it stands', () => {
    const source = `Here it is.\r\n\r\n${CAT.replaceAll('\n', '\r\n')}-- \r\nAda\r\n`
    const [file, ...rest] = filesInText(source)
    expect(rest).toEqual([])
    expect(file).toMatchObject({ kind: 'uuencode', filename: 'cat.txt', safeFilename: 'cat.txt', problems: [] })
    expect(text(file!.bytes())).toBe('Cat')
    const [{ start, end }] = file!.spans as [{ start: number; end: number }]
    expect(source.slice(start, end)).toBe('begin 644 cat.txt\r\n#0V%T\r\n`\r\nend')
  })

  it('finds several', () => {
    const files = filesInText(`${CAT}text\n${CAT.replace('cat.txt', '../../dog.txt')}`)
    expect(files.map(({ filename, safeFilename }) => [filename, safeFilename])).toEqual([
      ['cat.txt', 'cat.txt'],
      ['../../dog.txt', 'dog.txt'],
    ])
  })

  it('takes a block without an end as far as its data go', () => {
    const [file] = filesInText('begin 644 cat.txt\n#0V%T\nThat is all that there is of it.\nRegards\n')
    expect(text(file!.bytes())).toBe('Cat')
    expect(codes(file!.problems)).toEqual(['missing-end'])
    expect(file!.spans).toEqual([{ start: 0, end: 23 }])
  })

  it('ends a block at the next begin', () => {
    const files = filesInText(`begin 644 a\n#0V%T\n${CAT}`)
    expect(files.map(({ filename }) => filename)).toEqual(['a', 'cat.txt'])
    expect(codes(files[0]!.problems)).toEqual(['missing-end'])
  })

  it('leaves out a line that a relay put in, and one with damaged octets', () => {
    const [file] = filesInText('begin 644 a\n#0V%T\n[cut by gateway]\n#0V%T\n#0V\xa5T\n#0V%T\n`\nend\n')
    expect(text(file!.bytes())).toBe('CatCatCat')
    expect(codes(file!.problems)).toContain('bad-line')
  })

  it('is not misled by prose', () => {
    expect(filesInText('begin 644 words and then\nsome prose follows here\nend\n')).toEqual([])
    expect(filesInText('begin the day\nwith a smile\n')).toEqual([])
    expect(filesInText('begin 644 x\n')).toEqual([])
  })

  it.each([
    ['begin-encoded 644 dm9pbMOg', '#0V%T\n`\nend'],
    ['begin-base64-encoded 644 dm9pbMOg', 'Q2F0\n===='],
    ['begin 644 voil\xc3\xa0', '#0V%T\n`\nend'],
  ])('%s: a name under base64, and one whose last octet is A0', (begin, data) => {
    const [file] = filesInText(Buffer.from(`${begin}\n${data}\n`, 'latin1'))
    expect(file).toMatchObject({ filename: 'voilà', problems: [] })
    expect(text(file!.bytes())).toBe('Cat')
  })

  it('reads the base64 form', () => {
    const [file] = filesInText('begin-base64 644 d\u00e9j\u00e0.txt\nQ2F0\nlist footer!\nQ2F0\n====\n')
    expect(file).toMatchObject({ kind: 'begin-base64', filename: 'd\u00e9j\u00e0.txt' })
    expect(text(file!.bytes())).toBe('CatCat')
    expect(codes(file!.problems)).toEqual(['bad-line'])
  })

  it('stays within maxBytes, over all files', () => {
    const files = filesInText(CAT.repeat(3), { maxBytes: 4 })
    expect(files.map((file) => file.bytes().length)).toEqual([3, 1, 0])
    expect(codes(files[2]!.problems)).toEqual(['too-large'])
  })

  it('gives an answer where nothing ever ends', () => {
    const attack = 'begin 644 a\n#0V%T\nx\n'.repeat(20_000)
    expect(filesInText(attack).length).toBe(10_000)
    expect(filesInText('begin 644 a\n'.repeat(50_000))).toEqual([])
    expect(filesInText(`begin 644 a\n#0V%T\n${'\n'.repeat(400_000)}`).length).toBe(1)
  })
})
