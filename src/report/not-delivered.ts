/** Sentences that say that mail did not arrive: a word of denial and a word of delivery, however far apart they stand in it. Without case and accents. */
import { lazy } from '../bytes/kept.js'
import { foldCase } from './fold-case.js'

/**
 * Words of denial, and words of delivery, of each language. Words begin so; what ends in `$` is the whole word. Scripts without spaces between words
 * are looked up as they stand.
 */
const TEXT = `
not$ never$ unable$ cannot$ can't$ couldn't$ wasn't$ weren't$ won't$ hasn't$ fail unsuccess impossible$ : deliver reach$ reached$ arriv contact$
refused$ rejected$ blocked$ returned$ bounced$ discarded$ quarantined$ undeliverable$ : mail$ message$ messages$ email$ e-mail$
nicht$ niemals$ gescheitert$ fehlgeschlagen$ fehlschlag unmöglich$ : zugestellt$ zustell übermittel übermittlung ausliefer ausgeliefert$ versend versandt$ versandt gesendet$ senden$ gesandt$ erreich
pas$ n' jamais$ échec échou impossible$ rejet refus : remis remettre$ distribu livr délivr transmis$ transmise$ transmettre$ achemin envoy parven expédi
no$ nunca$ fall imposib rechaz : entreg envia enviado$ envió$ enviarse$ llegado$ llegó$
não$ nunca$ falh imposs rejeit : entreg envia enviou$ chegou$ chegar$
non$ mai$ impossib fallit respint rifiutat : consegn recapit invia invio$ raggiun arrivat
niet$ nooit$ mislukt$ geweigerd$ onmogelijk$ : bezorg aflever afgeleverd$ verzend verzonden$ bereik besteld$
nie$ nigdy$ odrzucon niemożliw : dostarcz doręcz wysła wysłać$ dotar przesła
не$ невозможн отклон неудач : достав отправ дошл дошёл$ вручен переда
не$ неможлив відхилен : достав надісла відправ переда
не$ невъзможн : достав изпрат
није$ нису$ нисмо$ неуспе : испоруч достав посла
teslim$ iletilme iletileme gönderilme gönderileme ulaşma ulaştırılama başarısız : edilme edileme iletilme iletileme gönderilme gönderileme ulaşma ulaştırılama ilet teslim
inte$ ej$ misslyck : lever skick nått$ nådde$ sänd
ikke$ mislyk mislykk : lever aflever send nådd modta
ei$ eivät$ epäonnistu : toimit lähet perille$ välit
nebyl nebol nepodař nepodar nelze$ nemoh nemož nedoruč : doruč odesl odosl zasl
nem$ sikertelen : kézbesít elküld érkez továbbít
nu$ eșuat eșec imposibil : livr trimi ajuns
δεν$ απέτυχ αποτυχ αδυνα : παραδο παραδό παράδο σταλ αποσταλ απεστάλ
no$ impossib : lliur envia
nije$ nisu$ nismo$ ni$ neuspje neuspeš neuspe : dostav isporuč posla
nepavyko$ nebuvo$ negal : pristat išsiųs siunt
neizdev nevar$ nevarēj netika$ : piegād nosūt
ei$ ebaõnnestu : edasta toimeta saata$ saadet kohale$
không$ : gửi$ chuyển$ phát$ đến$
tidak$ gagal$ tak$ : kirim terkirim dikirim dihantar dihantarkan disampaikan sampai
= 未 无法 無法 不能 失败 失敗 不成功 没有 沒有 : 送达 送達 发送 發送 投递 投遞 传送 傳送 传递 傳遞 寄达 寄達 送出 递送 遞送
= ません ない 失敗 不能 できな : 送 届 配信 配達 到達
= 못 않 없 실패 : 전송 전달 배달 발송 보내 보낸
= לא נכשל : למסור נמסר לשלוח נשלח הגיע מסירה
= تعذر لم فشل لا : تسليم إرسال توصيل
= نشد نمی نتوان : تحویل ارسال
= ไม่ ล้มเหลว : ส่ง
= नहीं विफल : पहुँच भेज वितरित`

type Pair = readonly [denial: RegExp, delivery: RegExp]

const pairs = /* @__PURE__ */ lazy((): readonly Pair[] =>
  TEXT.trim()
    .split('\n')
    .map((line) => {
      const isRun = line.startsWith('=')
      const [denial = '', delivery = ''] = line.slice(isRun ? 1 : 0).split(' : ')
      return [anyOf(denial, isRun), anyOf(delivery, isRun)]
    }),
)

function anyOf(text: string, isRun: boolean): RegExp {
  const words = foldCase(text)
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/\$$/, '(?!\\p{L})'))
  return new RegExp(`${isRun ? '' : '(?<!\\p{L})'}(?:${words.join('|')})`, 'u')
}

/** The sentences of a folded text that say so. */
export function undelivered(folded: string): readonly string[] {
  return folded
    .split(/[.!?;]\s|[。！？]/)
    .filter((sentence) => pairs().some(([denial, delivery]) => denial.test(sentence) && delivery.test(sentence)))
}
