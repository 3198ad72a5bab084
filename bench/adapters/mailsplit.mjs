/** @zone-eu/mailsplit: a splitter; the decoding of fields, texts and addresses on top of it is what its users write. */

import { Buffer } from 'node:buffer'
import { Splitter } from '@zone-eu/mailsplit'
import addressparser from 'nodemailer/lib/addressparser/index.js'

function readNode(node) {
  const fields = node.headers.getList().map(({ key, line }) => {
    const { value } = node.headers.libmime.decodeHeader(line.toString())
    return [key, node.headers.libmime.decodeWords(value)]
  })
  return { node, fields, chunks: [], decoder: undefined }
}

export default {
  name: '@zone-eu/mailsplit',
  package: '@zone-eu/mailsplit',
  kind: 'js',
  parse(bytes) {
    return new Promise((resolve, reject) => {
      const splitter = new Splitter()
      const parts = []
      let pending = 0
      let ended = false
      const settle = () => ended && pending === 0 && resolve(finish(parts))
      const close = (part) => part?.decoder?.end()
      splitter.on('error', reject)
      splitter.on('data', (data) => {
        if (data.type === 'node') {
          close(parts.at(-1))
          parts.push(readNode(data))
        } else if (data.type === 'body') {
          const part = parts.at(-1)
          if (!part.decoder) {
            pending++
            part.decoder = part.node.getDecoder()
            part.decoder.on('data', (chunk) => part.chunks.push(chunk))
            part.decoder.on('end', () => {
              pending--
              settle()
            })
            part.decoder.on('error', reject)
          }
          part.decoder.write(data.value)
        }
      })
      splitter.on('end', () => {
        close(parts.at(-1))
        ended = true
        settle()
      })
      splitter.end(bytes)
    })
  },
  view: (result) => result,
}

function finish(parts) {
  const [root] = parts
  const field = (name) => root.fields.find(([key]) => key === name)?.[1]
  const to = addressparser(root.node.headers.libmime.decodeHeader(root.node.headers.get('to')[0] ?? '').value, {
    flatten: true,
  })
  const out = {
    subject: field('subject'),
    from: addressparser(field('from') ?? '')[0]?.address,
    to: to.map(({ name, address }) => ({ name: root.node.headers.libmime.decodeWords(name), address })),
    text: undefined,
    html: undefined,
    attachments: [],
    words: root.fields.filter(([key]) => key.startsWith('x-word-')).map(([, value]) => value),
  }
  for (const { node, chunks } of parts) {
    if (node.multipart) continue
    const bytes = Buffer.concat(chunks)
    const isText = node.disposition !== 'attachment' && /^text\/(plain|html)$/.test(node.contentType || '')
    if (!isText) out.attachments.push(bytes)
    else
      out[node.contentType === 'text/html' ? 'html' : 'text'] = new TextDecoder(node.charset || 'utf-8').decode(bytes)
  }
  return out
}
