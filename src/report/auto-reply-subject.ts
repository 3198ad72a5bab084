/** Subjects of automatic answers, as of people who are away. No standard names them: RFC 3834 §3.1.5 leaves the subject to the responder. */
import { lazy } from '../bytes/kept.js'
import { foldCase, phrases } from './fold-case.js'

const TEXT = `
automatic reply | automatic response | automatic answer | automated reply | automated response | auto reply | auto-reply | autoreply | auto response
auto-response | autoresponse | autoresponder | auto responder | auto-responder | auto answer | out of office | out of the office | out-of-office | ooo
out of office reply | out of office response | out of office message | out of office notification | out of office autoreply | out of office auto-reply
out of office automatic reply | out of the office reply | out-of-office reply | vacation reply | vacation response | vacation message | vacation notice
vacation notification | vacation auto-reply | vacation autoreply | vacation responder | holiday notice | absence notice | absence notification
away from office | i am currently out of the office | i'm currently out of the office | automatic acknowledgement | automatic acknowledgment | away from my mail | away from my desk | away from the office | away from my office | away message | i am out of the office | i'm out of the office
i am away | i'm away | i am on vacation | i'm on vacation | i am on leave | on annual leave | currently out of the office | currently out of office
automatische antwort | automatische rückantwort | automatische antwortmail | automatische e-mail-antwort | automatische abwesenheitsnotiz
automatische nachricht | automatische eingangsbestätigung | automatische empfangsbestätigung | ich bin außer haus | ich bin ausser haus | autom. antwort | abwesenheitsnotiz | abwesenheitsmeldung | abwesenheitsnachricht | abwesenheitsbenachrichtigung
abwesenheitsassistent | abwesenheitsinformation | abwesenheitshinweis | abwesenheitsagent | abwesend | nicht im büro | nicht im haus | ausser haus
außer haus | urlaubsnotiz | urlaubsmeldung | urlaubsnachricht | urlaubsbenachrichtigung | ich bin im urlaub | ich bin abwesend
ich bin nicht im büro | zur zeit nicht im büro | zurzeit nicht im büro | derzeit nicht im büro
réponse automatique | accusé de réception automatique | réponse auto | message automatique | absence du bureau | absent du bureau | absente du bureau | message d'absence
notification d'absence | avis d'absence | notice d'absence | réponse d'absence | réponse automatique d'absence | hors du bureau | je suis absent
je suis absente | je suis en congé | je suis en congés | je suis en vacances | actuellement absent | actuellement absente
respuesta automática | acuse de recibo automático | contestación automática | mensaje automático | autorespuesta | auto respuesta | auto-respuesta | fuera de la oficina
fuera de oficina | ausente de la oficina | ausencia de la oficina | ausencia | aviso de ausencia | mensaje de ausencia | notificación de ausencia
respuesta de ausencia | respuesta de vacaciones | estoy de vacaciones | estoy fuera de la oficina
resposta automática | mensagem automática | resposta de ausência | aviso de ausência | mensagem de ausência | notificação de ausência
fora do escritório | fora da empresa | ausente do escritório | ausência do escritório | ausência temporária | auto-resposta | autoresposta
estou de férias | estou fora do escritório
risposta automatica | risponditore automatico | conferma automatica | messaggio automatico | risposta auto | auto risposta | autorisposta | fuori sede | fuori ufficio | fuori dall'ufficio
assente dall'ufficio | assenza dall'ufficio | assenza | non in ufficio | non sono in ufficio | avviso di assenza | notifica di assenza
messaggio di assenza | sono in ferie | sono assente | sono fuori ufficio
automatisch antwoord | automatische reactie | automatisch bericht | automatische beantwoording | automatische afwezigheidsmelding | autom. antwoord
afwezigheidsbericht | afwezigheidsmelding | afwezigheidsassistent | afwezig | niet op kantoor | niet aanwezig | buiten kantoor | buiten het kantoor
ik ben afwezig | ik ben op vakantie | ik ben niet op kantoor | vakantiebericht
automatyczna odpowiedź | odpowiedź automatyczna | autoodpowiedź | auto odpowiedź | automatyczna odp | wiadomość automatyczna | poza biurem
nieobecność | nieobecność w biurze | informacja o nieobecności | jestem na urlopie | jestem poza biurem | nieobecny w biurze | nieobecna w biurze
автоматический ответ | автоматическое сообщение | автоматическое уведомление | автоответ | автоответчик | вне офиса | нет на месте
нет на рабочем месте | отсутствие на рабочем месте | отсутствую на рабочем месте | отсутствует на рабочем месте | я в отпуске | в отпуске
нахожусь в отпуске | отсутствие в офисе | отсутствую в офисе
otomatik yanıt | otomatik cevap | otomatik yanıtla | otomatik ileti | otomatik mesaj | ofis dışında | ofis dışındayım | ofis dışı | ofiste değilim
ofiste değil | dışarıda | izindeyim | iş yeri dışında | işyeri dışında | yıllık izindeyim | tatildeyim
自动回复 | 自动答复 | 自动应答 | 自动回覆 | 自動回覆 | 自動回復 | 自動答覆 | 不在办公室 | 不在辦公室 | 外出 | 外出通知 | 休假 | 休假中 | 休假通知 | 我在休假 | 系统自动回复
自動応答 | 自動返信 | 自動返信メール | 自動回答 | 自動送信 | 自動配信 | 不在通知 | 不在通知メール | 不在のお知らせ | 不在のご連絡 | 不在連絡 | 不在 | 休暇中 | 休暇のお知らせ | 外出中
자동 회신 | 자동회신 | 자동 응답 | 자동응답 | 부재중 | 부재 중 | 부재 알림 | 휴가 중
autosvar | ej på kontoret | automatiskt svar | automatiskt meddelande | frånvaro | frånvaromeddelande | inte på kontoret | automatisk svar | fraværsmelding | fraværsbesked
ikke på kontoret | ikke til stede | fravær | automaattinen vastaus | poissa toimistosta | poissaoloilmoitus | automaattivastaus | lomavastaus
automatická odpověď | mimo kancelář | nepřítomnost | automatická odpoveď | mimo pracoviska | mimo kancelárie | neprítomnosť | automatikus válasz
házon kívül | irodán kívül | automatikus üzenet | răspuns automat | mesaj automat | în afara biroului | automatski odgovor | izvan ureda
samodejni odgovor | автоматична відповідь | автовідповідь | поза офісом | автоматичен отговор | извън офиса | αυτόματη απάντηση | εκτός γραφείου
תשובה אוטומטית | מענה אוטומטי | מחוץ למשרד | رد تلقائي | الرد التلقائي | خارج المكتب | trả lời tự động | vắng mặt | ตอบกลับอัตโนมัติ | ไม่อยู่ที่สำนักงาน | balasan otomatis
di luar kantor | resposta automàtica | fora de l'oficina | automatinis atsakymas | automātiskā atbilde | automaatvastus`

/** Words that say until when somebody is away. */
const UNTIL =
  /^(?:\d|(?:until|till|til|thru|from|since|between|re|fw|on|bis|vom|seit|jusqu|depuis|hasta|desde|fino|tot|vanaf|t\/m|dnia|до)(?!\p{L})|(?:von|ab|am|du|del|ate|de|dal|al|van|do|od|с|по)\s{1,3}(?:\p{L}{1,12}\s{1,3})?\d)/u
/** What a program or a gateway puts before its words: `[EXTERNAL]`, `***`, `【`. Bounded. */
const BEFORE = /^(?:\[(?:ext|external|extern|spam|bulk)\]|[\s*#>[\]【】〔「(<"'«“„-]){0,12}/
/** What says so wherever it stands between brackets: `Thank you (automatic reply)`. */
const BRACKETED =
  /[([【](?:automatic (?:reply|response)|auto[- ]?(?:reply|response|responder)|automatische antwort|reponse automatique|respuesta automatica|resposta automatica|risposta automatica|自动回复|自動返信|自動回覆)[)\]】]/
/** Lotus Notes writes so before its words; in capitals. */
const NOTES = /^AUTO: .{0,80}(?:out of|away|not in|absent|abwesend|außer|nicht|fuori|fuera|ausente|afwezig|returning)/
/** Words that people use of themselves, too: alone in a subject, or with a day behind them. A noun wants the day. */
const AWAY =
  /^(?:on (?:vacation|holidays?|leave)|im urlaub|en vacances|en conges?|de vacaciones|de ferias|in ferie|op vakantie|na urlopie|в отпуске|pa (?:ferie|semester)|lomalla|izinde|休暇中です|不在です)\s*(?:[.!]?\s*$|\()/
const AWAY_UNTIL =
  /^(?:on (?:vacation|holidays?|leave)|vacation|(?:im )?urlaub|(?:en )?vacances|(?:en )?conges?|(?:de )?vacaciones|(?:de )?ferias|(?:in )?ferie|(?:op )?vakantie|urlop|na urlopie|отпуск|в отпуске|(?:pa )?(?:ferie|semester)|lomalla|izinde)\s+(?:until|till|bis|jusqu'au|hasta|fino al|ate|tot|do|до|till och med|t\.o\.m\.?|til)\s+.{0,12}\d/
const ABSENT = /^(?:abwesenheit|absente?|ausente|assente|franvarande|fraværende|poissa)\s*(?:$|[:：(]|[.!]\s*$)/
const ANSWERED = /^(?:re|aw|sv|fwd?|wg|tr|rv)\s?:/
const MAX_SUBJECT = 300

/** Phrases by their first two characters, made when a subject is looked at for the first time. */
const byStart = /* @__PURE__ */ lazy((): ReadonlyMap<string, readonly string[]> => {
  const map = new Map<string, string[]>()
  for (const phrase of phrases(TEXT)) {
    const key = phrase.slice(0, 2)
    const list = map.get(key)
    if (list === undefined) map.set(key, [phrase])
    else list.push(phrase)
  }
  return map
})

/**
 * Does a subject begin as those of automatic answers do, with nothing behind that a person would add? `Automatic reply: Order`, `Out of office until
 * Monday`; not `Automatic reply does not work`, nor `Re: Out of office`.
 */
export function isAutoReplySubject(subject: string): boolean {
  const text = subject.slice(0, MAX_SUBJECT)
  const folded = foldCase(text).replace(BEFORE, '')
  if (BRACKETED.test(folded) && !ANSWERED.test(folded)) return true
  if (NOTES.test(text) || AWAY.test(folded) || AWAY_UNTIL.test(folded) || ABSENT.test(folded)) return true
  const list = byStart().get(folded.slice(0, 2))
  return (
    list?.some((phrase) => {
      if (!folded.startsWith(phrase)) return false
      const rest = folded.slice(phrase.length)
      // A question is a person's.
      if (/^\s*[?？]/.test(rest) || /[?？]\s*$/.test(rest.slice(0, 40))) return false
      return (
        /^\s*(?:$|[:：!！.,;、。/)\]】」〕"”«»<>*([{【（~–—-])/.test(rest) ||
        (rest[0] === ' ' && (UNTIL.test(rest.trimStart()) || /[\p{Script=Han}\p{Script=Katakana}ー]$/u.test(phrase)))
      )
    }) ?? false
  )
}
