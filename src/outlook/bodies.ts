/** Reads the bodies of a .msg file: text, HTML and compressed RTF (MS-OXCMSG §2.2.1.56), and what the RTF was made from (MS-OXRTFEX). */
import { latin1 } from '../bytes/platform.js'
import { decodeText } from '../charset/index.js'
import type { Budget } from '../legacy/files/found.js'
import { codepageLabel } from '../legacy/files/mapi.js'
import { decompressWithin } from '../legacy/files/rtf.js'
import type { complainAt } from './msg-defects.js'
import type { MsgProperties } from './msg-properties.js'
import { readRtf } from './rtf-text.js'

/** What is shown of a message. */
export interface Bodies {
  readonly text: string | undefined
  readonly html: string | undefined
  /** Of a message that was written as RTF: that, as it is. */
  readonly rtf: Uint8Array | undefined
}

const PR_BODY = 0x1000
const PR_RTF_COMPRESSED = 0x1009
const PR_HTML = 0x1013
const PR_INTERNET_CODEPAGE = 0x3fde

/** No controls that a text part would not carry, no lone surrogates. */
function shownText(text: string): string {
  return text.replace(/\0/g, '').replace(/\p{Surrogate}/gu, '\ufffd')
}

export function bodiesOf(properties: MsgProperties, budget: Budget, complain: ReturnType<typeof complainAt>): Bodies {
  let text = properties.text(PR_BODY)
  let html = htmlOf(properties)
  let rtf: Uint8Array | undefined
  const compressed = properties.binary(PR_RTF_COMPRESSED)
  if (compressed !== undefined && compressed.length > 0) {
    const unpacked = decompressWithin(compressed, budget)
    for (const { message } of unpacked.problems) complain('damaged-rtf', message)
    if (unpacked.bytes.length > 0) {
      const { from, content } = readRtf(latin1(unpacked.bytes, 0, unpacked.bytes.length))
      if (from === 'html') html ??= content
      else text ??= content
      if (from === 'rtf' && html === undefined) rtf = unpacked.bytes
    }
  }
  return {
    text: text === undefined ? undefined : shownText(text),
    html: html === undefined ? undefined : shownText(html),
    rtf,
  }
}

function htmlOf(properties: MsgProperties): string | undefined {
  const text = properties.text(PR_HTML)
  if (text !== undefined) return text
  const octets = properties.binary(PR_HTML)
  if (octets === undefined) return undefined
  const label = codepageLabel(properties.number(PR_INTERNET_CODEPAGE)) ?? properties.codepage ?? 'utf-8'
  return decodeText(octets, label).text.replace(/\0+$/, '')
}
