/**
 * The table of charsets: canonical name, engine, aliases. IANA names and aliases (RFC 2978), the labels of the WHATWG Encoding Standard,
 * and what mailers write.
 *
 * A label is read as the WHATWG Encoding Standard says: ISO-8859-1 is windows-1252, ISO-8859-9 windows-1254, ISO-8859-11 and TIS-620
 * windows-874, which differ in 80–9F, where no sender means C1 controls; GB 2312, KS C 5601 and Shift_JIS are their supersets (GBK, the unified
 * Hangul code, windows-31j). What is written under a label is what the label itself names.
 *
 * iso-2022-jp-3 and -2004 are read as iso-2022-jp, of JIS X 0213 what JIS X 0208 has. Not supported: EUC-JIS-2004 and the other forms of it,
 * CNS 11643 from plane 3 on, Johab, ISO 646 variants but two, SCSU, BOCU-1, CESU-8, EBCDIC but four pages, VPS, KOI8-F, DEC-MCS, NeXTSTEP.
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

/**
 * A charset a row: its name, then its aliases. Aliases are keys: lower-case letters and digits, without `x` or `cs` before, and with
 * `cp` for the page number of any vendor, without leading zeros.
 *
 * The mark before a name says where it is decoded: `.` here; `*` by many-octets.ts; `!` there, and unsafe; `@` by TextDecoder, `~` by
 * iconv-lite, under the name behind `=` if that is another. `.name=other` is read as that other.
 */
const ROWS =
  // Unicode
  // QUIRK(RFC 2978): "uft-8". Sent by: hand-written scripts.
  '.utf-8 utf8 unicode11utf8 unicode20utf8 utf8mb4 utf cp65001 cp1208 uft8,' +
  '!utf-7 utf7 unicode11utf7 unicode20utf7 cp65000,' +
  '!utf-16 unicode ucs2 iso10646ucs2 iso10646 unicode11,' +
  '!utf-16le unicodefeff unicodelittle ucs2le cp1200 cp1202,' +
  '!utf-16be unicodefffe unicodebig ucs2be cp1201,' +
  '!utf-32 ucs4 iso10646ucs4,' +
  '!utf-32le ucs4le cp12000,' +
  '!utf-32be ucs4be cp12001,' +
  // WHATWG Encoding §4.2: these labels name the replacement encoding, for the same reason.
  '!replacement,' +
  '!iso-2022-kr iso2022kr cp50225,' +
  '!iso-2022-cn iso2022cn iso2022cnext cp50227,' +
  '!hz-gb-2312 hz hzgb cp52936,' +
  // ASCII and ISO 8859
  '.us-ascii ascii ansix34 ansix341968 ansix341986 iso646 iso646us iso646irv iso646irv1991 646 us isoir6 cp367 cp20127,' +
  '.iso-8859-1=windows-1252 isolatin1 latin1 l1 isoir100 cp819 cp28591 iso885911987 88591,' +
  '@iso-8859-2 isolatin2 latin2 l2 isoir101 cp912 cp28592 88592,' +
  '@iso-8859-3 isolatin3 latin3 l3 isoir109 cp913 cp28593 88593,' +
  '@iso-8859-4 isolatin4 latin4 l4 isoir110 cp914 cp28594 88594,' +
  '@iso-8859-5 isolatincyrillic cyrillic isoir144 cp915 cp28595 88595,' +
  '@iso-8859-6 isolatinarabic arabic isoir127 ecma114 asmo708 arabic8 cp708 cp1089 cp28596 88596 iso88596e iso88596i,' +
  '@iso-8859-7 isolatingreek greek greek8 isoir126 ecma118 elot928 suneugreek cp813 cp28597 88597,' +
  '@iso-8859-8 isolatinhebrew hebrew hebrew8 isoir138 visual iso88598e cp916 cp28598 88598,' +
  '@iso-8859-8-i=iso-8859-8 logical cp38598,' +
  '.iso-8859-9=windows-1254 isolatin5 latin5 l5 isoir148 turkish turkish8 cp920 cp28599 88599,' +
  '@iso-8859-10 isolatin6 latin6 l6 isoir157 cp919 cp28600 885910,' +
  '.iso-8859-11=windows-874 thai thai8 cp28601 885911,' +
  '.tis-620=windows-874 tis6200 tis62025291 tis62025330 tis6202533 isoir166,' +
  '@iso-8859-13 latin7 l7 isoir179 baltic cp921 cp28603 885913,' +
  '@iso-8859-14 latin8 l8 isoir199 isoceltic celtic celtic8 cp28604 885914,' +
  '@iso-8859-15 isolatin9 latin9 l9 latin0 isoir203 cp923 cp28605 885915,' +
  '~iso-8859-16=iso885916 latin10 l10 isoir226 cp28606 885916,' +
  // Windows
  '.windows-1252 cp1252 msansi ansi,' +
  // KOI8 and other Cyrillic
  '@koi8-r koi8 koi cp878 cp20866,' +
  '@koi8-u koi8ru cp1168 cp21866,' +
  '~koi8-t=koi8t,' +
  '~pt154 ptcp154 cp154 cyrillicasian,' +
  '~rk1048 kz1048 strk10482002,' +
  '~mik,' +
  // DOS and EBCDIC
  '@ibm866 cp866 pc866,' +
  '*ibm037 cp37 ebcdiccpus ebcdiccpca ebcdiccpwt ebcdiccpnl,' +
  '*ibm500 cp500 ebcdiccpbe ebcdiccpch ebcdicinternational,' +
  '*ibm1047 cp1047,' +
  '*ibm1140 cp1140 ebcdicus37euro,' +
  // Macintosh
  '@macintosh mac macroman applemacintosh cp10000,' +
  '@x-mac-cyrillic maccyrillic macukrainian macukraine cp10007 cp10017,' +
  '~x-mac-greek=macgreek macgreek cp10006,' +
  '~x-mac-turkish=macturkish macturkish cp10081,' +
  '~x-mac-ce=maccenteuro macce maccentraleurope maccentraleurroman maccenteuro cp10029,' +
  '~x-mac-icelandic=maciceland macicelandic maciceland cp10079,' +
  '~x-mac-croatian=maccroatian maccroatian cp10082,' +
  '~x-mac-romanian=macromania macromanian macromania cp10010,' +
  '~x-mac-thai=macthai macthai cp10021,' +
  // Other single-octet sets
  '~armscii-8=armscii8,' +
  '~georgian-academy=georgianacademy,' +
  '~georgian-ps=georgianps,' +
  '~hp-roman8=hproman8 roman8 r8 cp1051,' +
  '~viscii viscii11,' +
  '~tcvn tcvn5712 tcvn57121 tcvn571211993,' +
  '~iso646-cn=iso646cn gb198880 cn isoir57 iso57gb1988,' +
  '~iso646-jp=iso646jp jisc62201969ro jp isoir14 iso14jisc6220ro,' +
  '.x-user-defined,' +
  // East Asia
  '*gbk gb2312 gb231280 chinese isoir58 iso58gb231280 cp936 ms936 cp1386 euccn gbeuc cngb gb cp20936 macchinesesimp cp10008,' +
  '*gb18030 gb180302000 gb180302005 gb180302022 cp54936,' +
  '*big5 big5hkscs big5eten cnbig5 xbig5 cp950 cp951 ms950 macchinesetrad cp10002,' +
  '*shift_jis shiftjis sjis mskanji cp932 ms932 mscp932 windows31j cp943 mssjis macjapanese cp10001,' +
  '*euc-jp eucjp eucpkdfmtjapanese extendedunixcodepackedformatforjapanese ujis eucjpms eucjpwin cp51932 cp20932,' +
  '*euc-kr ksc56011987 ksc56011989 ksc5601 ksx1001 korean isoir149 cp949 ms949 uhc cp51949 cp970 kr mackorean cp10003,' +
  '*euc-tw cns11643 cp964,' +
  '*iso-2022-jp iso2022jp1 iso2022jp3 iso2022jp2004 iso2022jpms junet jis jis7 jisencoding cp50220 cp50221 cp50222,' +
  '*iso-2022-jp-2,' +
  // IBM pages of iconv-lite and Windows pages of TextDecoder: the number, then what else names them
  '437 pc8codepage437,720,737,775 pc775baltic,808,850 pc850multilingual,852 pcp852,855 pcp855,856,857,858 pcmultilingual850euro,' +
  '860,861 cpis,862 pc862latinhebrew,863,864,865,869 cpgr,922,1046,1124,1125 ruscii,1129,1133,1161,1162,1163,' +
  '-1250,-1251,-1253,-1254,-1255,-1256,-1257,-1258,-874'

/** Gives each charset with its aliases to `row`. */
export function eachCharset(row: (charset: Charset, aliases: string[]) => void): void {
  for (const line of ROWS.split(',')) {
    const [head, ...aliases] = line.split(' ') as [string, ...string[]]
    const mark = head[0]!
    let [name, source] = head.slice(1).split('=') as [string, string?]
    let engine: Engine = { kind: mark === '.' ? 'own' : 'many' }
    if (mark >= '0' && mark <= '9') {
      source = `cp${head}`
      name = `ibm${head}`
      engine = { kind: 'iconv', source }
      aliases.push(source)
    } else if (mark === '-') {
      aliases.push(`cp${name}`)
      name = `windows-${name}`
      engine = { kind: 'platform', source: name }
    } else if (mark === '@') engine = { kind: 'platform', source: source ?? name }
    else if (mark === '~') engine = { kind: 'iconv', source: source ?? name }
    else if (source !== undefined) {
      row({ name, engine, reads: source }, aliases)
      continue
    }
    row(mark === '!' ? { name, engine, unsafe: true } : { name, engine }, aliases)
  }
}
