/** A message as a web page, safe to open: each body in a frame of its own without scripts, pictures of the message alone. `web-view MAIL.eml PORT` */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { displayAddresses, type Entity, parse } from 'messagerie'
import { cidReferences, textToHtml } from 'messagerie/html'

const [file = 'mail.eml', port = '8080'] = process.argv.slice(2)
const message = parse(await readFile(file))
const POLICY = `default-src 'none'; img-src data:; style-src 'unsafe-inline'`
const attribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** The pictures that a page refers to, put into it: only raster pictures, as data. */
function withPictures(html: string): string {
  let page = html
  for (const id of cidReferences(html)) {
    const part = message.byContentId(id)
    if (part === undefined || !/^image\/(?:png|gif|jpeg|webp)$/.test(part.contentType.mediaType)) continue
    const data = `data:${part.contentType.mediaType};base64,${Buffer.from(part.bytes()).toString('base64')}`
    page = page.replaceAll(`cid:${id}`, data).replaceAll(`cid:${encodeURIComponent(id)}`, data)
  }
  return page
}

/** EFAIL: parts are never joined. The policy stands first in the frame, which has no scripts, no forms and an origin of its own. */
function frame(part: Entity): string {
  if (part.contentType.type !== 'text') return ''
  const isHtml = part.contentType.mediaType === 'text/html'
  const body = isHtml ? withPictures(part.decodeText()) : `<p>${textToHtml(part.decodeText())}</p>`
  const page = `<meta http-equiv="Content-Security-Policy" content="${POLICY}"><base target="_blank">${body}`
  return `<iframe sandbox="" referrerpolicy="no-referrer" srcdoc="${attribute(page)}"></iframe>`
}

const files = message.attachments.map((part, i) => `<li><a href="/${i}">${textToHtml(part.safeFilename)}</a></li>`)
const page = `<!doctype html><meta charset="utf-8"><title>${textToHtml(message.subject ?? '')}</title>
<style>iframe { width: 100%; height: 30em; border: 1px solid }</style>
<h1>${textToHtml(message.subject ?? '(no subject)')}</h1>
<p>${textToHtml(displayAddresses(message.headers.addresses('from')))} – ${message.date?.toISOString() ?? 'no date'}</p>
${message.htmlBody.map(frame).join('\n')}<ul>${files.join('')}</ul>`

createServer(({ url = '/' }, response) => {
  const part = /^\/\d{1,5}$/.test(url) ? message.attachments[Number(url.slice(1))] : undefined
  response.setHeader('X-Content-Type-Options', 'nosniff')
  if (part !== undefined) {
    // Never shown by the browser: saved, whatever type it claims.
    response.setHeader('Content-Type', 'application/octet-stream')
    response.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(part.safeFilename)}`)
    response.end(part.bytes())
  } else response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page)
}).listen(Number(port), '127.0.0.1', () => console.log('listening'))
