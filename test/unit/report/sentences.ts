/** Sentences of mailers, reasons and subjects in many languages, written for these tests. X is the address that mail did not reach. */

/** Each says that mail to X did not arrive. */
export const NOT_DELIVERED = `
Tu mensaje no se ha entregado a X porque no se encuentra la dirección.
El siguiente mensaje no se han podido entregar a X.
Su mensaje no pudo ser enviado a X.
No hemos podido entregar su mensaje a X.
El mensaje a X ha sido rechazado.
Il tuo messaggio non è stato recapitato a X perché l'indirizzo non è stato trovato.
Il messaggio per X non può essere recapitato.
Non è stato possibile recapitare il messaggio a X.
Non siamo riusciti a consegnare il messaggio a X.
Il messaggio a X è stato respinto.
Votre message n'a pas été distribué à X, car l'adresse est introuvable.
Votre message à X n'a pas pu être transmis.
Nous n'avons pas pu remettre votre message à X.
Le message adressé à X a été rejeté.
Votre message pour X n'a pu être délivré.
Ihre Nachricht an X konnte nicht übermittelt werden.
Ihre E-Mail an X kann nicht zugestellt werden.
Die Nachricht an X wurde nicht ausgeliefert.
Wir konnten Ihre Nachricht nicht an X ausliefern.
Die Nachricht an X wurde abgelehnt.
Die Zustellung Ihrer Nachricht an X ist gescheitert.
Ihre E-Mail konnte leider nicht an X versendet werden.
Ihre E-Mail hat X nicht erreicht.
A sua mensagem não foi entregue a X porque o endereço não foi encontrado.
Não conseguimos entregar sua mensagem para X.
A mensagem para X não pôde ser enviada.
Sua mensagem para X foi rejeitada.
Je bericht is niet bezorgd bij X omdat het adres niet is gevonden.
Uw bericht aan X is niet afgeleverd.
Het bericht aan X kan niet worden verzonden.
Uw bericht aan X is geweigerd.
Twoja wiadomość nie została dostarczona do X.
Wiadomość do X nie może zostać dostarczona.
Wiadomość do X nie dotarła.
Wiadomość do X została odrzucona.
Ваше сообщение не доставлено получателю X.
Письмо на адрес X не было отправлено.
Не удалось отправить письмо на адрес X.
Сообщение для X отклонено.
Письмо не дошло до адресата X.
İletiniz X adresine teslim edilmedi.
Mesajınız X adresine ulaşmadı.
E-postanız X adresine iletilemedi.
您发送给 X 的邮件未成功送达。
您的邮件未能发送到 X。
邮件发送到 X 失败。
您寄給 X 的郵件未能傳送。
X 宛のメールは配信されませんでした。
X にメールを送れませんでした。
X へのメッセージを配信できませんでした。
X 宛てのメールは届きませんでした。
X(으)로 보낸 메일이 전송되지 않았습니다.
X 님에게 메일을 보내지 못했습니다.
X 주소로 메일을 전달할 수 없었습니다.
Ditt meddelande till X har inte levererats.
Ditt meddelande till X kunde inte skickas.
Vi kunde inte leverera ditt meddelande till X.
Din besked til X blev ikke leveret.
Vi kunne ikke levere din besked til X.
Meldingen din til X ble ikke levert.
Meldingen kunne ikke leveres til X.
Viestiäsi ei toimitettu osoitteeseen X.
Viestiä ei voida toimittaa vastaanottajalle X.
Vaše zpráva nebyla doručena na adresu X.
Zprávu se nepodařilo doručit na adresu X.
Vaša správa pre X nebola doručená.
Správu sa nepodarilo doručiť na adresu X.
Az üzenetet nem lehetett kézbesíteni a következő címre: X.
Az Ön üzenete nem érkezett meg ide: X.
Mesajul dvs. către X nu a fost trimis.
Mesajul nu a putut fi trimis la X.
Ваше повідомлення для X не було доставлено.
Не вдалося надіслати лист на адресу X.
Вашето съобщение до X не беше доставено.
Съобщението не може да бъде доставено на X.
Το μήνυμά σας προς X δεν μπόρεσε να παραδοθεί.
Η παράδοση του μηνύματος στο X απέτυχε.
הודעתך אל X לא נמסרה.
לא ניתן היה לשלוח את ההודעה אל X.
لم يتم تسليم رسالتك إلى X.
تعذر إرسال الرسالة إلى X.
Thư của bạn không được gửi tới X.
Không thể chuyển thư của bạn tới X.
Pesan Anda tidak terkirim ke X.
Pesan Anda ke X tidak dapat dikirim.
Mesej anda tidak dapat dihantar kepada X.
ไม่สามารถส่งข้อความของคุณถึง X
El vostre missatge no s'ha lliurat a X.
Vaša poruka za X nije dostavljena.
Poruka nije isporučena na X.
Vaše sporočilo za X ni bilo dostavljeno.
Ваша порука за X није испоручена.
Jūsų laiško X pristatyti nepavyko.
Jūsu ziņojumu X neizdevās piegādāt.
Teie kirja ei õnnestunud edastada aadressile X.
پیام شما به X تحویل داده نشد.
आपका संदेश X को नहीं पहुँचाया जा सका।
We couldn't deliver your message to X.
We were unable to deliver your email to X.
Your email to X has bounced.
Your message to X was not sent.
Your message to X has been blocked.
The message you sent to X was rejected by the recipient's server.
Sorry, your mail to X was undeliverable.
Your message to X never arrived.
Mail to X can't be delivered.
I could not deliver your message to X.
Delivery of your message to X failed.
Delivery to X was unsuccessful.
Your mail to X was refused.
Your message to X has expired.
X is not a valid mailbox.
There is no user X here.
The account X has been closed.`

/** A status (RFC 3463 §3), and words that make it. */
export const REASONS = `
5.2.2|Das Postfach des Empfängers ist voll.
5.2.2|Postfach überfüllt
5.2.2|La boîte aux lettres du destinataire est pleine.
5.2.2|Boîte de réception pleine
5.2.2|Casella di posta piena
5.2.2|La casella del destinatario è piena
5.2.2|El buzón del destinatario está lleno
5.2.2|buzón de correo lleno
5.2.2|caixa postal cheia
5.2.2|A caixa de correio do destinatário está cheia
5.2.2|postvak vol
5.2.2|De mailbox van de ontvanger is vol
5.2.2|Skrzynka odbiorcy jest pełna
5.2.2|Почтовый ящик переполнен
5.2.2|Ящик получателя переполнен
5.2.2|收件人邮箱已满
5.2.2|收件者信箱已滿
5.2.2|メールボックスが一杯です
5.2.2|받는 사람의 메일함이 가득 찼습니다
5.2.2|mailbox full
5.2.2|The recipient's inbox is out of storage space
5.2.2|user is over quota
5.2.2|not enough storage space
5.2.2|mailbox has exceeded the limit
5.1.1|Benutzer unbekannt
5.1.1|Empfänger unbekannt
5.1.1|Die Adresse wurde nicht gefunden
5.1.1|utilisateur inconnu
5.1.1|destinataire inconnu
5.1.1|adresse introuvable
5.1.1|usuario desconocido
5.1.1|no se ha encontrado la dirección
5.1.1|utente sconosciuto
5.1.1|indirizzo non trovato
5.1.1|usuário desconhecido
5.1.1|endereço não encontrado
5.1.1|gebruiker onbekend
5.1.1|onbekende gebruiker
5.1.1|użytkownik nieznany
5.1.1|nieznany użytkownik
5.1.1|Пользователь не найден
5.1.1|пользователь неизвестен
5.1.1|kullanıcı bulunamadı
5.1.1|用户不存在
5.1.1|找不到收件人
5.1.1|ユーザーが見つかりません
5.1.1|宛先不明
5.1.1|사용자를 찾을 수 없습니다
5.1.1|The address couldn't be found
5.1.1|No such user here
5.1.1|This user doesn't have an account here
5.1.1|Invalid recipient
5.1.1|recipient name is not recognized
5.1.1|User not listed in Domino Directory
5.3.4|Nachricht zu groß
5.3.4|message trop volumineux
5.3.4|mensaje demasiado grande
5.3.4|messaggio troppo grande
5.3.4|message size exceeds fixed limit
5.3.4|message too large
5.1.2|Unrouteable address
5.1.2|Host or domain name not found
5.1.2|Domain not found
5.7.1|rejected as spam
5.7.1|Relay access denied
5.7.1|blocked by policy
4.4.7|Delay reason: retry timeout exceeded`

/** Subjects of automatic answers. */
export const AUTOMATIC = `
Automatic reply: Spring
Out of office: Spring
Out of Office AutoReply: Spring
Autoreply: Re: Spring
AutoReply: away
[Auto-Reply] Spring
Auto Response: Spring
Vacation notice
On vacation
Away from office until Monday
OOO: Spring
Out of the office (returning 14 March)
I am currently out of the office
Thank you for your email (automatic reply)
Automatische Antwort: Spring
Abwesenheitsnotiz: Spring
Abwesenheit: Spring
Ich bin außer Haus
Abwesenheitsassistent: Spring
Autom. Antwort: Spring
Nicht im Büro: Spring
Urlaub bis 14.3.
Automatische Eingangsbestätigung
Réponse automatique : Spring
Réponse automatique: Spring
Absence du bureau : Spring
Absent du bureau
Message d'absence
Je suis en vacances
Absente : Spring
Hors du bureau
Accusé de réception automatique
Respuesta automática: Spring
Fuera de la oficina: Spring
Respuesta automatica: Spring
Estoy de vacaciones
Autorespuesta: Spring
Ausente: Spring
De vacaciones
Resposta automática: Spring
Ausência do escritório: Spring
Fora do escritório
Resposta de ausência
Estou de férias
Ausente do escritório: Spring
Risposta automatica: Spring
Fuori sede: Spring
Fuori ufficio: Spring
Assente
In ferie
Risponditore automatico: Spring
Automatisch antwoord: Spring
Afwezig: Spring
Afwezigheidsbericht: Spring
Niet aanwezig: Spring
Ik ben op vakantie
Automatische reactie: Spring
Odpowiedź automatyczna: Spring
Autoodpowiedź: Spring
Automatyczna odpowiedź: Spring
Poza biurem: Spring
Nieobecność: Spring
Jestem na urlopie
Urlop do 14.03
Автоматический ответ: Spring
Автоответ: Spring
Я в отпуске
Отсутствует на рабочем месте
Нахожусь в отпуске до 14 марта
Вне офиса: Spring
Отпуск до 14 марта
Otomatik yanıt: Spring
Otomatik cevap: Spring
Ofis dışındayım
Ofis Dışında: Spring
İzindeyim
Otomatik Yanıtla: Spring
Yıllık izindeyim
自动回复：Spring
自动答复: Spring
外出通知
自動回覆: Spring
不在办公室: Spring
休假通知：Spring
自动回复:您好
【自动回复】Spring
自動返信：Spring
自動応答: Spring
不在のお知らせ
【自動返信】Spring
休暇中です
不在通知
自動返信メール Spring
【不在】Spring
자동 회신: Spring
부재중: Spring
자동응답: Spring
Autosvar: Spring
Automatiskt svar: Spring
Frånvarande: Spring
Ej på kontoret: Spring
Semester t.o.m. 14/3
Automatisk svar: Spring
Fraværende: Spring
Ikke til stede: Spring
På ferie
Automaattinen vastaus: Spring
Poissa: Spring
Lomalla
Automatická odpověď: Spring
Mimo kancelář: Spring
Automatikus válasz: Spring
Házon kívül: Spring
Răspuns automat: Spring
Αυτόματη απάντηση: Spring
Εκτός γραφείου: Spring
Автоматична відповідь: Spring
תשובה אוטומטית: Spring
رد تلقائي: Spring
Trả lời tự động: Spring
Balasan Otomatis: Spring
ตอบกลับอัตโนมัติ: Spring
Automatski odgovor: Spring
Samodejni odgovor: Spring
Автоматичен отговор: Spring
Automatická odpoveď: Spring
Resposta automàtica: Spring
Automatinis atsakymas: Spring`

/** Subjects of people that sound like them. */
export const PERSONAL = `
Re: Automatic reply: Spring
AW: Abwesenheitsnotiz
Automatic reply does not work
How do I set an out of office reply?
Out of office chairs for sale
Automatische Antwort geht nicht
Vacation plans
Vacation photos
Urlaub an der See?
Abwesenheit von Frau Meier am Montag klären
Autoreply settings
Out of stock: chairs
Away game on Saturday
Holiday party
Absence of evidence
Autosave broken
Office move
Réponse à votre question automatique
Vacances en Bretagne
Fuori dal coro
Отпуск в Крыму — отзывы?
自动回复功能如何设置？
自動返信の設定について
OOO repository cleanup?
Semesterplan 2025
Ausência de resposta do servidor
I was out of the office yesterday, here is the file
Your message about the automatic door
Auto insurance
Automatic payments: question
Leave request for July
Meine Urlaubsfotos
Ferienhaus
Automaten für die Kantine
Re: [Auto-Reply] Spring
Fwd: Out of office: Spring
Vakantie in juli?
Ferie i juli?
休假申请
Poza biurem jest park`

/** The texts of a table, one a line. */
export function linesOf(table: string): string[] {
  return table.trim().split('\n')
}
