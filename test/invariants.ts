/** The invariants of every composed message, checked by code that shares nothing with the library: RFC 5322 §2.1, RFC 2045 §6, RFC 2046 §5.1, RFC 2047 §2. */

export interface Section {
  /** Lower-case name and the raw field, folds in place, without the last line end. */
  readonly fields: [name: string, raw: string][]
  readonly parts: Section[]
  readonly body: string
  /** Of a multipart. */
  readonly boundary: string | undefined
}

const ONCE = [
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
]

/** Cuts octets (as latin-1) into sections. Throws what is wrong with the structure. */
function sections(message: string): Section {
  const cut = message.startsWith('\r\n') ? 0 : message.indexOf('\r\n\r\n') + 2
  if (cut === 1) throw new Error('no empty line after a header section')
  const fields: [string, string][] = []
  for (const line of message.slice(0, cut).split('\r\n').slice(0, -1)) {
    if (/^[ \t]/.test(line)) {
      if (fields.length === 0) throw new Error('a section begins with a fold')
      if (/^[ \t]*$/.test(line)) throw new Error('a line of white space alone')
      fields[fields.length - 1]![1] += `\r\n${line}`
    } else {
      const name = /^([!-9;-~]+):/.exec(line)?.[1]
      if (name === undefined) throw new Error(`no field: ${JSON.stringify(line)}`)
      fields.push([name.toLowerCase(), line])
    }
  }
  const body = message.slice(cut + 2)
  const type = fields.find(([name]) => name === 'content-type')?.[1].replace(/\r\n/g, '') ?? ''
  const parts: Section[] = []
  let value: string | undefined
  if (/^content-type:\s*multipart\//i.test(type)) {
    const boundary = /;\s*boundary=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(type)
    if (boundary === null) throw new Error(`no boundary: ${type}`)
    value = boundary[1] ?? boundary[2]!
    if (!/^[0-9A-Za-z'()+_,./:=? -]*[0-9A-Za-z'()+_,./:=?-]$/.test(value))
      throw new Error(`octets of a boundary: ${value}`)
    if (value.length > 70) throw new Error('boundary over 70')
    const lines = body.split('\r\n')
    const at: number[] = []
    for (const [i, line] of lines.entries()) {
      if (line.startsWith(`--${value}`)) {
        if (line !== `--${value}` && line !== `--${value}--`) throw new Error(`not quite a delimiter: ${line}`)
        at.push(i)
      }
    }
    const last = at.pop()
    if (last === undefined || lines[last] !== `--${value}--`) throw new Error('multipart not closed')
    if (at.length === 0 || at[0] !== 0) throw new Error('text before the first delimiter')
    if (lines.slice(last + 1).join('\r\n') !== '') throw new Error('text after the closing delimiter')
    for (const [n, i] of at.entries()) {
      if (lines[i]!.endsWith(`${value}--`) && lines[i] !== `--${value}`) throw new Error('closed twice')
      parts.push(sections(lines.slice(i + 1, at[n + 1] ?? last).join('\r\n')))
    }
  } else if (/^content-type:\s*message\/(?:rfc822|global)\b/i.test(type)) parts.push(sections(body))
  return { fields, parts, body, boundary: value }
}

function checkWords(raw: string): void {
  for (const [word, charset, encoding, text] of raw.matchAll(/=\?([^?\s]+)\?([^?\s]+)\?([^?\s]*)\?=/g)) {
    if (word.length > 75) throw new Error(`encoded-word of ${word.length}`)
    let octets: Uint8Array
    if (/^b$/i.test(encoding!)) {
      octets = Uint8Array.from(atob(text!), (c) => c.charCodeAt(0))
    } else {
      const plain = text!
        .replace(/_/g, ' ')
        .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
      octets = Uint8Array.from(plain, (c) => c.charCodeAt(0))
    }
    // Composed words are UTF-8. Another label stands in an address that was taken over, where it is a plain dot-atom (RFC 2047 §5).
    if (/^utf-8$/i.test(charset!)) new TextDecoder('utf-8', { fatal: true }).decode(octets)
  }
}

/** RFC 2045 §6.7: printable octets, escapes in upper case, nothing over 76, no white space before a line end. */
const QP_LINE = /^(?:[!-<>-~\t ]|=[0-9A-F]{2})*(?:=|(?<![\t ]))$/
const BASE64_LINE = /^[A-Za-z0-9+/]*={0,2}$/

/** A body under its transfer encoding (RFC 2045 §6). */
function checkBody(section: Section): void {
  const field = section.fields.find(([name]) => name === 'content-transfer-encoding')?.[1]
  const encoding = field === undefined ? '7bit' : /^[^:]*:\s*(\S+)$/.exec(field)?.[1]?.toLowerCase()
  const { body } = section
  if (section.parts.length > 0 && !['7bit', '8bit', 'binary'].includes(encoding ?? '')) {
    throw new Error(`a composite under ${encoding} (RFC 2045 §6.4)`)
  }
  if (encoding === '7bit' && /[^\x01-\x7f]/.test(body)) throw new Error('8-bit octets under 7bit')
  if (encoding === 'base64') {
    const lines = body.split('\r\n')
    for (const line of lines) {
      if (line.length > 76 || !BASE64_LINE.test(line)) throw new Error(`no line of base64: ${line}`)
    }
    const padded = lines.findIndex((line) => line.endsWith('='))
    if (padded !== -1 && lines.slice(padded + 1).join('') !== '') throw new Error('base64 behind padding')
    if (lines.join('').length % 4 !== 0) throw new Error('base64 that is no whole groups')
  } else if (encoding === 'quoted-printable') {
    for (const line of body.split('\r\n')) {
      if (line.length > 76 || !QP_LINE.test(line)) throw new Error(`no line of quoted-printable: ${line}`)
    }
  } else if (!['7bit', '8bit', 'binary'].includes(encoding ?? '')) throw new Error(`transfer encoding ${field}`)
}

/** Boundaries of a section and of all in it: RFC 2046 §5.1.2 wants none taken for that of a multipart around it. */
function boundariesOf(section: Section): string[] {
  return [...(section.boundary === undefined ? [] : [section.boundary]), ...section.parts.flatMap(boundariesOf)]
}

/** A line without its name; an identifier is never folded inside, whatever was read in it (it is written back so that threads hold). */
function foldable(name: string, line: string): string {
  const value = line.replace(/^[!-9;-~]+:[ \t]*/, '')
  return IDENTIFIERS.test(name) ? value.replace(/<[^>]*>/g, '<>') : value
}
const IDENTIFIERS = /^(?:(?:resent-)?message-id|in-reply-to|references|content-id|supersedes)$/i

function checkSection(section: Section, root: boolean, utf8: boolean): void {
  const names = section.fields.map(([name]) => name)
  for (const name of ONCE) {
    const count = names.filter((other) => other === name).length
    if (count > 1) throw new Error(`${name} ${count} times`)
  }
  if (root) {
    for (const name of ['from', 'date', 'message-id', 'mime-version']) {
      if (!names.includes(name)) throw new Error(`no ${name}`)
    }
  }
  for (const [name, raw] of section.fields) {
    if (!utf8 && /[^\0-\x7f]/.test(raw)) throw new Error(`${name}: not ASCII`)
    if (utf8) new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(raw, (c) => c.charCodeAt(0)))
    for (const line of raw.split('\r\n')) {
      // Where white space allows, lines are folded at 78.
      if (line.length > 78 && /[^ \t][ \t]+[^ \t]/.test(foldable(name, line).trim()) && !line.includes('"')) {
        throw new Error(`${name}: a line of ${line.length} that could be folded: ${line}`)
      }
    }
    checkWords(raw)
  }
  checkBody(section)
  const outer = section.boundary
  if (outer !== undefined) {
    const inner = section.parts.flatMap(boundariesOf).find((one) => one.startsWith(outer) || outer.startsWith(one))
    if (inner !== undefined) throw new Error(`boundary ${inner} in a multipart that has ${outer}`)
  }
  for (const part of section.parts) checkSection(part, false, utf8)
}

/** Throws for the first invariant that the octets break; gives the sections otherwise. */
export function checkInvariants(bytes: Uint8Array, options: { utf8?: boolean; bcc?: boolean } = {}): Section {
  let text = ''
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  if (text.includes('\0')) throw new Error('NUL')
  for (const line of text.split('\r\n')) {
    if (/[\r\n]/.test(line)) throw new Error('bare CR or LF')
    if (line.length > 998) throw new Error(`a line of ${line.length}`)
  }
  const root = sections(text)
  checkSection(root, true, options.utf8 === true)
  if (!options.bcc && root.fields.some(([name]) => name === 'bcc')) throw new Error('Bcc in the output')
  return root
}
