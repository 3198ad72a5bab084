/** Nine charsets with words that each can write: one table for texts, encoded-words and quoted-printable. */

import { Buffer } from 'node:buffer'
import iconv from 'iconv-lite'

const list = (text) => text.split(' ')
const ACCENTED = list('déjà été forêt naïve façade Übung größer straße niño mañana señor coração não så åre smørrebrød')
const CYRILLIC = list('привет письмо собрание завтра ответ вложение спасибо пожалуйста проект сегодня встреча')
const HAN = list('附件 邮件 项目 报告 明天 会议 资料 北京 公司 发送 请问 回复')
const KANJI = list('会議 添付 資料 返信 明日 東京 お知らせ ありがとう メール ファイル 案内')
const HANGUL = list('안녕하세요 회의 메일 첨부 내일 서울 감사합니다 보고서 일정')
const TRADITIONAL = list('附件 郵件 項目 報告 明天 會議 資料 臺北 公司 發送 請問 回覆')

/** `label` as mail writes it, words outside ASCII, and the name under which iconv-lite knows it. */
export const CHARSETS = [
  { label: 'utf-8', words: [...ACCENTED, ...CYRILLIC, ...HAN, ...KANJI] },
  { label: 'iso-8859-1', words: ACCENTED },
  { label: 'windows-1252', words: ACCENTED },
  { label: 'koi8-r', words: CYRILLIC },
  { label: 'windows-1251', words: CYRILLIC },
  { label: 'gb18030', words: HAN },
  { label: 'shift_jis', words: KANJI },
  { label: 'euc-kr', words: HANGUL },
  { label: 'big5', words: TRADITIONAL },
]

export const encode = (text, { label }) => (label === 'utf-8' ? Buffer.from(text) : iconv.encode(text, label))
