/** Replies as mailers of people write them, in the languages that people write: for visibleText and preview. Each line is the work of a hand. */

export interface Reply {
  readonly name: string
  readonly type: 'text/plain' | 'text/plain; format=flowed' | 'text/html'
  readonly body: string
  /** What the author wrote. */
  readonly own: string
  readonly subject?: string
}

const plain = (name: string, own: string, ...lines: string[]): Reply => ({
  name,
  type: 'text/plain',
  body: lines.join('\r\n'),
  own,
})
const html = (name: string, own: string, ...lines: string[]): Reply => ({
  name,
  type: 'text/html',
  body: lines.join('\r\n'),
  own,
})

const gmail = (own: string, line: string, quote: string) =>
  `<div dir="ltr">${own}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${line}<br></div>` +
  `<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">${quote}</div></blockquote></div>`
const apple = (own: string, line: string, quote: string) =>
  `<html><head></head><body style="overflow-wrap: break-word;"><div>${own}</div><div><br><blockquote type="cite"><div>${line}</div><br class="Apple-interchange-newline"><div><div>${quote}</div></div></blockquote></div><br></body></html>`
const thunderbird = (own: string, line: string, quote: string) =>
  `<!DOCTYPE html><html><head></head><body><p>${own}</p><div class="moz-cite-prefix">${line}<br></div><blockquote type="cite" cite="mid:1@example.org"><p>${quote}</p></blockquote>` +
  `<div class="moz-signature">-- <br>Ann Example</div></body></html>`
const outlook = (own: string, fields: string, quote: string) =>
  `<html><body dir="ltr"><div class="elementToProof">${own}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">` +
  `<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif">${fields}</font><div>&nbsp;</div></div><div>${quote}</div></body></html>`
const word = (own: string, fields: string, quote: string) =>
  `<html><body lang=EN-US><div class=WordSection1><p class=MsoNormal>${own}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>` +
  `<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>${fields}<o:p></o:p></p></div>` +
  `<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>${quote}<o:p></o:p></p></div></body></html>`
const phone = (own: string, sent: string, line: string, quote: string) =>
  `<html><body dir="auto">${own}<br><br><div dir="ltr">${sent}</div><div dir="ltr"><br><blockquote type="cite">${line}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">${quote}</div></blockquote></body></html>`
const yahoo = (own: string, line: string, quote: string) =>
  `<html><body><div class="ydp1a2b3c4dyahoo-style-wrap"><div dir="ltr">${own}</div></div><div id="ydp5e6f7a8byahoo_quoted_1234567890" class="ydp5e6f7a8byahoo_quoted"><div><div>${line}</div><div><br></div><div>${quote}</div></div></div></body></html>`

export const REPLIES: readonly Reply[] = [
  // English
  html(
    'Gmail, English',
    'Yes, at nine.',
    gmail(
      'Yes, at nine.',
      'On Wed, May 1, 2024 at 10:00 AM Bob Example &lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt; wrote:',
      'Shall we meet?',
    ),
  ),
  plain(
    'Gmail as text, wrapped',
    'Yes, at nine.',
    'Yes, at nine.',
    '',
    'On Wed, May 1, 2024 at 10:00 AM Bob Example of the Rather Long Company',
    '<bob@example.org> wrote:',
    '',
    '> Shall we meet?',
    '>',
    '> Bob',
  ),
  html(
    'Outlook on the web, English',
    'Yes, at nine.',
    outlook(
      'Yes, at nine.',
      '<b>From:</b> Bob Example &lt;bob@example.org&gt;<br><b>Sent:</b> Wednesday, May 1, 2024 10:00 AM<br><b>To:</b> Ann<br><b>Subject:</b> Lunch',
      'Shall we meet?',
    ),
  ),
  html(
    'Outlook of the desk, English',
    'Yes, at nine.',
    word(
      'Yes, at nine.',
      '<b>From:</b> Bob Example &lt;bob@example.org&gt; <br><b>Sent:</b> Wednesday, May 1, 2024 10:00 AM<br><b>To:</b> Ann &lt;ann@example.org&gt;<br><b>Subject:</b> RE: Lunch',
      'Shall we meet?',
    ),
  ),
  plain(
    'Outlook as text',
    'Yes, at nine.',
    'Yes, at nine.',
    '',
    '-----Original Message-----',
    'From: Bob Example [mailto:bob@example.org] ',
    'Sent: Wednesday, May 01, 2024 10:00 AM',
    'To: Ann',
    'Cc: Zoe; Eve; Mallory;',
    ' Trent',
    'Subject: Lunch',
    '',
    'Shall we meet?',
    '',
    'Bob',
  ),
  plain(
    'Outlook as text, a rule',
    'Yes, at nine.',
    'Yes, at nine.',
    '________________________________',
    'From: Bob Example <bob@example.org>',
    'Sent: Wednesday, May 1, 2024 10:00:00 AM',
    'To: Ann <ann@example.org>',
    'Subject: Lunch',
    '',
    'Shall we meet?',
  ),
  html(
    'Apple Mail, English',
    'Yes, at nine.',
    apple('Yes, at nine.', 'On 1 May 2024, at 10:00, Bob Example &lt;bob@example.org&gt; wrote:', 'Shall we meet?'),
  ),
  html(
    'Thunderbird, English',
    'Yes, at nine.',
    thunderbird('Yes, at nine.', 'On 5/1/24 10:00, Bob Example wrote:', 'Shall we meet?'),
  ),
  {
    name: 'Thunderbird as flowed text',
    type: 'text/plain; format=flowed',
    own: 'Yes, at nine, in the large room if it is free.',
    body: 'Yes, at nine, \r\nin the large room if it is free.\r\n\r\nOn 5/1/24 10:00, Bob Example wrote:\r\n> Shall we \r\n> meet?\r\n\r\n-- \r\nAnn\r\n',
  },
  html(
    'iPhone, English',
    'Yes, at nine.',
    phone(
      'Yes, at nine.',
      'Sent from my iPhone',
      'On May 1, 2024, at 10:00 AM, Bob Example &lt;bob@example.org&gt; wrote:',
      'Shall we meet?',
    ),
  ),
  plain(
    'Android, English',
    'Yes, at nine.',
    'Yes, at nine.',
    '',
    'Sent from my Samsung Galaxy smartphone.',
    '',
    '-------- Original message --------',
    'From: Bob Example <bob@example.org>',
    'Date: 5/1/24 10:00 AM (GMT+01:00)',
    'To: Ann <ann@example.org>',
    'Subject: Lunch',
    '',
    'Shall we meet?',
  ),
  html(
    'Yahoo, English',
    'Yes, at nine.',
    yahoo(
      'Yes, at nine.',
      'On Wednesday, May 1, 2024 at 10:00:00 AM GMT+2, Bob Example &lt;bob@example.org&gt; wrote:',
      'Shall we meet?',
    ),
  ),
  plain(
    'Yahoo as text, the quote without marks',
    'Yes, at nine.',
    ' Yes, at nine.',
    '',
    '    On Wednesday, May 1, 2024 at 10:00:00 AM GMT+2, Bob Example <bob@example.org> wrote:  ',
    ' ',
    ' Shall we meet?',
    'Bob',
  ),
  html(
    'Outlook of a telephone',
    'Yes, at nine.',
    '<html><body><div>Yes, at nine.</div><div id="ms-outlook-mobile-signature"><div>Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div></div><hr><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Bob &lt;bob@example.org&gt;<br><b>Sent:</b> Wednesday, May 1, 2024 10:00:00 AM<br><b>To:</b> Ann<br><b>Subject:</b> Lunch</div><div>Shall we meet?</div></body></html>',
  ),
  plain('a signature with its mark', 'Yes, at nine.', 'Yes, at nine.', '', '-- ', 'Ann Example', 'Example & Co'),
  plain(
    'answers between quotes',
    'At nine.\n\nThe large one.\n\nAnn',
    'On Wed, 1 May 2024, Bob wrote:',
    '> When?',
    'At nine.',
    '> > In which room?',
    '> The small one?',
    '',
    'The large one.',
    '',
    'Ann',
  ),
  plain(
    'answers below a marked Outlook block',
    'At nine.',
    '-----Original Message-----',
    'From: Bob <bob@example.org>',
    'Sent: Wednesday, May 01, 2024 10:00 AM',
    'To: Ann',
    'Subject: Lunch',
    '',
    '> When?',
    'At nine.',
  ),
  html(
    'answers between quotes, Gmail',
    'At nine.\n\nThe large one.',
    '<div dir="ltr"><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Wed, May 1, 2024 at 10:00 AM Bob &lt;bob@example.org&gt; wrote:<br></div><blockquote class="gmail_quote"><div>When?</div></blockquote><div>At nine.</div><blockquote class="gmail_quote"><div>Which room?</div></blockquote><div>The large one.</div></div></div>',
  ),
  html(
    'answers between quotes, Apple Mail',
    'At nine.\n\nThe large one.',
    '<html><body><div><blockquote type="cite"><div>On 1 May 2024, at 10:00, Bob &lt;bob@example.org&gt; wrote:</div><br><div>When?</div></blockquote></div>At nine.<br><blockquote type="cite"><div>Which room?</div></blockquote>The large one.</body></html>',
  ),
  plain(
    'no quotes',
    'a > b is true\n- item\n-- not a signature\n--\nend',
    'a > b is true',
    '- item',
    '-- not a signature',
    '--',
    'end',
  ),
  plain(
    'words that look like an introduction',
    'In 2019 he wrote:\n\nEverything is fine.\n\nFrom: the beginning\nTo: the end',
    'In 2019 he wrote:',
    '',
    'Everything is fine.',
    '',
    'From: the beginning',
    'To: the end',
  ),
  plain(
    'the footer of a list',
    'Yes, at nine.',
    'Yes, at nine.',
    '',
    '_______________________________________________',
    'Lunch mailing list',
    'Lunch@example.org',
    'https://example.org/mailman/listinfo/lunch',
  ),
  html(
    'Proton',
    'Yes, at nine.',
    '<div>Yes, at nine.</div><div class="protonmail_signature_block"><div>Sent with Proton Mail secure email.</div></div><div class="protonmail_quote">On Wednesday, May 1st, 2024 at 10:00, Bob &lt;bob@example.org&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">Shall we meet?</blockquote></div>',
  ),
  html(
    'a quote within Exchange',
    'Yes, at nine.',
    '<div>Yes, at nine.</div><div class="x_gmail_quote"><div class="x_gmail_attr">On Wed, May 1, 2024 at 10:00 AM Bob &lt;bob@example.org&gt; wrote:</div><blockquote class="x_gmail_quote">Shall we meet?</blockquote></div>',
  ),
  html(
    'a blockquote that is no answer',
    'As they say:\n\n> Less is more.\n\nSo be it.',
    '<p>As they say:</p><blockquote>Less is more.</blockquote><p>So be it.</p>',
  ),
  // German
  html(
    'Gmail, German',
    'Ja, um neun.',
    gmail(
      'Ja, um neun.',
      'Am Mi., 1. Mai 2024 um 10:00 Uhr schrieb Bob Beispiel &lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt;:',
      'Treffen wir uns?',
    ),
  ),
  plain(
    'Gmail as text, German',
    'Ja, um neun.',
    'Ja, um neun.',
    '',
    'Am Mi., 1. Mai 2024 um 10:00 Uhr schrieb Bob Beispiel <',
    'bob@example.org>:',
    '',
    '> Treffen wir uns?',
  ),
  html(
    'Outlook, German',
    'Ja, um neun.',
    word(
      'Ja, um neun.',
      '<b>Von:</b> Bob Beispiel &lt;bob@example.org&gt; <br><b>Gesendet:</b> Mittwoch, 1. Mai 2024 10:00<br><b>An:</b> Ann<br><b>Betreff:</b> Mittag',
      'Treffen wir uns?',
    ),
  ),
  plain(
    'Outlook as text, German',
    'Ja, um neun.',
    'Ja, um neun.',
    '',
    '-----Ursprüngliche Nachricht-----',
    'Von: Bob Beispiel <bob@example.org> ',
    'Gesendet: Mittwoch, 1. Mai 2024 10:00',
    'An: Ann',
    'Betreff: Mittag',
    '',
    'Treffen wir uns?',
  ),
  html(
    'Thunderbird, German',
    'Ja, um neun.',
    thunderbird('Ja, um neun.', 'Am 01.05.24 um 10:00 schrieb Bob Beispiel:', 'Treffen wir uns?'),
  ),
  html(
    'iPhone, German',
    'Ja, um neun.',
    phone(
      'Ja, um neun.',
      'Von meinem iPhone gesendet',
      'Am 01.05.2024 um 10:00 schrieb Bob Beispiel &lt;bob@example.org&gt;:',
      'Treffen wir uns?',
    ),
  ),
  html(
    'GMX, German',
    'Ja, um neun.',
    '<html><body><div>Ja, um neun.</div><div>&nbsp;<div name="quote" style="margin:10px 5px 5px 10px"><div><b>Gesendet:</b>&nbsp;Mittwoch, 01. Mai 2024 um 10:00 Uhr<br/><b>Von:</b>&nbsp;Bob &lt;bob@example.org&gt;<br/><b>An:</b>&nbsp;Ann<br/><b>Betreff:</b>&nbsp;Mittag</div><div name="quoted-content">Treffen wir uns?</div></div></div></body></html>',
  ),
  // French
  html(
    'Gmail, French',
    'Oui, à neuf heures.',
    gmail(
      'Oui, à neuf heures.',
      'Le&nbsp;mer. 1 mai 2024 à&nbsp;10:00, Bob Exemple &lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt; a écrit&nbsp;:',
      'On se voit ?',
    ),
  ),
  plain(
    'Gmail as text, French',
    'Oui, à neuf heures.',
    'Oui, à neuf heures.',
    '',
    'Le mer. 1 mai 2024 à 10:00, Bob Exemple <bob@example.org> a',
    'écrit :',
    '',
    '> On se voit ?',
  ),
  html(
    'Outlook, French',
    'Oui, à neuf heures.',
    outlook(
      'Oui, à neuf heures.',
      '<b>De :</b> Bob Exemple &lt;bob@example.org&gt;<br><b>Envoyé :</b> mercredi 1 mai 2024 10:00<br><b>À :</b> Ann<br><b>Objet :</b> Midi',
      'On se voit ?',
    ),
  ),
  plain(
    'Outlook as text, French',
    'Oui, à neuf heures.',
    'Oui, à neuf heures.',
    '',
    "-----Message d'origine-----",
    'De : Bob Exemple <bob@example.org> ',
    'Envoyé : mercredi 1 mai 2024 10:00',
    'À : Ann',
    'Objet : Midi',
    '',
    'On se voit ?',
  ),
  html(
    'iPhone, French',
    'Oui, à neuf heures.',
    phone(
      'Oui, à neuf heures.',
      'Envoyé de mon iPhone',
      'Le 1 mai 2024 à 10:00, Bob Exemple &lt;bob@example.org&gt; a écrit&nbsp;:',
      'On se voit ?',
    ),
  ),
  html(
    'Thunderbird, French',
    'Oui, à neuf heures.',
    thunderbird('Oui, à neuf heures.', 'Le 01/05/2024 à 10:00, Bob Exemple a écrit&nbsp;:', 'On se voit ?'),
  ),
  // Spanish
  html(
    'Gmail, Spanish',
    'Sí, a las nueve.',
    gmail(
      'Sí, a las nueve.',
      'El mié, 1 may 2024 a las 10:00, Bob Ejemplo (&lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt;) escribió:',
      '¿Nos vemos?',
    ),
  ),
  plain(
    'Gmail as text, Spanish',
    'Sí, a las nueve.',
    'Sí, a las nueve.',
    '',
    'El mié, 1 may 2024 a las 10:00, Bob Ejemplo (<bob@example.org>)',
    'escribió:',
    '',
    '> ¿Nos vemos?',
  ),
  plain(
    'Outlook as text, Spanish',
    'Sí, a las nueve.',
    'Sí, a las nueve.',
    '________________________________',
    'De: Bob Ejemplo <bob@example.org>',
    'Enviado: miércoles, 1 de mayo de 2024 10:00',
    'Para: Ann <ann@example.org>',
    'Asunto: Comida',
    '',
    '¿Nos vemos?',
  ),
  html(
    'iPhone, Spanish',
    'Sí, a las nueve.',
    phone(
      'Sí, a las nueve.',
      'Enviado desde mi iPhone',
      'El 1 may 2024, a las 10:00, Bob Ejemplo &lt;bob@example.org&gt; escribió:',
      '¿Nos vemos?',
    ),
  ),
  html(
    'Yahoo, Spanish',
    'Sí, a las nueve.',
    yahoo(
      'Sí, a las nueve.',
      'En miércoles, 1 de mayo de 2024, 10:00:00 CEST, Bob &lt;bob@example.org&gt; escribió:',
      '¿Nos vemos?',
    ),
  ),
  // Portuguese
  html(
    'Gmail, Portuguese',
    'Sim, às nove.',
    gmail(
      'Sim, às nove.',
      'Em qua., 1 de mai. de 2024 às 10:00, Bob Exemplo &lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt; escreveu:',
      'Vamos?',
    ),
  ),
  plain(
    'Outlook as text, Portuguese',
    'Sim, às nove.',
    'Sim, às nove.',
    '',
    'De: Bob Exemplo <bob@example.org>',
    'Enviado: quarta-feira, 1 de maio de 2024 10:00',
    'Para: Ann <ann@example.org>',
    'Assunto: Almoço',
    '',
    'Vamos?',
  ),
  html(
    'iPhone, Portuguese',
    'Sim, às nove.',
    phone(
      'Sim, às nove.',
      'Enviado do meu iPhone',
      'Em 1 de mai. de 2024, à(s) 10:00, Bob Exemplo &lt;bob@example.org&gt; escreveu:',
      'Vamos?',
    ),
  ),
  // Italian
  html(
    'Gmail, Italian',
    'Sì, alle nove.',
    gmail(
      'Sì, alle nove.',
      'Il giorno mer 1 mag 2024 alle ore 10:00 Bob Esempio &lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt; ha scritto:',
      'Ci vediamo?',
    ),
  ),
  plain(
    'Outlook as text, Italian',
    'Sì, alle nove.',
    'Sì, alle nove.',
    '',
    '-----Messaggio originale-----',
    'Da: Bob Esempio <bob@example.org>',
    'Inviato: mercoledì 1 maggio 2024 10:00',
    'A: Ann',
    'Oggetto: Pranzo',
    '',
    'Ci vediamo?',
  ),
  html(
    'Thunderbird, Italian',
    'Sì, alle nove.',
    thunderbird('Sì, alle nove.', 'Il 01/05/2024 10:00, Bob Esempio ha scritto:', 'Ci vediamo?'),
  ),
  html(
    'iPhone, Italian',
    'Sì, alle nove.',
    phone(
      'Sì, alle nove.',
      'Inviato da iPhone',
      'Il giorno 1 mag 2024, alle ore 10:00, Bob Esempio &lt;bob@example.org&gt; ha scritto:',
      'Ci vediamo?',
    ),
  ),
  // Dutch
  html(
    'Gmail, Dutch',
    'Ja, om negen uur.',
    gmail(
      'Ja, om negen uur.',
      'Op wo 1 mei 2024 om 10:00 schreef Bob Voorbeeld &lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt;:',
      'Spreken we af?',
    ),
  ),
  plain(
    'Outlook as text, Dutch',
    'Ja, om negen uur.',
    'Ja, om negen uur.',
    '',
    '-----Oorspronkelijk bericht-----',
    'Van: Bob Voorbeeld <bob@example.org> ',
    'Verzonden: woensdag 1 mei 2024 10:00',
    'Aan: Ann',
    'Onderwerp: Lunch',
    '',
    'Spreken we af?',
  ),
  html(
    'iPhone, Dutch',
    'Ja, om negen uur.',
    phone(
      'Ja, om negen uur.',
      'Verstuurd vanaf mijn iPhone',
      'Op 1 mei 2024 om 10:00 heeft Bob Voorbeeld &lt;bob@example.org&gt; het volgende geschreven:',
      'Spreken we af?',
    ),
  ),
  // Polish
  html(
    'Gmail, Polish',
    'Tak, o dziewiątej.',
    gmail(
      'Tak, o dziewiątej.',
      'śr., 1 maj 2024 o 10:00 Bob Przykład &lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt; napisał(a):',
      'Spotkamy się?',
    ),
  ),
  plain(
    'Gmail as text, Polish',
    'Tak, o dziewiątej.',
    'Tak, o dziewiątej.',
    '',
    'śr., 1 maj 2024 o 10:00 Bob Przykład <bob@example.org>',
    'napisał(a):',
    '',
    '> Spotkamy się?',
  ),
  plain(
    'Thunderbird as text, Polish',
    'Tak, o dziewiątej.',
    'W dniu 01.05.2024 o 10:00, Bob Przykład pisze:',
    '> Spotkamy się?',
    '',
    'Tak, o dziewiątej.',
  ),
  plain(
    'Outlook as text, Polish',
    'Tak, o dziewiątej.',
    'Tak, o dziewiątej.',
    '',
    'Od: Bob Przykład <bob@example.org>',
    'Wysłano: środa, 1 maja 2024 10:00',
    'Do: Ann',
    'Temat: Obiad',
    '',
    'Spotkamy się?',
  ),
  // Russian
  html(
    'Gmail, Russian',
    'Да, в девять.',
    gmail(
      'Да, в девять.',
      'ср, 1 мая 2024&nbsp;г. в 10:00, Bob Example &lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt;:',
      'Встретимся?',
    ),
  ),
  plain(
    'Gmail as text, Russian',
    'Да, в девять.',
    'Да, в девять.',
    '',
    'ср, 1 мая 2024 г. в 10:00, Bob Example <bob@example.org>:',
    '',
    '> Встретимся?',
  ),
  html(
    'mail of Russia',
    'Да, в девять.',
    '<div>Да, в девять.</div><div>&nbsp;</div><div>01.05.2024, 10:00, "Bob Example" &lt;bob@example.org&gt;:</div><blockquote><p>Встретимся?</p></blockquote>',
  ),
  plain(
    'Outlook as text, Russian',
    'Да, в девять.',
    'Да, в девять.',
    '',
    '-----Исходное сообщение-----',
    'От: Bob Example <bob@example.org> ',
    'Отправлено: среда, 1 мая 2024 г. 10:00',
    'Кому: Ann',
    'Тема: Обед',
    '',
    'Встретимся?',
  ),
  html(
    'iPhone, Russian',
    'Да, в девять.',
    phone(
      'Да, в девять.',
      'Отправлено с iPhone',
      '1 мая 2024 г., в 10:00, Bob Example &lt;bob@example.org&gt; написал(а):',
      'Встретимся?',
    ),
  ),
  // Turkish
  html(
    'Gmail, Turkish',
    'Evet, dokuzda.',
    gmail(
      'Evet, dokuzda.',
      'Bob Örnek &lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt;, 1 May 2024 Çar, 10:00 tarihinde şunu yazdı:',
      'Buluşalım mı?',
    ),
  ),
  plain(
    'Gmail as text, Turkish',
    'Evet, dokuzda.',
    'Evet, dokuzda.',
    'Bob Örnek <bob@example.org>, 1 May 2024 Çar, 10:00 tarihinde şunu',
    'yazdı:',
    '',
    '> Buluşalım mı?',
  ),
  html(
    'iPhone, Turkish',
    'Evet, dokuzda.',
    phone(
      'Evet, dokuzda.',
      'iPhone’umdan gönderildi',
      'Bob Örnek &lt;bob@example.org&gt; şunları yazdı (1 May 2024 10:00):',
      'Buluşalım mı?',
    ),
  ),
  plain(
    'Outlook as text, Turkish',
    'Evet, dokuzda.',
    'Evet, dokuzda.',
    '',
    '-----Özgün İleti-----',
    'Kimden: Bob Örnek <bob@example.org>',
    'Gönderildi: 1 Mayıs 2024 Çarşamba 10:00',
    'Kime: Ann',
    'Konu: Öğle',
    '',
    'Buluşalım mı?',
  ),
  // Chinese
  html(
    'Gmail, Chinese',
    '好，九点。',
    gmail(
      '好，九点。',
      'Bob Example &lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt; 于2024年5月1日周三 10:00写道：',
      '见面吗？',
    ),
  ),
  plain(
    'Gmail as text, Chinese',
    '好，九点。',
    '好，九点。',
    '',
    'Bob Example <bob@example.org> 于2024年5月1日周三',
    '10:00写道：',
    '',
    '> 见面吗？',
  ),
  plain(
    'QQ, Chinese',
    '好，九点。',
    '好，九点。',
    '',
    '------------------&nbsp;原始邮件&nbsp;------------------'.replace(/&nbsp;/g, ' '),
    '发件人: "Bob" <bob@example.org>;',
    '发送时间: 2024年5月1日(星期三) 上午10:00',
    '收件人: "Ann" <ann@example.org>;',
    '主题: 午饭',
    '',
    '见面吗？',
  ),
  html(
    'iPhone, Chinese',
    '好，九点。',
    phone(
      '好，九点。',
      '发自我的iPhone',
      '在 2024年5月1日，10:00，Bob Example &lt;bob@example.org&gt; 写道：',
      '见面吗？',
    ),
  ),
  html(
    'Outlook, Chinese',
    '好，九点。',
    outlook(
      '好，九点。',
      '<b>发件人:</b> Bob &lt;bob@example.org&gt;<br><b>发送时间:</b> 2024年5月1日 10:00<br><b>收件人:</b> Ann<br><b>主题:</b> 午饭',
      '见面吗？',
    ),
  ),
  // Japanese
  html(
    'Gmail, Japanese',
    'はい、九時に。',
    gmail(
      'はい、九時に。',
      '2024年5月1日(水) 10:00 Bob Example &lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt;:',
      '会いますか。',
    ),
  ),
  plain(
    'Gmail as text, Japanese',
    'はい、九時に。',
    'はい、九時に。',
    '',
    '2024年5月1日(水) 10:00 Bob Example <bob@example.org>:',
    '',
    '> 会いますか。',
  ),
  html(
    'iPhone, Japanese',
    'はい、九時に。',
    phone(
      'はい、九時に。',
      'iPhoneから送信',
      '2024/05/01 10:00、Bob Example &lt;bob@example.org&gt;のメール:',
      '会いますか。',
    ),
  ),
  plain(
    'Outlook as text, Japanese',
    'はい、九時に。',
    'はい、九時に。',
    '',
    '-----Original Message-----',
    '差出人: Bob Example <bob@example.org>',
    '送信日時: 2024年5月1日水曜日 10:00',
    '宛先: Ann',
    '件名: 昼食',
    '',
    '会いますか。',
  ),
]

/** Passed on without a word: all of it is shown. */
export const FORWARDS: readonly Reply[] = [
  {
    ...plain(
      'Gmail',
      'Shall we meet?',
      '---------- Forwarded message ---------',
      'From: Bob <bob@example.org>',
      'Date: Wed, May 1, 2024 at 10:00 AM',
      'Subject: Lunch',
      'To: Ann <ann@example.org>',
      '',
      '',
      'Shall we meet?',
    ),
    subject: 'Fwd: Lunch',
  },
  {
    ...html(
      'Gmail, HTML',
      'Shall we meet?',
      '<div dir="ltr"><br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From: Bob &lt;bob@example.org&gt;<br>Date: Wed, May 1, 2024<br>Subject: Lunch<br>To: Ann<br></div><br><br><div>Shall we meet?</div></div></div>',
    ),
    subject: 'Fwd: Lunch',
  },
  {
    ...html(
      'Apple Mail',
      'Shall we meet?',
      '<div><br><blockquote type="cite"><div>Begin forwarded message:</div><br><div><b>From: </b>Bob</div><div><b>Subject: </b>Lunch</div><br><div>Shall we meet?</div></blockquote></div>',
    ),
    subject: 'Lunch',
  },
  {
    ...plain(
      'Apple Mail as text',
      'Shall we meet?',
      '',
      '> Begin forwarded message:',
      '> ',
      '> From: Bob <bob@example.org>',
      '> Subject: Lunch',
      '> ',
      '> Shall we meet?',
    ),
    subject: 'Lunch',
  },
  {
    ...html(
      'Outlook',
      'Shall we meet?',
      outlook(
        '',
        '<b>From:</b> Bob<br><b>Sent:</b> Wednesday, May 1, 2024 10:00 AM<br><b>To:</b> Ann<br><b>Subject:</b> Lunch',
        'Shall we meet?',
      ),
    ),
    subject: 'FW: Lunch',
  },
  {
    ...html(
      'Outlook, German',
      'Treffen wir uns?',
      word(
        '',
        '<b>Von:</b> Bob<br><b>Gesendet:</b> Mittwoch, 1. Mai 2024 10:00<br><b>An:</b> Ann<br><b>Betreff:</b> Mittag',
        'Treffen wir uns?',
      ),
    ),
    subject: 'WG: Mittag',
  },
  {
    ...html(
      'Thunderbird',
      'Shall we meet?',
      '<p><br></p><div class="moz-forward-container"><br><br>-------- Forwarded Message --------<table class="moz-email-headers-table"><tr><th>Subject: </th><td>Lunch</td></tr><tr><th>Date: </th><td>Wed, 1 May 2024</td></tr></table><p>Shall we meet?</p></div>',
    ),
    subject: 'Fwd: Lunch',
  },
  {
    ...plain(
      'with a signature',
      'Shall we meet?',
      '',
      '-- ',
      'Ann',
      '',
      '---------- Forwarded message ---------',
      'From: Bob <bob@example.org>',
      'Date: Wed, May 1, 2024',
      'Subject: Lunch',
      '',
      'Shall we meet?',
    ),
    subject: 'Fwd: Lunch',
  },
]
