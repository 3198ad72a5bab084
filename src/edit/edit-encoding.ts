/** Keeps the transfer encoding that a multipart or message declares as wide as that of its parts: 7bit, 8bit or binary. RFC 2045 §6.4. */
import { IDENTITY_ENCODINGS, widestOf } from '../field/mime/transfer-encoding.js'
import type { Node } from '../tree/node.js'

/** The widest of the identity encodings that a node and its parts declare. */
export function widest(root: Node): number {
  const declared = new Set<string>()
  const work = [root]
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    declared.add(node.view.transferEncoding)
    for (const child of node.children) work.push(child)
  }
  return widestOf(declared)
}

/** What holds a part declares an encoding as wide as that of the part (RFC 2045 §6.4). */
export function widen(node: Node, width: number): void {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    const own = IDENTITY_ENCODINGS.indexOf(at.view.transferEncoding)
    if (own === -1) return
    // The message in a message/rfc822 and that part declare the same; only a section that says something about its content is asked.
    if (own < width) at.view.headers.set('Content-Transfer-Encoding', IDENTITY_ENCODINGS[width]!)
  }
}
