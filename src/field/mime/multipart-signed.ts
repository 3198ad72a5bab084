/** multipart/signed: a first part that is signed and a second that is its signature. RFC 1847 §2.1. */
import type { ContentType } from './content-type.js'

const MULTIPART_SIGNED = 'multipart/signed'

/** Is it the type of a signed part and its signature, whose octets must stay as they are? */
export function isMultipartSigned({ mediaType }: Pick<ContentType, 'mediaType'>): boolean {
  return mediaType === MULTIPART_SIGNED
}

/** What a signature is called for people: by the path of its multipart, as `multipart/signed 1.2`. */
export function nameOfSigned(path: readonly number[]): string {
  return path.length === 0 ? MULTIPART_SIGNED : `${MULTIPART_SIGNED} ${path.join('.')}`
}
