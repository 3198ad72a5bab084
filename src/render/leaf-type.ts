/** Checks the media type of a leaf that is written: no multipart/*, and no type of which only a reader makes a whole, as message/partial. RFC 2045 §5, RFC 2046 §5. */
import { ignore } from '../defects/defect.js'
import { type ContentType, readContentType } from '../field/mime/content-type.js'
import { formatField } from '../field/registry.js'

/** @throws TypeError for what no leaf may have */
export function leafType(given: string): ContentType {
  const made = /^\s*(multipart\/[^\s;]{1,80}|message\/partial(?![^\s;]))/i.exec(given)?.[1]
  if (made !== undefined)
    throw new TypeError(`${made} holds parts: compose makes multiparts, give the type of the content itself`)
  const read = readContentType(formatField('Content-Type', given), ignore)
  if (read.params.boundary !== undefined)
    throw new TypeError('a boundary on a type that is no multipart: leave the parameter out')
  return read
}
