/** A message read as a stream of parts, and rewritten without an edit, against the tree that parse() gives. */
import { parse } from '../src/message/parse.js'
import { parts } from '../src/stream/parts.js'
import { rewrite } from '../src/stream/rewrite.js'
import type { Node } from '../src/tree/node.js'

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')

function* cut(bytes: Uint8Array, cuts: readonly number[]): Iterable<Uint8Array> {
  let from = 0
  for (const to of [...cuts, bytes.length]) {
    yield bytes.subarray(from, to)
    from = to
  }
}

async function gather(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of source) pieces.push(piece)
  return pieces.length === 1 ? pieces[0]! : new Uint8Array(Buffer.concat(pieces))
}

/** Entities of the source itself, in its order. */
function nodes(root: Node): Node[] {
  const found: Node[] = []
  const work: Node[] = [root]
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    found.push(node)
    for (let i = node.children.length - 1; i >= 0; i--) work.push(node.children[i]!)
  }
  return found
}

/** What the tree holds where a stream gives the body of a part; undefined for an encapsulated message, which has none of its own. */
function contentOf(node: Node, text: boolean): string | undefined {
  const { view } = node
  if (node.children.length > 0) return node.children[0]!.kind === 0 ? undefined : latin1(view.preamble as Uint8Array)
  // A multipart without delimiters was announced before that was known: its octets come as they stand.
  const { type, boundary } = view.contentType
  if (!node.opaque && type === 'multipart' && boundary !== undefined) return latin1(view.rawBody)
  return text ? view.decodeText() : latin1(view.bytes())
}

/** What differs between the stream of parts and the tree; undefined if nothing does. */
export async function streamDiffers(
  bytes: Uint8Array,
  cuts: readonly number[],
  text: boolean,
): Promise<string | undefined> {
  const tree = nodes(parse(bytes).node)
  let index = 0
  for await (const part of parts(cut(bytes, cuts))) {
    const node = tree[index++]
    if (node === undefined) return `part ${index} of the stream is not in the tree`
    const { view } = node
    if (part.start !== node.start) return `part ${index} starts at ${part.start}, in the tree at ${node.start}`
    if (part.contentType.mediaType !== view.contentType.mediaType)
      return `part ${index} is ${part.contentType.mediaType}, in the tree ${view.contentType.mediaType}`
    if (part.filename !== view.filename || part.safeFilename !== view.safeFilename)
      return `part ${index}: other filenames`
    if (part.contentId !== view.contentId) return `part ${index}: other Content-IDs`
    const names = (fields: Iterable<{ readonly name: string; readonly text: string }>): string =>
      Array.from(fields, (field) => `${field.name}:${field.text}`).join('\n')
    if (names(part.headers) !== names(view.headers)) return `part ${index}: other fields`
    const expected = contentOf(node, text)
    if (expected === undefined) continue
    const content = part.isContainer
      ? latin1(await gather(part.raw))
      : text
        ? await part.text()
        : latin1(await part.bytes())
    if (content !== expected)
      return `part ${index} (${part.contentType.mediaType}, ${part.transferEncoding}): other content`
  }
  return index === tree.length ? undefined : `${index} parts in the stream, ${tree.length} in the tree`
}

/** What a message loses when it is rewritten without an edit; undefined if nothing. */
export async function rewriteDiffers(bytes: Uint8Array, cuts: readonly number[]): Promise<string | undefined> {
  const written = await gather(rewrite(cut(bytes, cuts), () => {}))
  return Buffer.compare(written, bytes) === 0 ? undefined : 'rewritten without an edit, the octets are others'
}
