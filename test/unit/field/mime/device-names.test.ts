/** Names of Windows devices, with the superscript digits that Windows also takes, are no names of files. */
import { describe, expect, it } from 'vitest'
import { safeFilename } from '../../../../src/field/mime/filename.js'
import { parse } from '../../../../src/index.js'

const attachment = (name: string) =>
  parse(`Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}\r\n\r\nx\r\n`)

describe('reserved-filename', () => {
  const digits = ['\u00b9', '\u00b2', '\u00b3']
  const devices = ['COM', 'com', 'Com', 'LPT', 'lpt'].flatMap((stem) => digits.map((digit) => stem + digit))
  it.each(devices.flatMap((device) => [device, `${device}.txt`, `${device}.tar.gz`]))('%s is a device', (name) => {
    expect(safeFilename(name).toLowerCase().startsWith(name.slice(0, 4).toLowerCase())).toBe(false)
    expect(
      attachment(name)
        .check()
        .map(({ code }) => code),
    ).toContain('reserved-filename')
  })

  it.each(['COM4x.txt', 'COMIC.txt', 'LPT\u2074.txt', 'XCOM\u00b9.txt'])('%s stays as it is', (name) => {
    expect(safeFilename(name)).toBe(name)
    expect(
      attachment(name)
        .check()
        .map(({ code }) => code),
    ).not.toContain('reserved-filename')
  })
})
