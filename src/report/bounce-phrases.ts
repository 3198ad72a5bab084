/** Words of hosts about mail that did not arrive, in many languages. Looked up as they stand, without case and accents: no patterns, no backtracking. */
import { lazy } from '../bytes/kept.js'
import { phrases } from './fold-case.js'

/** A message was not delivered. */
const FAILED_TEXT = `
could not be delivered | couldn't be delivered | cannot be delivered | can't be delivered | can not be delivered | was not delivered | wasn't delivered
were not delivered | weren't delivered | not been delivered | not be delivered | not yet been delivered | not delivered to | unable to deliver
not able to deliver | able to deliver your message | couldn't deliver | could not deliver | cannot deliver | can't deliver | failed to deliver
failed to be delivered | delivery failed | delivery has failed | failed permanently | delivery failure | delivery error | undeliverable | undelivered
non-delivery | nondelivery | returned mail | did not reach | could not be reached | couldn't be reached | cannot be reached | permanent error
permanent fatal error | fatal errors | transient non-fatal error | problem delivering | trouble delivering | while trying to deliver
address(es) failed | addresses failed | address failed | recipient(s) failed | recipients failed | recipient failed | could not be sent
couldn't be sent | was not sent | were not sent | not be sent | unable to send | rejected your message | your message was rejected | message has been rejected | delivery is delayed
delivery has been delayed | delivery to the following | delivery attempts | has been delayed | local delivery failed | undelivered recipients
message is delayed | temporary problem | bounced | not reach the following | following addresses had | following recipients
nicht zugestellt | nicht ausgeliefert | nicht zustellbar | unzustellbar | zustellung fehlgeschlagen | zustellung ist fehlgeschlagen | zustellung war nicht
zustellung an | übermittlung fehlgeschlagen | fehler bei der übermittlung | konnte nicht gesendet | konnte nicht übermittelt | nicht erreicht
konnte nicht an | zustellfehler | zustellung verzögert | verzögert sich | folgende empfänger | folgenden empfänger | folgende adresse | folgenden adresse
n'a pas pu être remis | n'ont pas pu être remis | pas pu être délivré | pas pu être distribué | pas pu être livré | pas pu être envoyé | pas pu être acheminé
pas été remis | pas été délivré | pas été distribué | non remis | pas parvenu | pas pu parvenir | échec de la remise | échec de remise | la remise a échoué | échec de la livraison
échec de distribution | impossible de remettre | impossible de distribuer | impossible de livrer | impossible de délivrer | n'a pu être remis
non distribué | destinataires suivants | destinataire suivant | remise différée | remise retardée
no se pudo entregar | no se ha podido entregar | no se puede entregar | no pudo ser entregado | no ha podido ser entregado | no pudo entregarse
no ha podido entregarse | no se entregó | no ha sido entregado | no fue entregado | no entregado | error en la entrega | error al entregar
error de entrega | fallo en la entrega | falló la entrega | entrega fallida | no se pudo enviar | no se ha podido enviar | imposible entregar
destinatarios siguientes | siguientes destinatarios | siguiente destinatario | se ha retrasado
não pôde ser entregue | não pode ser entregue | não foi entregue | não foi possível entregar | não puderam ser entregues | falha na entrega
falha ao entregar | erro na entrega | não entregue | não foi possível enviar | entrega falhou | seguintes destinatários | seguinte destinatário
não conseguimos entregar | houve um problema na entrega
non è stato consegnato | non può essere consegnato | non è stato possibile consegnare | impossibile consegnare | impossibile recapitare
non recapitabile | non recapitato | non è stato recapitato | mancata consegna | mancato recapito | recapito non riuscito | consegna non riuscita
consegna fallita | errore di consegna | errore durante la consegna | non consegnato | seguenti destinatari | seguente destinatario
non è stato inviato
niet worden bezorgd | niet bezorgd | niet afgeleverd | worden afgeleverd | kon niet worden | bezorging mislukt | bezorgen is mislukt | onbestelbaar
niet bestelbaar | aflevering mislukt | kan niet worden bezorgd | niet besteld | volgende ontvanger | volgende geadresseerde | bezorging is mislukt
nie została dostarczona | nie mogła zostać dostarczona | nie można dostarczyć | nie udało się dostarczyć | niedostarczona | niedostarczono
nie dostarczono | nie została doręczona | nie można doręczyć | błąd dostarczenia | błąd dostarczania | niedoręczona | następujących odbiorców
do następującego odbiorcy | nie powiodło się
не доставлено | не было доставлено | не удалось доставить | не может быть доставлено | невозможно доставить | не доставлена | недоставлен
ошибка доставки | ошибка при доставке | не смогли доставить | не была доставлена | не получилось доставить | доставка не удалась | не может быть доставлена
не удалась | следующим получателям | следующему получателю | нижеуказанным
teslim edilemedi | teslim edilememiştir | teslim edilemiyor | iletilemedi | iletilememiştir | gönderilemedi | ulaştırılamadı | teslimat başarısız
teslim başarısız | teslim hatası | iletim hatası | teslim edilemeyen
未能送达 | 无法送达 | 无法投递 | 投递失败 | 未送达 | 发送失败 | 退信 | 无法传递 | 未能投递 | 被退回 | 无法发送 | 传递失败 | 投递不成功 | 未能发送
未能送達 | 無法送達 | 無法投遞 | 投遞失敗 | 未送達 | 傳送失敗 | 寄送失敗 | 無法傳遞 | 無法寄達 | 傳遞失敗 | 無法遞送 | 退回
配信できません | 配信されません | 配信に失敗 | 配信不能 | 配達できません | 配達されません | 配送できません | 送信できません | 届けることができません
お届けできません | 届きません | 届けられません | エラーメール | メールエラー | 送信に失敗 | 配送に失敗 | 配信エラー | 送信エラー | 送達できません | 配達不能 | 配信が失敗 | 一時的な問題 | 配信未完了 | 配信が遅れ
전달할 수 없습니다 | 전달되지 않았습니다 | 전달하지 못했습니다 | 배달되지 않았습니다 | 배달할 수 없습니다 | 전송 실패 | 발송 실패 | 반송 | 배달 실패 | 전달 실패
보낼 수 없습니다 | 발송되지
kunde inte levereras | inte levereras | gick inte att leverera | kunne ikke leveres | ikke leveres | kunne ikke levere | kunne ikke afleveres
ei voitu toimittaa | toimitus epäonnistui | nelze doručit | nebylo možné doručit | nemohla být doručena | nedoručitelná | nedoručena
nebolo možné doručiť | nemožno doručiť | nem kézbesíthető | nem sikerült kézbesíteni | kézbesítése sikertelen | nu a putut fi livrat | nu a fost livrat
nu poate fi livrat | не вдалося доставити | не може бути доставлен | не може да бъде доставен | δεν ήταν δυνατή η παράδοση | δεν παραδόθηκε
לא נמסרה | לא ניתן היה למסור | تعذر تسليم | فشل تسليم | لم يتم تسليم | không thể gửi | không gửi được | ไม่สามารถส่ง | tidak dapat dikirim | gagal dikirim
no s'ha pogut lliurar | nije moguće isporučiti | ni bilo mogoče dostaviti`

/** Why an address takes no mail. Beside a recipient, and only in what a mailer wrote. */
const REASON_TEXT = `
user unknown | unknown user | unknown recipient | unknown address | no such user | no such recipient | no such mailbox | no such address | no such person
no such account | no such domain | no such host | no mailbox here | mailbox full | mailbox is full | mailbox quota | over quota | quota exceeded
quota exceed | exceeded storage | storage exceeded | mailbox unavailable | mailbox not found | mailbox disabled | mailbox is disabled | inactive
account disabled | account is disabled | account has been disabled | been suspended | is suspended | does not exist | doesn't exist | do not exist
not a valid | invalid recipient | invalid address | invalid mailbox | no user | been closed | is closed | been deleted | been deactivated
could not be found | couldn't be found | was not found | not found | not recognized | not listed | unrouteable | unroutable | unreachable | no route to host
host unknown | unknown host | domain not found | domain does not | host not found | relay access denied | relaying denied | relay denied
not permitted to relay | unable to relay | access denied | not allowed | not authorized | permission denied | message too large | message too big
too large | size exceeds | exceeds the maximum | exceeds size | blocked | blacklist | blocklist | rejected | refused | denied | considered spam
identified as spam | looks like spam | classified as spam | content rejected | virus | policy | greylist | greylisted | try again later | timed out
timeout | time out | connection refused | deferred | expired | in the queue too long | retry time | too many hops | loop | mail loop
authentication required | not authenticated | dmarc | dkim | spf | certificate | no longer | moved | filtered | local delivery failed | over the limit
unbekannt | existiert nicht | nicht gefunden | postfach voll | postfach ist voll | postfach überfüllt | ist voll | speicherplatz | kontingent
abgelehnt | abgewiesen | zurückgewiesen | verweigert | zu groß | gesperrt | deaktiviert | nicht erreichbar | zeitüberschreitung | ungültig
inconnu | n'existe pas | introuvable | boîte pleine | boîte aux lettres pleine | est pleine | quota dépassé | refusé | rejeté | bloqué | trop volumineux
désactivé | délai dépassé | invalide | injoignable
desconocido | no existe | no encontrad | no se encontró | no se ha encontrado | buzón lleno | está lleno | cuota | rechazad | denegad | bloquead
demasiado grande | deshabilitad | suspendid | tiempo de espera | inválid | no válid
desconhecid | não existe | não encontrad | não foi encontrad | caixa cheia | está cheia | cota | rejeitad | recusad | negad | muito grande | desativad
sconosciuto | non esiste | inesistente | non trovat | casella piena | è piena | piena | spazio esaurito | rifiutat | respint | bloccat
troppo grande | disabilitat | sospes | scadut | non valido
onbekend | bestaat niet | niet gevonden | mailbox vol | is vol | geweigerd | geblokkeerd | te groot | uitgeschakeld | ongeldig
nieznany | nie istnieje | nie znaleziono | skrzynka pełna | jest pełna | przepełnion | odrzucon | zablokowan | za duż | zbyt duż | nieaktywn
неизвестн | не существует | не найден | переполнен | превышен | отклонен | отказано | заблокирован | слишком большо | отключен | недоступен
такого пользователя | нет такого
bilinmeyen | bulunamadı | mevcut değil | kutusu dolu | kota | reddedildi | engellendi | çok büyük | devre dışı | geçersiz
不存在 | 未找到 | 找不到 | 邮箱已满 | 信箱已满 | 空间已满 | 容量 | 拒绝 | 拒收 | 被拒 | 超过 | 超出 | 太大 | 过大 | 停用 | 禁用 | 无效 | 用户不 | 已滿 | 拒絕 | 太大 | 無效
存在しません | 存在しない | 見つかりません | 見つかりませんでした | 容量 | いっぱい | 満杯 | 一杯 | 拒否 | 超過 | 超えて | 大きすぎ | 無効 | 停止 | 不明
찾을 수 없 | 존재하지 않 | 가득 | 용량 | 거부 | 차단 | 초과`

/** Delivery goes on: no failure yet. Stronger than the words of an end. */
const GOES_ON_TEXT = `
will keep trying | will continue | will be retried | will retry | will try again | will be attempted | keep trying | still trying | still being | still undelivered
still in the queue | not yet been delivered | not yet delivered | warning message only | no action is required | do not need to resend | don't need to resend
delivery status notification (delay) | notification (delay | is delayed | been delayed | delivery delayed | delayed delivery | message delayed | delayed:
delayed mail | delayed 24 hours | transient non-fatal | temporarily deferred | delay reason | has been deferred | delivery is delayed
weitere zustellversuche | weiterhin versucht | versucht weiterhin | wird weiter versucht | noch nicht zugestellt | verzögert | verzögerung | nur eine warnung
erneut versucht | wird wiederholt
retardé | retardée | différé | différée | pas encore été | nouvelles tentatives | continuera | tentatives se poursuivent | retard de remise
retrasad | retraso | aún no se ha | todavía no | seguirá intentando | se seguirá | se volverá a intentar | demorad
atrasad | atraso | ainda não foi | continuará | novas tentativas | adiad
ritardat | ritardo | non ancora | non è ancora | ulteriori tentativi | ritenterà | continuerà
vertraagd | vertraging | nog niet | opnieuw geprobeerd | blijven proberen
opóźnion | opóźnieni | jeszcze nie | kolejne próby | ponowi
задержк | задержан | отложен | пока не | еще не | ещё не | повторные попытки | попытки будут | будет повторена
gecik | henüz | yeniden denenecek | tekrar denenecek
延迟 | 延遲 | 尚未 | 继续尝试 | 繼續嘗試 | 再次尝试 | 稍后重试 | 重试
遅延 | 遅れて | まだ配信 | まだ届 | 再送を | 再試行 | 送信を続け | 配信を続け
지연 | 다시 시도
försenad | forsinket | viivästy | zpožděn | késik | késleltet | întârzia`

/** Delivery has ended, whatever class a code has. */
const ENDED_TEXT = `
given up | gave up | giving up | permanent error | permanent fatal | permanently failed | failed permanently | permanent failure | not going to try again
no further attempts | will not be retried | not be retried | envelope expired | message expired | has expired | retry timeout exceeded | timeout exceeded | in the queue too long
removed from the queue | deleted from queue | deleted from the queue | final failure | notification (failure | notification: error
returning message to sender | returned to sender | message will be deleted | delivery has failed | delivery failed
endgültig | aufgegeben | keine weiteren | échec définitif | définitivement | abandonné | definitivamente | erro permanente | error permanente
errore permanente | definitief | permanente fout | ostatecznie | окончательно | прекращены | kalıcı | 永久 | 恒久 | 放弃 | 放棄 | 断念`

interface Lists {
  readonly failed: readonly string[]
  readonly reason: readonly string[]
  readonly goesOn: readonly string[]
  readonly ended: readonly string[]
}

/** The lists, folded when a bounce is looked at for the first time. */
export const bouncePhrases: () => Lists = /* @__PURE__ */ lazy(() => ({
  failed: phrases(FAILED_TEXT),
  reason: phrases(REASON_TEXT),
  goesOn: phrases(GOES_ON_TEXT),
  ended: phrases(ENDED_TEXT),
}))
