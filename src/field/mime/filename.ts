/**
 * Makes filenames of attachments safe on every system, and says what is odd about one. RFC 2183 §2.3, §5. A filename is text from a stranger.
 * It is never a path.
 */

import { fromUtf8, utf8 } from '../../bytes/platform.js'
import type { DefectCode } from '../../defects/codes.js'
import { replaceStrayJoiners } from '../words/joiners.js'

const MAX_OCTETS = 255
const PATH = /[/\\:]/
const CONTROL = /[\x01-\x1f\x7f]/
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
const ZERO_WIDTH = /[\u200b\u2060\ufeff]/
/** Lookalikes of `/ \ . :`. */
const CONFUSABLE = /[\uff0f\u2044\u2215\u29f8\uff3c\uff0e\u2024\uff1a]/
/** Windows device names, with any extension and with the superscript digits that Windows also takes. */
const DEVICE =
  /^(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$|clock\$)(?:$|[ .])/i
const UNSAFE = /[\x00-\x1f\x7f\x80-\x9f<>:"|?*\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g
const DOCUMENT =
  /^(?:pdf|doc|docx|xls|xlsx|ppt|pptx|odt|ods|rtf|txt|csv|jpg|jpeg|png|gif|bmp|tif|tiff|mp3|mp4|avi|zip|html|htm|eml)$/
const EXECUTABLE =
  /^(?:exe|com|scr|pif|bat|cmd|js|jse|vbs|vbe|wsf|wsh|hta|msi|msp|jar|ps1|lnk|cpl|dll|reg|chm|app|sh|iso|img|html|htm)$/

/** Index after the last octet that is neither dot nor space, without a pattern that backtracks. */
function trimmedEnd(name: string): number {
  let end = name.length
  while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) end--
  return end
}

/** What is odd about a decoded filename: the codes of docs/defects.md, in the order of that list. */
export function filenameDefects(name: string): DefectCode[] {
  if (name === '') return ['empty-filename']
  const found: DefectCode[] = []
  if (PATH.test(name)) found.push('path-in-filename')
  if (name.includes('\0')) found.push('nul-in-filename')
  if (CONTROL.test(name)) found.push('control-in-filename')
  if (BIDI.test(name)) found.push('bidi-in-filename')
  if (ZERO_WIDTH.test(name) || replaceStrayJoiners(name) !== name) found.push('format-char-in-filename')
  if (CONFUSABLE.test(name)) found.push('confusable-filename')
  if (trimmedEnd(name) < name.length || DEVICE.test(lastComponent(name))) found.push('reserved-filename')
  if (hasDoubleExtension(name)) found.push('double-extension')
  if (name.length > MAX_OCTETS / 3 && fromUtf8(name).length > MAX_OCTETS) found.push('oversize-filename')
  return found
}

/** `report.pdf   .exe`, `report.pdf.exe`. */
function hasDoubleExtension(name: string): boolean {
  const dot = name.lastIndexOf('.')
  if (dot < 1) return false
  const before = name.slice(0, dot)
  if (before.endsWith('   ')) return true
  const stem = before.slice(0, trimmedEnd(before))
  const inner = stem.lastIndexOf('.')
  if (inner < 1) return false
  return DOCUMENT.test(stem.slice(inner + 1).toLowerCase()) && EXECUTABLE.test(name.slice(dot + 1).toLowerCase())
}

/** What stands after the last `/`, `\` and after a drive letter. */
function lastComponent(name: string): string {
  const slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'))
  const last = name.slice(slash + 1)
  return /^[A-Za-z]:/.test(last) ? last.slice(2) : last
}

/**
 * A last path component that every common system takes: controls, bidi and zero-width characters (save joiners that are orthography) and
 * `<>:"|?*` replaced by `_`, trailing dots and spaces removed, device names and a leading dot or dash prefixed by `_`, at most 255 octets of
 * UTF-8 with the extension kept; `attachment` when nothing is left.
 */
export function safeFilename(name: string | undefined): string {
  if (name === undefined) return 'attachment'
  const last = lastComponent(name)
  if (last === '.' || last === '..') return `_${last}`
  let safe = replaceStrayJoiners(last).replace(UNSAFE, '_')
  safe = safe.slice(0, trimmedEnd(safe))
  let start = 0
  while (start < safe.length && safe[start] === ' ') start++
  safe = safe.slice(start)
  if (safe === '') return 'attachment'
  if (DEVICE.test(safe) || safe.startsWith('.') || safe.startsWith('-')) safe = `_${safe}`
  return cut(safe)
}

/** At most 255 octets of UTF-8, cut before the extension and between characters. */
function cut(name: string): string {
  if (name.length <= MAX_OCTETS / 3) return name
  const bytes = fromUtf8(name)
  if (bytes.length <= MAX_OCTETS) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 32 ? name.slice(dot) : ''
  let end = MAX_OCTETS - fromUtf8(extension).length
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--
  const stem = utf8(bytes, 0, end)
  return `${stem.slice(0, trimmedEnd(stem))}${extension}`
}
