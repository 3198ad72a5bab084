/** Messages to look at, written for this page. Each is text of octets: one code unit 0–255 is one octet. */

const LETTER = `Return-Path: <ada@example.org>\r
Received: from mail.example.org (mail.example.org [192.0.2.7])\r
\tby mx.example.net with ESMTPS id 4Tn7c2; Thu, 29 Feb 2024 12:34:59 +0000\r
DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=k1; h=from:to:subject;\r
\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=Zm9v\r
From: =?utf-8?Q?Ada_L=C3=B6velace?= <ada@example.org>\r
To: Bob <bob@example.net>, The Committee: carol@example.net,\r
 "Dan, PhD" <dan@example.net>;\r
Subject: =?utf-8?B?TWludXRlcyBvZiB0aGUgbWVldGluZyDigJMgZHJhZnQ=?=\r
Date: Thu, 29 Feb 2024 13:34:56 +0100 (CET)\r
Message-ID: <20240229123456.1@example.org>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="outer"\r
\r
This is a message in parts.\r
--outer\r
Content-Type: multipart/alternative; boundary="inner"\r
\r
--inner\r
Content-Type: text/plain; charset=iso-8859-1\r
Content-Transfer-Encoding: quoted-printable\r
\r
Dear all,\r
\r
the draft is attached. We meet again on Monday in the caf=E9 at the corner=\r
, at ten.\r
\r
Ada\r
--inner\r
Content-Type: text/html; charset=utf-8\r
\r
<html><body style="font-family: Georgia, serif; color: #223">\r
<h2 style="color: #0f62b4">Minutes</h2>\r
<p>Dear all,</p>\r
<p>the draft is attached. We meet again on <b>Monday</b>.\r
See <a href="https://example.org/minutes">the page</a>.</p>\r
<img src="https://example.org/pixel.gif" alt="an image that is not fetched">\r
<script>document.body.textContent = 'a script ran'</script>\r
</body></html>\r
--inner--\r
\r
--outer\r
Content-Type: text/csv; charset=utf-8\r
Content-Disposition: attachment; filename*=utf-8''tableau%20d%C3%A9cisions.csv\r
Content-Transfer-Encoding: base64\r
\r
bm8sZGVjaXNpb24sYnkKMSxBZG9wdCB0aGUgbWludXRlcyxDYXJvbAoyLE1lZXQgb24gTW9uZGF5\r
LERhbgo=\r
--outer\r
Content-Type: message/rfc822\r
\r
From: carol@example.net\r
To: ada@example.org\r
Subject: Re: agenda\r
Date: Wed, 28 Feb 2024 09:00:00 +0000\r
Message-ID: <17@example.net>\r
\r
One more point: the budget.\r
--outer--\r
`

const FAULTY = `From: Support <support@bank.example>\r
From: attacker@example.org\r
Subject: =?utf-8?Q?Ihr Konto =E4ndert?= sich\r
To: undisclosed recipients\r
Date: Thu, 31 Feb 2024 25:61:00 +9900\r
X-Note caf\xe9 without a colon\r
Content-Type: multipart/mixed; boundary="b"; boundary="c"\r
Content-Transfer-Encoding: base64\r
\r
--b\r
Content-Type: text/plain; charset=x-unheard-of\r
Content-Transfer-Encoding: quoted-printable\r
\r
A bad escape =ZZ, a bare line feed\nand eight bits: \xfc\xf6.\r
--b\r
Content-Type: application/pdf; name="bill\x01.pdf\r
Content-Disposition: attachment; filename="../../etc/cron.d/bill.exe"; filename=bill.pdf\r
Content-Transfer-Encoding: base64\r
\r
JVBERi0xLjQK*not base64*JVBERi0x\r
LjQ\r
--b\r
Content-Type: message/rfc822\r
Content-Transfer-Encoding: base64\r
\r
U3ViamVjdDogSW5zaWRlIGJhc2U2NA0KDQpBIG1lc3NhZ2UgdGhhdCBzdGFuZHMgdW5kZXIgYSB0\r
cmFuc2ZlciBlbmNvZGluZy4NCg==\r
`

const HEAD = [
  'From: Ada <ada@example.org>',
  'To: bob@example.net',
  'Date: Thu, 29 Feb 2024 13:34:56 +0100',
  'MIME-Version: 1.0',
]
const mail = (subject, fields, ...body) => [...HEAD, `Subject: ${subject}`, ...fields, '', ...body, '']

/** One thing each. */
const SHORT = {
  'A picture in HTML': mail(
    'A picture',
    ['Content-Type: multipart/related; boundary=r'],
    '--r',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>A dot: <img src="cid:dot@example.org" width=40 height=40 alt="a dot"></p>',
    '--r',
    'Content-Type: image/gif; name=dot.gif',
    'Content-ID: <dot@example.org>',
    'Content-Transfer-Encoding: base64',
    '',
    'R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==',
    '--r--',
  ),
  'An mbox of three': [1, 2, 3].flatMap((n) => [
    'From ada@example.org Thu Feb 29 12:34:56 2024',
    ...mail(`Letter ${n}`, [`Message-ID: <${n}@example.org>`], `The text of letter ${n}.`),
    '',
  ]),
  'Two readers, two messages': mail(
    'Which type?',
    ['Content-Type: text/plain', 'Content-Type: text/html'],
    '<p>Is this markup or text?</p>',
  ),
  'Japanese, ISO-2022-JP': mail(
    '=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=',
    ['Content-Type: text/plain; charset=iso-2022-jp'],
    '\x1b$BF|K\\\x1b(B',
  ),
  'Flowed text': mail(
    'Flowed',
    ['Content-Type: text/plain; charset=us-ascii; format=flowed'],
    '> A quoted line that ',
    '> goes on.',
    'And a paragraph that ',
    'was wrapped by its sender.',
  ),
  'A bounce': mail(
    'Delivery failed',
    ['Content-Type: multipart/report; report-type=delivery-status; boundary=d'],
    '--d',
    '',
    'It could not be delivered.',
    '--d',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.net',
    '',
    'Final-Recipient: rfc822; bob@example.net',
    'Action: failed',
    'Status: 5.1.1',
    '--d--',
  ),
  'An invitation': mail(
    'Meeting',
    ['Content-Type: text/calendar; method=REQUEST; charset=utf-8'],
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    'UID:1@example.org',
    'DTSTART:20240304T090000Z',
    'SUMMARY:Meeting',
    'END:VEVENT',
    'END:VCALENDAR',
  ),
  'Signed, with a footer beside it': mail(
    'Signed',
    ['Content-Type: multipart/mixed; boundary=m'],
    '--m',
    'Content-Type: multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"; boundary=s',
    '',
    '--s',
    'Content-Type: text/plain',
    '',
    'Pay 10.',
    '--s',
    'Content-Type: application/pgp-signature',
    '',
    '-----BEGIN PGP SIGNATURE-----',
    '',
    'iQE=',
    '-----END PGP SIGNATURE-----',
    '--s--',
    '--m',
    '',
    'Sent through the list.',
    '--m--',
  ),
  'A digest': mail(
    'Digest',
    ['Content-Type: multipart/digest; boundary=g'],
    '--g',
    '',
    'From: carol@example.net',
    'Subject: first',
    '',
    'One.',
    '--g',
    '',
    'From: dan@example.net',
    'Subject: second',
    '',
    'Two.',
    '--g--',
  ),
  'Names of files that mislead': mail(
    'Files',
    ['Content-Type: multipart/mixed; boundary=f'],
    '--f',
    '',
    'See the files.',
    '--f',
    "Content-Disposition: attachment; filename*=utf-8''invoice%E2%80%AEfdp.exe",
    '',
    'x',
    '--f',
    'Content-Disposition: attachment; filename="../../.profile"',
    '',
    'x',
    '--f--',
  ),
}

function octets(text) {
  return Uint8Array.from(text, (c) => c.charCodeAt(0))
}

export const SAMPLES = [
  { name: 'minutes.eml', title: 'A letter with parts', bytes: octets(LETTER) },
  { name: 'faulty.eml', title: 'A message full of faults', bytes: octets(FAULTY) },
  ...Object.entries(SHORT).map(([title, lines], i) => ({
    name: `sample-${i + 3}.${lines[0].startsWith('From a') ? 'mbox' : 'eml'}`,
    title,
    bytes: octets(lines.join('\r\n')),
  })),
]
