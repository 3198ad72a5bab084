/** Header sections of mail: trace, signatures, addresses in their many forms, fields that no reader asks for (RFC 5322 §3.4, §3.6). */

import { wordB, wordQ } from './encode.mjs'
import { mixture, word, words } from './text.mjs'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const two = (n) => String(n).padStart(2, '0')

export function date(random) {
  const time = new Date(
    Date.UTC(
      2004 + random.below(22),
      random.below(12),
      1 + random.below(28),
      random.below(24),
      random.below(60),
      random.below(60),
    ),
  )
  const zone = `${random.pick(['+', '-'])}${two(random.below(12))}${random.pick(['00', '30'])}`
  return `${DAYS[(time.getUTCDay() + 6) % 7]}, ${time.getUTCDate()} ${MONTHS[time.getUTCMonth()]} ${time.getUTCFullYear()} ${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} ${zone}`
}

const host = (random) => `${word(random)}${random.below(90)}.example.${random.pick(['org', 'net', 'com'])}`
const token = (random, length) => Array.from({ length }, () => BASE64[random.below(64)]).join('')

export function received(random, eol) {
  const from = host(random)
  return (
    `Received: from ${from} (${from} [192.0.2.${random.below(255)}])${eol}\tby ${host(random)} (Postfix) with ESMTPS id ${token(random, 11).replace(/[+/]/g, 'x')}${eol}` +
    `\tfor <${word(random)}@example.org>; ${date(random)} (UTC)${eol}`
  )
}

export function dkim(random, eol) {
  const lines = [76, 76, 76, 76, 36].map((length) => token(random, length)).join(`${eol}\t `)
  return (
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.net; s=s${random.below(99)};${eol}\th=from:to:subject:date:message-id;${eol}` +
    `\tbh=${token(random, 43)}=;${eol}\tb=${lines}==${eol}`
  )
}

/** An address in one of its forms: `{ name, address, text }`, `text` as it stands in the field. */
export function mailbox(random, { charset, comments }) {
  const address = `${word(random)}.${word(random)}${random.below(10_000)}@${host(random)}`
  const kind = random.below(comments ? 6 : 5)
  if (kind === 0) return { name: '', address, text: address }
  if (kind === 1) {
    const name = words(random, 2)
    return { name, address, text: `${name} <${address}>` }
  }
  if (kind === 2) {
    const name = `${word(random)}, ${word(random)} ${word(random)}`
    return { name, address, text: `"${name}" <${address}>` }
  }
  if (kind === 5) {
    const name = words(random, 2)
    return { name, address, text: `${name} (${words(random, 2)}) <${address}>` }
  }
  const name = words(random, 2, mixture(charset, 100))
  return { name, address, text: `${(kind === 3 ? wordQ : wordB)(name, charset)} <${address}>` }
}

/** A list of mailboxes, some of them in groups of four; one a line. */
export function addressList(random, count, { charsets, comments, groups, eol }) {
  const to = []
  const items = []
  while (to.length < count) {
    const size = groups && random.below(12) === 0 ? 4 : 1
    const some = Array.from({ length: size }, () => mailbox(random, { charset: random.pick(charsets), comments }))
    to.push(...some)
    const text = some.map((one) => one.text).join(`,${eol} `)
    items.push(size === 1 ? text : `${words(random, 2)}: ${text};`)
  }
  return { to, text: items.join(`,${eol} `) }
}

/** Fields of no meaning to a reader, each folded now and then. */
export function otherFields(random, count, eol) {
  let out = ''
  for (let i = 0; i < count; i++)
    out += `X-${word(random)}-${i}: ${words(random, 1 + random.below(9))}${random.below(3) === 0 ? `${eol}\t${words(random, 6)}` : ''}${eol}`
  return out
}

/**
 * A header section without its empty line, and what a reading finds in it. `shape`: `{ eol, trace, fields, charset, comments, groups, signed, recipients }`.
 */
export function header(random, shape, index = 0) {
  const { eol, charset } = shape
  const from = mailbox(random, { ...shape, comments: false })
  const list = addressList(random, shape.recipients ?? 2, { ...shape, charsets: [charset] })
  const encoded = random.below(3) === 0
  const subject = words(random, 5, encoded ? mixture(charset, 60) : word)
  let head = ''
  for (let i = 0; i < shape.trace; i++) head += received(random, eol)
  if (shape.signed) head += dkim(random, eol)
  head +=
    `Message-ID: <${index}.${token(random, 12).replace(/[+/]/g, 'x')}@example.net>${eol}From: ${from.text}${eol}To: ${list.text}${eol}` +
    `Subject: ${encoded ? wordQ(subject, charset) : subject}${eol}Date: ${date(random)}${eol}MIME-Version: 1.0${eol}${otherFields(random, shape.fields, eol)}`
  return { head, view: { subject, from: from.address, to: list.to } }
}
