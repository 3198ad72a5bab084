/** Finds the media type of a part for which none is given: from its filename, or from its content. RFC 2046. */
import mime from 'mime/lite.js'
import { leafType } from '../render/leaf-type.js'

const MESSAGE_TYPES: ReadonlySet<string> = new Set(['message/rfc822', 'message/global'])

/** The type that a table has for the last extension of a filename. Types that only a message can be of are for `isMessage` to grant. */
export function typeOfName(filename: string, isMessage: () => boolean): string | undefined {
  const type = mime.getType(filename) ?? undefined
  if (type === undefined || !/^(?:message|multipart)\//.test(type)) return type
  return MESSAGE_TYPES.has(type) && isMessage() ? type : undefined
}

/** The type of a File or Blob, where it is one that a content which is a stream may have. */
export function typeOfBlob({ type }: Blob): string | undefined {
  if (type === '' || /^(?:message|multipart)\//i.test(type)) return undefined
  try {
    leafType(type)
    return type
  } catch {
    return undefined
  }
}
