/** What hosts write for people when mail cannot be delivered: recipients and reasons, line by line. The forms of Exim, qmail, Sendmail, Postfix, Exchange, Gmail, Office 365 … */
import { lowerAscii } from '../bytes/ascii.js'
import { bouncePhrases } from './bounce-phrases.js'
import { foldCase, holdsAny } from './fold-case.js'
import { codeIn, type ReplyCode, wrappedStatus } from './reply-code.js'
import { linesOf, type ReportLine, ReportText } from './report-lines.js'

/** A recipient found in text; offsets in UTF-16 code units. */
export interface TextRecipient {
  readonly address: string
  readonly status?: string
  /** The reply code of SMTP. */
  readonly code?: number
  readonly diagnostic?: string
  /** The status is of words, not of a code. */
  readonly isWorded?: boolean
  readonly start: number
  readonly end: number
  /** Where the reason stands. */
  readonly reasonStart?: number
  readonly reasonEnd?: number
}

/**
 * What says that a mailer wrote the text. `sure`: a daemon sent it, or the null path and a subject of bounces come together. `path`: the null path alone,
 * which answers of people who are away and newsletters have, too. `subject`: the subject alone.
 */
export type BounceSign = 'sure' | 'path' | 'subject'

/** Words that make a status where no code is given (RFC 3463 §3), folded. All of them have to stand there: the mailbox, and that it is full. */
const WORDS: readonly (readonly [status: string, ...words: readonly RegExp[]])[] = [
  [
    '5.2.2',
    /\b(?:quota|storage|insufficient (?:disk|space)|over ?quota|(?:mailbox|inbox|account) (?:has )?exceed\w*)\b/i,
  ],
  [
    '5.2.2',
    /(?<!\p{L})(?:mailbox|mailfolder|inbox|mail ?box|postfach|boite|casella|buzon|bandeja|caixa|postvak|inbox|skrzynk\p{L}*|schrank\p{L}*|inkorg|brevlada|postkasse\p{L}*|innboks\p{L}*|postilaatikko|postafiok|bustia|casuta|kutu\p{L}*)(?!\p{L})|ящик|скринь|пощенска|γραμματοκιβωτιο|邮箱|信箱|メールボックス|受信|메일함|사서함/iu,
    /(?<!\p{L})(?:full|voll|uberfullt|plein\p{L}?|pien[ao]|llen[ao]|plena|chei[ao]|vol|pe[lł]n[aey]|przepe[lł]n\p{L}*|pln[aey]|fuld|taynna|megtelt|tele|plina|dolu)(?!\p{L})|переполн|заполн|γεματ|已满|已滿|一杯|いっぱい|満|가득|초과/iu,
  ],
  [
    '5.3.4',
    /(?<!\p{L})(?:too (?:large|big)|size (?:limit|exceed)|exceed\p{L}* (?:the )?(?:maximum )?(?:message )?size|size exceed\p{L}*|zu gross|zu groß|trop (?:volumineux|grand|gros)|demasiado grande|muito grande|grande demais|troppo grande|te groot|(?:za|zbyt) duz[aey]|for stort?|liian suuri|cok buyuk)(?!\p{L})|слишком больш|過大|过大|太大|大きすぎ|너무 큽/iu,
  ],
  [
    '5.1.2',
    /\b(?:host (?:unknown|not found)|unknown host|domain (?:name )?(?:not found|does not exist)|unrouteable|unroutable|no such domain|couldn't find any host)\b/i,
  ],
  [
    '5.1.1',
    /\b(?:user unknown|unknown user|no such (?:user|recipient|mailbox|address|person|local)|no mailbox|mailbox (?:not found|unavailable|unknown)|(?:user|recipient|address|account)\b.{0,60}\b(?:unknown|not found|not exist|n't exist|not recognized|not listed|invalid|rejected|disabled|inactive|suspended|locked|closed|be found)|does ?n[o']t (?:like|have)|unknown (?:recipient|address)|invalid (?:recipient|address|mailbox|user))\b/i,
  ],
  [
    '5.1.1',
    /(?<!\p{L})(?:benutzer|nutzer|empfanger\p{L}*|adress\p{L}*|postfach|konto|utilisateur|destinatair\p{L}*|compte|usuario|destinatari\p{L}*|direccion|cuenta|utent\p{L}*|indirizz\p{L}*|endereco|conta|gebruiker\p{L}*|ontvanger|geadresseerde|adres\p{L}*|mailbox|uzytkownik\p{L}*|odbiorc\p{L}*|anvandare\p{L}*|mottagare\p{L}*|bruger\p{L}*|modtager\p{L}*|bruker\p{L}*|kayttaja\p{L}*|vastaanottaj\p{L}*|uzivatel\p{L}*|pouzivatel\p{L}*|prijemce|felhasznalo|cimzett|utilizator\p{L}*|kullanici\p{L}*|alici\p{L}*|korisnik\p{L}*)(?!\p{L})|пользовател|получател|адрес|ящик|користувач|одержувач|потребител|χρηστη|παραληπτη|用户|用戶|使用者|收件人|收件者|账户|帐号|帳號|ユーザー|宛先|あて先|アドレス|사용자|주소|수신자|משתמש|المستخدم|nguoi dung/iu,
    /(?<!\p{L})(?:unbekannt\p{L}?|nicht gefunden|existiert nicht|gibt es nicht|ungultig\p{L}?|inconnu\p{L}?|introuvable|n'existe pas|desconocid[oa]|no existe|inexistente|no (?:se )?(?:ha )?(?:encontrad[oa]|encuentra|encontro)|sconosciut[oa]|non trovat[oa]|non (?:e stat[oa] )?trovat[oa]|inesistente|non esiste|desconhecid[oa]|nao (?:foi )?encontrad[oa]|nao existe|onbekende?|niet gevonden|bestaat niet|nieznan[yae]|nie istnieje|nie znaleziono|okand|finns inte|ukendt|findes ikke|ukjent|finnes ikke|tuntematon|neznam[yae]|neexistuje|ismeretlen|nem letezik|necunoscut\p{L}?|nu exista|bulunamadi|bilinmeyen|bilinmiyor|mevcut degil|nepoznat\p{L}?|ne postoji)(?!\p{L})|не наиден|неизвест|не существует|не знаидено|не існує|невідом|не съществува|неизвест|αγνωστ|δεν υπαρχει|不存在|找不到|未找到|無此|无此|見つかり|存在しま|存在しない|不明|찾을 수 없|존재하지|khong ton tai|לא ידוע|לא קיים|غير معروف/iu,
  ],
  [
    '5.1.1',
    /(?<!\p{L})(?:existiert nicht|n'existe pas|no existe|nao existe|non esiste|bestaat niet|nie istnieje)(?!\p{L})|не существует|неизвестн|不存在|存在しません/u,
  ],
  [
    '5.7.1',
    /\b(?:spam|blocked|denied|policy|blacklist|rejected|relay\w*|not permitted|prohibited|not allowed|refused)\b/i,
  ],
  [
    '5.4.7',
    /\b(?:time out|timed? ?out|timeout|connection|connect|retry time|expired|unreachable|no route|giving up|loop|too many hops)\b/i,
  ],
]
/** The status that words make. They are folded. */
function statusOfWords(folded: string): string | undefined {
  return WORDS.find(([, ...words]) => words.every((one) => one.test(folded)))?.[0]
}
const MAX_LINE = 1000
/** A reason is looked for in that many lines behind a recipient. */
const REASON_LINES = 12
/** Lines in which a wrapped reply goes on. */
const REPLY_LINES = 6
const MAX_RECIPIENTS = 1000

interface Candidate {
  readonly address: string
  readonly line: number
  readonly start: number
  readonly end: number
  /** Of the address in its line. */
  readonly strength: Strength
}

/** 3: it begins the line, or RCPT TO names it. 2: the line names who did not get it. 1: it may. 0: nothing is said of it. -1: it is somebody else. */
type Strength = -1 | 0 | 1 | 2 | 3

/**
 * Recipients of failed mail in a text: addresses with a reason beside them. Never throws; linear, since lines are cut and each is looked at a fixed number of
 * times.
 *
 * @param own addresses of who got the report: they sent the message, and many reports name them
 */
export function recipientsInText(text: string, own: ReadonlySet<string>, sign: BounceSign): TextRecipient[] {
  const report = new Marked(text)
  const { lines } = report
  const strong: Candidate[] = []
  const weak: Candidate[] = []
  const seen = new Set<string>()
  lines.forEach(({ at }, i) => {
    for (const { address, from, to, strength } of report.addresses[i]!) {
      if (strong.length + weak.length >= MAX_RECIPIENTS) return
      const key = lowerAscii(address)
      if (strength < 0 || (own.has(key) && strength < 3)) continue
      const isStrong =
        strength > 1 || (strength >= 0 && sign !== 'subject' && isNamedAsFailed(report, i, address, sign))
      // Where nothing else is told: an address beside a reason.
      const isWeak = sign === 'sure' && (strength === 1 || (strength === 0 && report.paragraphOf(i)?.reason === true))
      if (!isStrong && !isWeak) continue
      if (seen.has(`${isStrong} ${key}`)) continue
      const one = { address, line: i, start: at + from, end: at + to, strength }
      // A second mention may have the reason that the first has not.
      if (!isReasonable(report, one, sign)) continue
      seen.add(`${isStrong} ${key}`)
      ;(isStrong ? strong : weak).push(one)
    }
  })
  const found = strong.length > 0 ? strong : weak
  return found.map((one, i) => {
    const end = blockEnd(report, one.line, found[i + 1]?.line)
    // Of one recipient alone the whole report speaks: a code in it says more than words beside the address.
    const isAlone = found.length === 1 && sign === 'sure'
    const reason =
      codedReason(lines, one.line, end, sign) ??
      (isAlone ? codedReason(lines, 0, lines.length, sign) : undefined) ??
      wordedReason(lines, one.line, end) ??
      (isAlone ? wordedReason(lines, 0, lines.length) : undefined)
    return { address: one.address, start: one.start, end: one.end, ...reason }
  })
}

/** A report whose lines were looked at once: addresses with their strength, and codes. */
class Marked extends ReportText {
  readonly addresses: readonly (readonly Address[])[]
  private readonly codes: readonly (ReplyCode | undefined)[]

  constructor(text: string) {
    super(linesOf(text))
    this.addresses = this.lines.map(({ text: line }) =>
      addressesIn(line).map((one) => ({ ...one, strength: strengthOf(line, one.from, one.to) })),
    )
    this.codes = this.lines.map(({ text: line }) => codeIn(line, true))
  }

  /** The line holds a code where programs put it. `enhanced`: a reply code alone does not do, as the sum of a bill may look like one. */
  hasCode(line: number, enhanced = false): boolean {
    const code = this.codes[line]
    return code !== undefined && (!enhanced || code.status !== undefined)
  }

  /** The line begins with another address. */
  beginsOther(line: number, address: string): boolean {
    const first = this.addresses[line]![0]
    return first?.strength === 3 && first.address !== address
  }
}

/** Does any line of a report say that something failed, in words or by a code? */
export function saysFailure(text: string): boolean {
  const lines = linesOf(text)
  const { failed } = bouncePhrases()
  return (
    lines.some(({ text: line }) => codeIn(line, true) !== undefined) || holdsAny(foldCase(text.slice(0, 5000)), failed)
  )
}

/** End of the lines in which the reason of a recipient is looked for: the next recipient's, or a fixed number further. */
function blockEnd({ lines }: Marked, line: number, next: number | undefined): number {
  const most = Math.min(lines.length, line + REASON_LINES)
  return next === undefined || next === line ? most : Math.max(line + 1, Math.min(most, next))
}

/** Does the text around an address say that mail to it failed? */
function isNamedAsFailed(report: Marked, line: number, address: string, sign: BounceSign): boolean {
  const paragraph = report.paragraphOf(line)
  if (paragraph === undefined) return false
  if (!paragraph.failed) return sign === 'sure' && report.sentenceDenies(paragraph, address)
  // A newsletter may speak of what could not be delivered, and then name whom to ask.
  return sign === 'sure' || report.sentenceFails(paragraph, address)
}

/** Is there a reason beside the recipient: a code, or a phrase of failure? */
function isReasonable(report: Marked, { line, address, strength }: Candidate, sign: BounceSign): boolean {
  const { lines } = report
  const paragraph = report.paragraphOf(line)
  if (paragraph === undefined) return false
  if (sign === 'subject') {
    if (strength < 3) return false
    const to = Math.min(paragraph.end, line + REASON_LINES)
    for (let i = line; i < to; i++) if (report.hasCode(i)) return true
    return false
  }
  const introduced = strength > 1 && report.isIntroduced(paragraph, sign === 'sure' && strength === 3)
  if (sign === 'path') {
    if (introduced || (paragraph.failed && report.sentenceFails(paragraph, address))) return true
    for (let i = line; i < Math.min(paragraph.end, line + REASON_LINES); i++)
      if (report.hasCode(i, !paragraph.reason)) return true
    return false
  }
  if (introduced || paragraph.failed || paragraph.reason || report.sentenceDenies(paragraph, address)) return true
  for (let i = line; i < Math.min(lines.length, line + REASON_LINES); i++) {
    if (i > line && report.beginsOther(i, address)) break
    if (report.hasCode(i)) return true
    if (report.paragraphOf(i)?.reason === true) return true
  }
  return false
}

const LOCAL = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]/
const DOMAIN = /[A-Za-z0-9.-]/

interface Address {
  readonly address: string
  readonly from: number
  readonly to: number
  readonly strength: Strength
}

/** Addresses of a line, found from their `@` outward. */
function addressesIn(line: string): { address: string; from: number; to: number }[] {
  const found: { address: string; from: number; to: number }[] = []
  for (let at = line.indexOf('@'); at !== -1; at = line.indexOf('@', at + 1)) {
    let from = at
    while (from > 0 && LOCAL.test(line[from - 1]!)) from--
    let to = at + 1
    while (to < line.length && DOMAIN.test(line[to]!)) to++
    while (to > at + 1 && /[.-]/.test(line[to - 1]!)) to--
    while (from < at && /['*=.]/.test(line[from]!)) from++
    if (from < at && line.slice(at, to).includes('.')) found.push({ address: line.slice(from, to), from, to })
  }
  return found
}

/** Octets before an address that say what it is. */
const MAX_BEFORE = 80
const SENDER =
  /(?:^|[^\p{L}])(?:mail from|from|sender|sender address|envelope-from|reply-to|return-path|message-id|by|von|absender|absenderadresse|expediteur|de la part de|remitente|remetente|mittente|afzender|nadawca|отправитель|от|gonderen|发件人|寄件者|送信者|差出人|보낸 사람)[^\p{L}]{0,6}$/iu
/** Whom to ask. */
const HELP =
  /(?:^|[^\p{L}])(?:help|mailto|contact|contact us|postmaster at|questions?|support|assistance|please (?:send|write|mail|contact|e-?mail|forward)|write to|(?<=\S\s{1,3})(?<!(?:your|the|this|that|my|any|all)\s{1,3})mail to|abuse|unsubscribe|fragen|hilfe|kontakt|wenden sie sich|schreiben sie|abbestellen|abmelden|aide|contacte[rz]|ecrivez|ayuda|contacte|pongase en contacto|escriba|ajuda|contat[eo]|escreva|aiuto|contatta|contattare|scriva|scrivere|vragen|neem contact|pomoc|skontaktuj|обратитесь|обращайтесь|пишите|вопрос\p{L}{0,4}|yardim|basvurun|联系|聯絡|お問い合わせ|連絡|問合せ|문의)(?!\p{L})[^@.!?]{0,40}$/iu
const NAMED =
  /(?:^|[^\p{L}])(?:rcpt to|recipients?|recipient address|addressed to|delivered to|deliver(?:y)? to|sent to|user|mailbox|address(?:es)?|empfanger|empfangeradresse|empfanger-adresse|destinataires?|destinatarios?|destinatari|geadresseerde|ontvangers?|odbiorca|odbiorcy|adresat|получател\p{L}{1,3}|кому|alici|收件人|收件者|宛先|受信者|宛|수신자|받는 사람)[^\p{L}]{0,6}$/iu

function strengthOf(line: string, from: number, to: number): Strength {
  const before = foldCase(line.slice(Math.max(0, from - MAX_BEFORE), from))
  const after = line.slice(to, to + 60)
  if (/^(?:postmaster|mailer-daemon|abuse)@/i.test(line.slice(from, to))) return -1
  if (/rcpt to[^\p{L}]{0,6}$/u.test(before)) return 3
  if (SENDER.test(before) || HELP.test(before)) return -1
  if (from < MAX_BEFORE && /^[\s*>|"'<•\d.)-]{0,40}(?:<|\()?$/.test(before)) return 3
  if (NAMED.test(before)) return 2
  if (
    /(?:^|[\s<])[45]\d\d[ -]/.test(before) ||
    /^>?\.{3}|^>?:? .{0,40}(?:unknown|not found|rejected|does not)/i.test(after)
  )
    return 2
  return /^\s*(?:to|cc|recipient|final-recipient|an|a|para|aan|do)\s*:/i.test(line.slice(0, 40)) ||
    /^\s*to\b/.test(before)
    ? 1
    : 0
}

type Reason = Pick<TextRecipient, 'status' | 'code' | 'diagnostic' | 'reasonStart' | 'reasonEnd' | 'isWorded'>

function reasonIn(lines: readonly ReportLine[], from: number, to: number, sign: BounceSign): Reason | undefined {
  return codedReason(lines, from, to, sign) ?? wordedReason(lines, from, to)
}

function codedReason(lines: readonly ReportLine[], from: number, to: number, sign: BounceSign): Reason | undefined {
  for (const strictly of sign === 'sure' ? [true, false] : [true]) {
    for (let i = from; i < to; i++) {
      const found = codeIn(lines[i]!.text, strictly)
      if (found !== undefined) return reasonAt(lines, i, to, found.status, found.code, found.open)
    }
  }
  return undefined
}

function wordedReason(lines: readonly ReportLine[], from: number, to: number): Reason | undefined {
  for (const [status, ...words] of WORDS) {
    for (let i = from; i < to; i++) {
      // The words may be wrapped.
      const next = i + 1 < to ? lines[i + 1]!.text.trim() : ''
      const folded = foldCase(`${lines[i]!.text} ${next}`)
      if (words.every((one) => one.test(folded)))
        return { ...reasonAt(lines, i, to, status, undefined, false), isWorded: true }
    }
  }
  return undefined
}

/** A reply as it goes on over lines: those that are indented, or repeat the code. */
function reasonAt(
  lines: readonly ReportLine[],
  at: number,
  to: number,
  given: string | undefined,
  code: number | undefined,
  open: boolean,
): Reason {
  const first = lines[at]!
  const words = [first.text.trim()]
  let status = given
  let end = at
  for (let i = at + 1; i < Math.min(to, lines.length, at + REPLY_LINES); i++) {
    const { text } = lines[i]!
    const goesOn = /^[ \t]{2,}\S/.test(text) || (code !== undefined && text.trimStart().startsWith(`${code}`))
    const wrapped = status === undefined && (goesOn || (open && i === at + 1)) ? wrappedStatus(text) : undefined
    if (!goesOn && wrapped === undefined) break
    if (addressesIn(text).some((one) => strengthOf(text, one.from, one.to) === 3)) break
    status ??= wrapped
    words.push(text.trim())
    end = i
  }
  const joined = words.join(' ').slice(0, MAX_LINE)
  status ??= wordsStatus(joined, code) ?? (code === undefined ? undefined : `${Math.floor(code / 100)}.0.0`)
  return {
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    diagnostic: joined,
    reasonStart: first.at,
    reasonEnd: lines[end]!.at + lines[end]!.text.length,
  }
}

/** The first reason of a whole report, where its recipient is told by a field. */
export function reasonOf(text: string): Reason | undefined {
  const lines = linesOf(text)
  return reasonIn(lines, 0, lines.length, 'sure')
}

/** The status that a reply of a server tells: by its enhanced code, else by its code and words. */
export function statusOfReply(text: string): string | undefined {
  return reasonIn([{ text: text.slice(0, MAX_LINE).replace(/\s+/g, ' '), at: 0 }], 0, 1, 'sure')?.status
}

/** Subject and detail by the words of a line, class by its code. */
function wordsStatus(text: string, code: number | undefined): string | undefined {
  const folded = foldCase(text)
  const status = statusOfWords(folded)
  return status === undefined || code === undefined ? status : `${Math.floor(code / 100)}${status.slice(1)}`
}
