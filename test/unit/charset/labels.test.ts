import { describe, expect, it, test } from 'vitest'
import { hasCharset, lookup } from '../../../src/charset/index.js'

describe('labels', () => {
  test.each([
    ['utf-8', 'UTF-8 utf8 UTF_8 "utf-8"; unicode-1-1-utf-8 x-unicode20utf8 csUTF8 cp65001 utf8mb4 uft-8 =utf-8'],
    ['utf-7', 'utf-7 UNICODE-1-1-UTF-7 csUnicode11UTF7 unicode-2-0-utf-7'],
    ['utf-16', 'utf-16 ucs-2 iso-10646-ucs-2 csUnicode unicode'],
    ['utf-16le', 'utf-16le unicodefeff cp1200'],
    ['utf-16be', 'UTF-16BE unicodefffe'],
    ['utf-32', 'utf-32 ucs-4 ISO-10646-UCS-4'],
    [
      'us-ascii',
      'us-ascii ascii ANSI_X3.4-1968 ansi_x3.4-1986 iso646-us iso-ir-6 ISO_646.irv:1991 IBM367 cp367 csASCII us',
    ],
    [
      'windows-1252',
      "iso-8859-1 ISO_8859-1:1987 latin1 l1 csISOLatin1 iso8859-1 iso88591 iso_8859_1 cp819 8859-1 iso-ir-100 'iso-8859-1'",
    ],
    ['iso-8859-2', 'iso-8859-2 latin2 ISO_8859-2:1987 iso8859_2'],
    ['iso-8859-6', 'iso-8859-6 ISO-8859-6-E iso-8859-6-i ASMO-708 ECMA-114 arabic'],
    ['iso-8859-8', 'iso-8859-8 ISO-8859-8-E visual hebrew csISO88598E'],
    ['iso-8859-8-i', 'iso-8859-8-i logical csISO88598I'],
    ['windows-1254', 'iso-8859-9 latin5 ISO_8859-9:1989'],
    ['iso-8859-10', 'iso-8859-10 latin6 iso8859-10'],
    ['windows-874', 'iso-8859-11 iso8859-11 TIS-620 tis620 iso-ir-166'],
    ['iso-2022-jp', 'ISO-2022-JP-3 iso-2022-jp-2004 JUNET'],
    ['shift_jis', 'x-mac-japanese x-ms-cp932 cp932 CP-932'],
    ['euc-kr', 'x-kr X-KR x-mac-korean'],
    ['windows-1251', 'ansi-1251 ANSI_1251 ansi1251'],
    ['koi8-r', '"koi8-r" \'koi8-r\' koi8-r; ;koi8-r "koi8-r";'],
    ['iso-8859-15', 'iso-8859-15 latin9 Latin-9 csISOLatin9 iso8859-15'],
    ['iso-8859-16', 'iso-8859-16 latin10'],
    ['windows-1252', 'windows-1252 cp1252 cp-1252 x-cp1252 win1252 win-1252 Windows_1252 ansi'],
    ['windows-1251', 'windows-1251 CP1251 x-cp1251 win-1251 windows1251'],
    ['windows-1257', 'win-1257 windows-1257'],
    ['windows-874', 'windows-874 dos-874 cp874 ibm874'],
    ['koi8-r', 'koi8-r KOI8_R koi8 koi csKOI8R cp20866'],
    ['koi8-u', 'koi8-u koi8-ru'],
    ['ibm437', 'cp437 437 IBM437 csPC8CodePage437'],
    ['ibm850', 'cp850 cp-850 850 IBM850 x-cp850 csPC850Multilingual'],
    ['ibm858', 'cp858 IBM00858 CCSID00858 cp00858'],
    ['ibm866', 'cp866 866 csIBM866 ibm866'],
    ['ibm037', 'cp037 IBM037 cp37 ebcdic-cp-us'],
    ['ibm500', 'cp500 ibm500 ebcdic-cp-ch'],
    ['ibm1047', 'cp1047 IBM-1047'],
    ['macintosh', 'macintosh mac x-mac-roman csMacintosh'],
    ['x-mac-cyrillic', 'x-mac-cyrillic x-mac-ukrainian'],
    ['x-mac-icelandic', 'mac-iceland x-mac-icelandic'],
    ['gbk', 'gb2312 GB_2312-80 gbk x-gbk cp936 chinese csGB2312 csISO58GB231280 iso-ir-58 euc-cn cn-gb'],
    ['gb18030', 'gb18030 GB18030-2005 cp54936'],
    ['big5', 'big5 Big5-HKSCS cn-big5 x-x-big5 csBig5 cp950 big5-eten'],
    ['shift_jis', 'shift_jis Shift-JIS x-sjis sjis MS_Kanji csShiftJIS windows-31j cp932 ms932'],
    ['euc-jp', 'euc-jp x-euc-jp ujis csEUCPkdFmtJapanese'],
    [
      'euc-kr',
      'euc-kr ks_c_5601-1987 KS_C_5601-1989 ksc5601 csKSC56011987 korean cp949 windows-949 x-windows-949 uhc iso-ir-149',
    ],
    ['euc-tw', 'euc-tw x-euc-tw'],
    ['iso-2022-jp', 'iso-2022-jp csISO2022JP iso-2022-jp-1 cp50220'],
    ['iso-2022-jp-2', 'iso-2022-jp-2 csISO2022JP2'],
    ['iso-2022-kr', 'iso-2022-kr csISO2022KR'],
    ['iso-2022-cn', 'iso-2022-cn iso-2022-cn-ext'],
    ['hz-gb-2312', 'hz-gb-2312 HZ'],
    ['viscii', 'VISCII csVISCII'],
    ['x-user-defined', 'x-user-defined'],
  ])('%s', (name, labels) => {
    for (const label of labels.split(' ')) expect([label, lookup(label)?.name]).toEqual([label, name])
    for (const label of labels.split(' ')) expect([label, hasCharset(` ${label}\t`)]).toEqual([label, true])
  })

  test.each([
    '',
    ' ',
    '"";',
    'x-unknown',
    'unknown-8bit',
    'x-',
    'constructor',
    '__proto__',
    'toString',
    'default',
    'none',
    'charset=us-ascii',
    'iso-8859-12',
    'iso-8859-yada',
    'iso-8859-1**',
    'utf-8\u00e9',
    'cp99999999999',
  ])('%j is unknown', (label) => {
    const known = label === 'iso-8859-1**' ? 'windows-1252' : undefined
    expect(lookup(label)?.name).toBe(known)
  })

  test('the WHATWG labels of the platform mean the same here', () => {
    // Where the platform reads a superset, or errs, this table says what is meant.
    const differ = new Map([
      ['us-ascii', 'windows-1252'],
      ['utf-16', 'utf-16le'],
    ])
    const labels =
      'unicode-1-1-utf-8 utf-8 866 cp866 csibm866 csisolatin2 iso-ir-101 l2 latin2 latin3 latin4 cyrillic arabic asmo-708 greek sun_eu_greek hebrew logical visual latin6 l6 iso8859-13 iso885914 csisolatin9 l9 koi koi8_r koi8-ru mac x-mac-roman dos-874 x-cp1250 x-cp1253 x-cp1258 x-mac-ukrainian chinese csgb2312 gb_2312-80 x-gbk gb18030 big5-hkscs cn-big5 x-x-big5 x-euc-jp csiso2022jp ms932 windows-31j x-sjis cseuckr ks_c_5601-1989 windows-949 unicodefffe utf-16be iso-10646-ucs-2 unicodefeff utf-16 ansi_x3.4-1968 csisolatin1 l1 cp819 latin5 l5 tis-620 iso885911'
    for (const label of labels.split(' ')) {
      const name = lookup(label)!.name
      expect([label, differ.get(name) ?? name]).toEqual([label, new TextDecoder(label).encoding])
    }
  })

  test('unsafe labels are marked', () => {
    for (const label of ['utf-7', 'utf-16', 'utf-16be', 'utf-32', 'iso-2022-kr', 'hz-gb-2312', 'replacement']) {
      expect([label, lookup(label)?.unsafe]).toEqual([label, true])
    }
    for (const label of ['utf-8', 'iso-2022-jp', 'gbk']) expect(lookup(label)?.unsafe).toBeUndefined()
    expect(hasCharset('replacement')).toBe(false)
  })

  test('a label of any length costs little', () => {
    for (const label of ['a'.repeat(5_000_000), '"'.repeat(5_000_000), ' '.repeat(1024)])
      expect(lookup(label)).toBeUndefined()
  })
})

it.each([
  ['koi8-r format=flowed', 'koi8-r'],
  ['  utf-8\tx', 'utf-8'],
  ['iso 8859 2', 'iso-8859-2'],
  ['nobody knows', undefined],
])('reads the first word of a label: %j', (label, name) => {
  expect(lookup(label)?.name).toBe(name)
})
