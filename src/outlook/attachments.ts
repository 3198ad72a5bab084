/** Reads the attachments of a .msg file. MS-OXCMSG §2.2.2 (how each is attached), MS-OXMSG §2.2.2. */
import CFB from 'cfb'
import type { ContentPartSpec } from '../compose/spec.js'
import type { Message } from '../tree/message.js'
import type { Storage } from './compound-file.js'
import { join, plainText } from './headers.js'
import { complainAt, type MsgContext } from './msg-defects.js'
import { MsgProperties } from './msg-properties.js'

const PR_ATTACH_DATA = '__substg1.0_37010102'
const PR_ATTACH_OBJECT = '__substg1.0_3701000d'
const PR_DISPLAY_NAME = 0x3001
const PR_ATTACH_FILENAME = 0x3704
const PR_ATTACH_METHOD = 0x3705
const PR_ATTACH_LONG_FILENAME = 0x3707
const PR_ATTACH_PATHNAME = 0x3708
const PR_ATTACH_LONG_PATHNAME = 0x370d
const PR_ATTACH_MIME_TAG = 0x370e
const PR_ATTACH_CONTENT_ID = 0x3712
const METHOD_OLE = 6
const MAX_ATTACHMENTS = 5000

/** Each attachment as compose takes it, in the order of the file. */
export function attachmentsOf(
  storage: Storage,
  properties: MsgProperties,
  context: MsgContext,
  path: string,
  html: string,
  embedded: (inner: Storage, path: string) => Message | undefined,
): ContentPartSpec[] {
  const found = storage.storages
    .filter(({ name }) => /^__attach_version1\.0_#[0-9a-f]{8}$/i.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  if (found.length > MAX_ATTACHMENTS)
    complainAt(context, path)('too-many', `over ${MAX_ATTACHMENTS} attachments; the rest is not read`)
  const cids = new Set(Array.from(html.matchAll(/cid:([^"'\s>)]{1,300})/gi), ([, cid]) => cid!))
  return found.slice(0, MAX_ATTACHMENTS).flatMap((one): ContentPartSpec[] => {
    const at = join(path, one.name)
    const complain = complainAt(context, at)
    const own = new MsgProperties(one, 8, context.names, properties.codepage, complain)
    const name = [PR_ATTACH_LONG_FILENAME, PR_ATTACH_FILENAME, PR_DISPLAY_NAME]
      .map((id) => plainText(own.text(id) ?? '').slice(0, 500))
      .find((text) => text !== '')
    const method = own.number(PR_ATTACH_METHOD)
    const inner = one.storages.find((child) => child.name.toLowerCase() === PR_ATTACH_OBJECT)
    if (inner !== undefined && method !== METHOD_OLE) {
      const message = embedded(inner, join(at, inner.name))
      return message === undefined ? [] : [{ content: message, ...(name === undefined ? {} : { filename: name }) }]
    }
    const content = inner === undefined ? one.streams.get(PR_ATTACH_DATA) : compoundOf(inner)
    if (content === undefined) {
      const where = own.text(PR_ATTACH_LONG_PATHNAME) ?? own.text(PR_ATTACH_PATHNAME)
      if (where === undefined) complain('missing', 'an attachment without content')
      else complain('by-reference', `it is not in the file: ${plainText(where).slice(0, 200)}`)
      return []
    }
    const type = inner === undefined ? (own.text(PR_ATTACH_MIME_TAG) ?? '').toLowerCase() : 'application/x-ole-storage'
    const isType =
      /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}$/.test(type) && !/^(?:multipart|message)\//.test(type)
    const cid = (own.text(PR_ATTACH_CONTENT_ID) ?? '').replace(/^<|>$/g, '')
    const isInline = cids.delete(cid) && /^[\x21-\x3b\x3d\x3f-\x7e]+@?[\x21-\x3b\x3d\x3f-\x7e]*$/.test(cid)
    return [
      {
        content,
        contentType: isType ? type : 'application/octet-stream',
        ...(name === undefined ? {} : { filename: name }),
        ...(isInline ? { contentId: cid } : {}),
      },
    ]
  })
}

/** An OLE object as the compound file that it is inside this one. */
function compoundOf(storage: Storage): Uint8Array {
  const container = CFB.utils.cfb_new()
  const work = [{ storage, path: '/' }]
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    for (const [name, content] of next.storage.streams)
      CFB.utils.cfb_add(container, `${next.path}${name.replaceAll('/', '_')}`, content, { unsafe: true })
    for (const child of next.storage.storages)
      work.push({ storage: child, path: `${next.path}${child.name.replaceAll('/', '_')}/` })
  }
  return Uint8Array.from(CFB.write(container, { type: 'array' }) as ArrayLike<number>)
}
