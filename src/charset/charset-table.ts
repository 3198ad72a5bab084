/**
 * The table of charsets: canonical name, engine, aliases. IANA names and aliases (RFC 2978), the labels of the WHATWG Encoding Standard,
 * and what mailers write.
 *
 * A label is read as the WHATWG Encoding Standard says: ISO-8859-1 is windows-1252, ISO-8859-9 windows-1254, ISO-8859-11 and TIS-620
 * windows-874, which differ in 80–9F, where no sender means C1 controls; GB 2312, KS C 5601 and Shift_JIS are their supersets (GBK, the unified
 * Hangul code, windows-31j). What is written under a label is what the label itself names.
 *
 * iso-2022-jp-3 and -2004 are read as iso-2022-jp, of JIS X 0213 what JIS X 0208 has. Not supported: EUC-JIS-2004 and the other forms of it, CNS 11643 from plane 3 on, Johab, ISO 646
 * variants but two, SCSU, BOCU-1, CESU-8, EBCDIC but four pages, VPS, KOI8-F, DEC-MCS, NeXTSTEP.
 */
import type { Engine } from './find-codec.js'

export interface Charset {
  /** Canonical, lower case. */
  readonly name: string
  readonly engine: Engine
  /** The charset that its labels mean in what is read, where that is another. */
  readonly reads?: string
  /** Not decoded on a message's word (UTF-16 excepted): it can hide markup or addresses from what reads the octets. */
  readonly unsafe?: boolean
}

const OWN: Engine = { kind: 'own' }
const DOUBLE: Engine = { kind: 'double' }

const platform = (source: string): Engine => ({ kind: 'platform', source })
const iconv = (source: string): Engine => ({ kind: 'iconv', source })

const IBM_PAGES =
  '437 720 737 775 808 850 852 855 856 857 858 860 861 862 863 864 865 869 922 1046 1124 1125 1129 1133 1161 1162 1163'

/**
 * Gives each charset with its aliases to `row`. Aliases are keys: lower-case letters and digits, without `x` or `cs` before, and with
 * `cp` for the page number of any vendor, without leading zeros.
 */
export function eachCharset(row: (charset: Charset, aliases: string[]) => void): void {
  const add = (name: string, engine: Engine, aliases: string, unsafe = false) =>
    row(
      unsafe ? { name, engine, unsafe } : { name, engine },
      aliases.split(' ').filter((alias) => alias !== ''),
    )
  const addRead = (name: string, reads: string, aliases: string) =>
    row({ name, engine: OWN, reads }, aliases.split(' '))

  // Unicode
  // QUIRK(RFC 2978): "uft-8". Sent by: hand-written scripts.
  add('utf-8', OWN, 'utf8 unicode11utf8 unicode20utf8 utf8mb4 utf cp65001 cp1208 uft8')
  add('utf-7', OWN, 'utf7 unicode11utf7 unicode20utf7 cp65000', true)
  add('utf-16', OWN, 'unicode ucs2 iso10646ucs2 iso10646 unicode11', true)
  add('utf-16le', OWN, 'unicodefeff unicodelittle ucs2le cp1200 cp1202', true)
  add('utf-16be', OWN, 'unicodefffe unicodebig ucs2be cp1201', true)
  add('utf-32', OWN, 'ucs4 iso10646ucs4', true)
  add('utf-32le', OWN, 'ucs4le cp12000', true)
  add('utf-32be', OWN, 'ucs4be cp12001', true)
  // WHATWG Encoding §4.2: these labels name the replacement encoding, for the same reason.
  add('replacement', OWN, '', true)
  add('iso-2022-kr', OWN, 'iso2022kr cp50225', true)
  add('iso-2022-cn', OWN, 'iso2022cn iso2022cnext cp50227', true)
  add('hz-gb-2312', OWN, 'hz hzgb cp52936', true)

  // ASCII and ISO 8859
  add(
    'us-ascii',
    OWN,
    'ascii ansix34 ansix341968 ansix341986 iso646 iso646us iso646irv iso646irv1991 646 us isoir6 cp367 cp20127',
  )
  addRead('iso-8859-1', 'windows-1252', 'isolatin1 latin1 l1 isoir100 cp819 cp28591 iso885911987 88591')
  add('iso-8859-2', platform('iso-8859-2'), 'isolatin2 latin2 l2 isoir101 cp912 cp28592 88592')
  add('iso-8859-3', platform('iso-8859-3'), 'isolatin3 latin3 l3 isoir109 cp913 cp28593 88593')
  add('iso-8859-4', platform('iso-8859-4'), 'isolatin4 latin4 l4 isoir110 cp914 cp28594 88594')
  add('iso-8859-5', platform('iso-8859-5'), 'isolatincyrillic cyrillic isoir144 cp915 cp28595 88595')
  add(
    'iso-8859-6',
    platform('iso-8859-6'),
    'isolatinarabic arabic isoir127 ecma114 asmo708 arabic8 cp708 cp1089 cp28596 88596 iso88596e iso88596i',
  )
  add(
    'iso-8859-7',
    platform('iso-8859-7'),
    'isolatingreek greek greek8 isoir126 ecma118 elot928 suneugreek cp813 cp28597 88597',
  )
  add(
    'iso-8859-8',
    platform('iso-8859-8'),
    'isolatinhebrew hebrew hebrew8 isoir138 visual iso88598e cp916 cp28598 88598',
  )
  add('iso-8859-8-i', platform('iso-8859-8'), 'logical cp38598')
  addRead('iso-8859-9', 'windows-1254', 'isolatin5 latin5 l5 isoir148 turkish turkish8 cp920 cp28599 88599')
  add('iso-8859-10', platform('iso-8859-10'), 'isolatin6 latin6 l6 isoir157 cp919 cp28600 885910')
  addRead('iso-8859-11', 'windows-874', 'thai thai8 cp28601 885911')
  addRead('tis-620', 'windows-874', 'tis6200 tis62025291 tis62025330 tis6202533 isoir166')
  add('iso-8859-13', platform('iso-8859-13'), 'latin7 l7 isoir179 baltic cp921 cp28603 885913')
  add('iso-8859-14', platform('iso-8859-14'), 'latin8 l8 isoir199 isoceltic celtic celtic8 cp28604 885914')
  add('iso-8859-15', platform('iso-8859-15'), 'isolatin9 latin9 l9 latin0 isoir203 cp923 cp28605 885915')
  add('iso-8859-16', iconv('iso885916'), 'latin10 l10 isoir226 cp28606 885916')

  // Windows
  for (const page of [1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258, 874])
    add(`windows-${page}`, platform(`windows-${page}`), `cp${page}`)
  add('windows-1252', OWN, 'cp1252 msansi ansi')

  // KOI8 and other Cyrillic
  add('koi8-r', platform('koi8-r'), 'koi8 koi cp878 cp20866')
  add('koi8-u', platform('koi8-u'), 'koi8ru cp1168 cp21866')
  add('koi8-t', iconv('koi8t'), '')
  add('pt154', iconv('pt154'), 'ptcp154 cp154 cyrillicasian')
  add('rk1048', iconv('rk1048'), 'kz1048 strk10482002')
  add('mik', iconv('mik'), '')

  // DOS and other IBM pages
  add('ibm866', platform('ibm866'), 'cp866 pc866')
  const aliases = new Map([
    ['437', 'pc8codepage437'],
    ['775', 'pc775baltic'],
    ['850', 'pc850multilingual'],
    ['852', 'pcp852'],
    ['855', 'pcp855'],
    ['858', 'pcmultilingual850euro'],
    ['861', 'cpis'],
    ['862', 'pc862latinhebrew'],
    ['869', 'cpgr'],
    ['1125', 'ruscii'],
  ])
  for (const page of IBM_PAGES.split(' ')) add(`ibm${page}`, iconv(`cp${page}`), `cp${page} ${aliases.get(page) ?? ''}`)

  // EBCDIC
  add('ibm037', OWN, 'cp37 ebcdiccpus ebcdiccpca ebcdiccpwt ebcdiccpnl')
  add('ibm500', OWN, 'cp500 ebcdiccpbe ebcdiccpch ebcdicinternational')
  add('ibm1047', OWN, 'cp1047 ')
  add('ibm1140', OWN, 'cp1140 ebcdicus37euro')

  // Macintosh
  add('macintosh', platform('macintosh'), 'mac macroman applemacintosh cp10000')
  add('x-mac-cyrillic', platform('x-mac-cyrillic'), 'maccyrillic macukrainian macukraine cp10007 cp10017')
  for (const [name, source, aliases] of [
    ['greek', 'macgreek', 'macgreek cp10006'],
    ['turkish', 'macturkish', 'macturkish cp10081'],
    ['ce', 'maccenteuro', 'macce maccentraleurope maccentraleurroman maccenteuro cp10029'],
    ['icelandic', 'maciceland', 'macicelandic maciceland cp10079'],
    ['croatian', 'maccroatian', 'maccroatian cp10082'],
    ['romanian', 'macromania', 'macromanian macromania cp10010'],
    ['thai', 'macthai', 'macthai cp10021'],
  ] as const) {
    add(`x-mac-${name}`, iconv(source), aliases)
  }

  // Other single-octet sets
  add('armscii-8', iconv('armscii8'), '')
  add('georgian-academy', iconv('georgianacademy'), '')
  add('georgian-ps', iconv('georgianps'), '')
  add('hp-roman8', iconv('hproman8'), 'roman8 r8 cp1051')
  add('viscii', iconv('viscii'), 'viscii11')
  add('tcvn', iconv('tcvn'), 'tcvn5712 tcvn57121 tcvn571211993')
  add('iso646-cn', iconv('iso646cn'), 'gb198880 cn isoir57 iso57gb1988')
  add('iso646-jp', iconv('iso646jp'), 'jisc62201969ro jp isoir14 iso14jisc6220ro')
  add('x-user-defined', OWN, '')

  // East Asia
  add(
    'gbk',
    DOUBLE,
    'gb2312 gb231280 chinese isoir58 iso58gb231280 cp936 ms936 cp1386 euccn gbeuc cngb gb cp20936 macchinesesimp cp10008',
  )
  add('gb18030', DOUBLE, 'gb180302000 gb180302005 gb180302022 cp54936')
  add('big5', DOUBLE, 'big5hkscs big5eten cnbig5 xbig5 cp950 cp951 ms950 macchinesetrad cp10002')
  add('shift_jis', DOUBLE, 'shiftjis sjis mskanji cp932 ms932 mscp932 windows31j cp943 mssjis macjapanese cp10001')
  add(
    'euc-jp',
    DOUBLE,
    'eucjp eucpkdfmtjapanese extendedunixcodepackedformatforjapanese ujis eucjpms eucjpwin cp51932 cp20932',
  )
  add(
    'euc-kr',
    DOUBLE,
    'ksc56011987 ksc56011989 ksc5601 ksx1001 korean isoir149 cp949 ms949 uhc cp51949 cp970 kr mackorean cp10003',
  )
  add('euc-tw', OWN, 'cns11643 cp964')
  add(
    'iso-2022-jp',
    OWN,
    'iso2022jp1 iso2022jp3 iso2022jp2004 iso2022jpms junet jis jis7 jisencoding cp50220 cp50221 cp50222',
  )
  add('iso-2022-jp-2', OWN, '')
}
