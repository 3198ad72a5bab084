/**
 * Bytes → tree: one scan of a whole source. Also for message/rfc822 under base64 or quoted-printable, which RFC 2046 §5.2.1 forbids and
 * some gateways send: decoded once, on demand, then read as any message. Its defects carry the span of the body that it was decoded from.
 */
import { hold } from '../bytes/kept.js'
import { scan } from '../scan/scan.js'
import { Builder } from './builder.js'
import { Document } from './document.js'
import type { Entity } from './entity.js'
import { keepShapes } from './kept-shapes.js'
import type { Kit } from './kit.js'
import type { Message } from './message.js'
import type { Node } from './node.js'
import { type ResolvedOptions, resolveOptions } from './options.js'

/** Messages that are parsed before samples are kept: a program that reads few does not pay for them. */
let left = 100

/** Scans `source` and returns the root of its tree. */
export function buildTree(source: Uint8Array, options: ResolvedOptions, kit: Kit, host: Node | undefined): Node {
  if (left > 0 && --left === 0) {
    const read = (bytes: Uint8Array) => buildTree(bytes, resolveOptions(undefined), kit, undefined).view as Message
    hold(buildTree, keepShapes(read))
  }
  const doc = new Document(source, options, kit, host)
  const builder = new Builder(doc)
  scan(source, builder, options.limits)
  builder.end()
  const root = builder.root as Node
  root.parent = host
  return root
}

/** The message that `host` holds under a transfer encoding; undefined where it would be nested too deeply. */
export function parseEncoded(host: Node, decoded: Uint8Array): Entity | undefined {
  const { options, kit } = host.doc
  let depth = 1
  for (let at = host.parent; at !== undefined; at = at.parent)
    if (at.children.length > 0 || at.doc !== host.doc) depth++
  if (depth > options.limits.maxDepth) {
    host.doc.defect('nesting-too-deep', host.bodyStart, host.end)
    return undefined
  }
  const inner = Object.freeze({
    ...options,
    limits: Object.freeze({ ...options.limits, maxDepth: options.limits.maxDepth - depth }),
  })
  const root = buildTree(decoded, inner, kit, host)
  host.inner = root
  return root.view
}
