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

function octets(text) {
  return Uint8Array.from(text, (c) => c.charCodeAt(0))
}

export const SAMPLES = [
  { name: 'minutes.eml', title: 'A letter with parts', bytes: octets(LETTER) },
  { name: 'faulty.eml', title: 'A message full of faults', bytes: octets(FAULTY) },
]
