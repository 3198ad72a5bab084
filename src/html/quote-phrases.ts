/** Lists the words by which mailers introduce other messages and sign their own, in the languages they speak. Data, in lower case. */

const set = (...lines: string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split('|')))

/** What a line of attribution says its author did: `… wrote:`. Found anywhere in the line. */
export const WROTE: readonly string[] = [
  ...'wrote|writes|has written|schrieb|schrieben|geschrieben|a écrit|écrivait|écrit|a ecrit|escribió|escribio|escribía|escreveu|ha scritto|scrisse|scriveva|schreef|geschreven'.split(
    '|',
  ),
  ...'napisał|pisze|napisał(a)|написа|пишет|писал|пише|yazdı|yazmış|写道|寫道|写了|寫了|写到|写入|書きました|書いた|のメール|からのメール|님이 작성|작성|썼습니다'.split(
    '|',
  ),
  ...'skrev|skreiv|kirjoitti|napsal|napísal|írta|a scris|έγραψε|כתב|كتب|đã viết|menulis|เขียน|napisao|napisala|napísala|va escriure|rašė|parašė|rakstīja|kirjutas|је написао|је написала|напісаў|نوشت|ने लिखा|idatzi du|skrifaði|scríobh|scribeva|ka shkruar'.split(
    '|',
  ),
]

/** How such a line begins. */
export const OPENERS: readonly string[] = [
  ...'on |am |a |le |el |em |no dia |il |op |w dniu |dnia |den |dana |dne |på |в |на |в |las |die |dia |στις |ב-|في |在|于|at |in article |in a message dated '.split(
    '|',
  ),
  ...'mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|seg|ter|qua|qui|sex|ma|wo|vr|za|zo|pon|wt|śr|czw|pt|sob|niedz|пн|вт|ср|чт|пт|сб|вс|pzt|sal|çar|per|cum|cmt|paz|lör|sön'
    .split('|')
    .flatMap((day) => [`${day}, `, `${day}., `, `${day} `, `${day}. `]),
]

/** Lines that announce the message below: dashes around them and a colon behind are taken away first. */
export const ORIGINAL: ReadonlySet<string> = /* @__PURE__ */ set(
  "original message|reply message|original appointment|ursprüngliche nachricht|originalnachricht|original-nachricht|urspruengliche nachricht|message d’origine|message d'origine|message original|mensaje original",
  'mensagem original|mensagem de origem|messaggio originale|oorspronkelijk bericht|origineel bericht|wiadomość oryginalna|oryginalna wiadomość|wiadomość pierwotna',
  'исходное сообщение|оригинальное сообщение|первоначальное сообщение|orijinal ileti|orijinal mesaj|özgün ileti|原始邮件|原始郵件|原始信件|原邮件|original|元のメッセージ|元のメール|원본 메시지|원본 메일|원본 이메일',
  'originalmeddelande|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|původní zpráva|pôvodná správa|eredeti üzenet|αρχικό μήνυμα|mesajul original|оригінальне повідомлення|הודעה מקורית|thư gốc',
)

export const FORWARDED: ReadonlySet<string> = /* @__PURE__ */ set(
  'forwarded message|begin forwarded message|forwarded by|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|weitergeleitete e-mail|message transféré|début du message transféré|début du message réexpédié|courriel transféré',
  'mensaje reenviado|inicio del mensaje reenviado|mensagem encaminhada|mensagem reencaminhada|início da mensagem encaminhada|início da mensagem reencaminhada|messaggio inoltrato|inizio messaggio inoltrato',
  'doorgestuurd bericht|begin doorgestuurd bericht|begin van doorgestuurd bericht|wiadomość przekazana|przekazana wiadomość|początek przekazywanej wiadomości|treść przekazanej wiadomości|пересылаемое сообщение|пересланное сообщение|начало переадресованного сообщения|перенаправленное сообщение',
  'iletilen mesaj|iletilen ileti|iletilmiş mesaj|yönlendirilmiş ileti|iletilen ileti başlangıcı|转发的邮件|转发邮件|轉寄的郵件|轉寄郵件|开始转发的邮件|以下是转发的邮件|forwarded|転送メッセージ|転送されたメッセージ|전달된 메일|전달된 메시지|다음 메시지를 전달합니다',
  'vidarebefordrat meddelande|videresendt meddelelse|videresendt melding|välitetty viesti|přeposlaná zpráva|preposlaná správa|továbbított üzenet|προωθημένο μήνυμα|mesaj redirecționat|переслане повідомлення|הודעה שהועברה|thư đã chuyển tiếp',
)

/** Labels of the fields that stand above a quoted message, by what they mean. */
export const LABELS: Readonly<Record<'from' | 'date' | 'to' | 'subject' | 'other', ReadonlySet<string>>> = {
  from: /* @__PURE__ */ set(
    'from|von|de|da|van|od|от|от кого|kimden|gönderen|发件人|寄件者|寄件人|發件人|差出人|送信者|보낸 사람|보낸사람|från|fra|lähettäjä|odesílatel|feladó|από|expeditor|від|מאת|من|از|expéditeur|mittente|afzender|nadawca|отправитель|từ|de la|pošiljatelj|šalje|šiuntėjas|nuo|no|saatja|odosielateľ|odoslal|подател|пошиљалац|remitente|remetente|dari|pengirim|จาก|αποστολέας|отримано від|sendandi',
  ),
  date: /* @__PURE__ */ set(
    'date|sent|date sent|gesendet|datum|envoyé|envoyé le|enviado|enviado el|enviado em|enviada|enviada em|fecha|data|inviato|verzonden|wysłano|wysłane|отправлено|дата|gönderildi|gönderme tarihi|tarih',
    '发送时间|发送日期|日期|时间|寄件日期|傳送時間|發送時間|送信日時|日付|送信日|日時|보낸 날짜|날짜|skickat|sendt|dato|lähetetty|odesláno|elküldve|στάλθηκε|trimis|надіслано|נשלח|تاريخ|ngày|poslano|poslato|išsiųsta|nosūtīts|saadetud|kuupäev|odoslané|изпратено|послато|enviat|dikirim|tanggal|ส่ง|วันที่|ημερομηνία|תאריך|تم الإرسال|التاريخ|تاریخ|đã gửi|data i hora|päivämäärä|päiväys|odeslané|дата і час',
  ),
  to: /* @__PURE__ */ set(
    'to|an|à|para|a|aan|do|кому|kime|alıcı|收件人|收件者|宛先|받는 사람|받는사람|till|til|vastaanottaja|komu|címzett|προς|către|אל|إلى|destinataire|destinatario|empfänger|đến|destinatário|za|prima|primatelj|gavėjas|kam|saaja|příjemce|adresát|до|за|per a|kepada|penerima|ถึง|παραλήπτης|одержувач|получатель|mottaker|modtager|mottagare|به',
  ),
  subject: /* @__PURE__ */ set(
    'subject|betreff|objet|asunto|assunto|oggetto|onderwerp|temat|тема|konu|主题|主題|主旨|标题|件名|제목|ämne|emne|aihe|předmět|predmet|tárgy|θέμα|subiect|נושא|الموضوع|chủ đề|zadeva|naslov|tema|temats|teema|vec|относно|предмет|assumpte|perihal|subjek|เรื่อง|موضوع|betreft|gaia|efni|onderwerp',
  ),
  other: /* @__PURE__ */ set(
    'cc|bcc|kopie|copie|copia|cópia|kopia|копия|bilgi|抄送|副本|ccへ|참조|reply-to|antwort an|répondre à|importance|priority|wichtigkeit|attachments|anlagen',
  ),
}

/** How a line begins, or ends, that a program puts below what was typed on a telephone or in a browser. */
export const SENT_FROM: readonly string[] =
  'sent from my|sent from mail for|sent from outlook|sent from yahoo|sent from samsung|sent from gmail|sent from proton|sent via|sent using|sent with|sent on the go|get outlook for|von meinem|gesendet von|gesendet mit|gesendet aus|gesendet über|diese nachricht wurde von meinem|envoyé de mon|envoyé depuis|envoyé à partir|envoyé de|télécharger outlook|obtenez outlook|enviado desde|enviado de mi|obtener outlook|enviado do|enviado a partir|enviado pelo|enviado via|obter o outlook|inviato da|ottieni outlook|scarica outlook|verstuurd vanaf|verzonden vanaf|verzonden vanuit|verzonden met|outlook voor|wysłane z|wysłano z|pobierz program outlook|pobierz aplikację outlook|отправлено с|отправлено из|скачайте outlook|получить outlook|发自我的|从我的|發自我的|寄自我的|发送自|由我的|從我的|skickat från|sendt fra|lähetetty|odesláno z|odoslané z|надіслано з|trimis de pe|στάλθηκε από|נשלח מה|أرسلت من|poslano z|poslano s|poslano iz|poslato sa|poslané z|išsiųsta iš|nosūtīts no|saadetud|изпратено от|enviat des|enviat amb|dikirim dari|gửi từ|发自|發自|寄自|skaffa outlook|hämta outlook|hent outlook|hanki outlook|outlook für|outlook pour|outlook per|outlook para|hämtad med|scarica yahoo|yahoo mail :|获取 outlook|取得 outlook'.split(
    '|',
  )
export const SENT_BY: readonly string[] =
  'gesendet|gönderildi|から送信|からの送信|에서 보냄|보냈습니다|küldve|dan gönderilmiştir|から送信されました|에서 보냈습니다|发送|傳送|傳送的'.split(
    '|',
  )

/** Subjects of what was passed on. */
export const FORWARD_SUBJECT =
  /^\s*(?:fwd?|wg|tr|rv|enc|i|doorst|pd|fs|vb|vs|továbbítás|пересл|пер|ilt|i̇lt|yön|转发|轉寄|轉發|転送|전달)\s*[:：]/i
