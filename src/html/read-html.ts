/**
 * Reads HTML as tags and texts, by the tokenizer of htmlparser2. HTML Living Standard §13.2.5. One pass; the listener keeps track of what is
 * open.
 */
import { Tokenizer } from 'htmlparser2'

/** What a document is made of, in order. */
export interface HtmlSink {
  /** Is the attribute wanted? Values of others are not gathered. */
  wants(attribute: string): boolean
  /** A start tag, its name in lower case. Of attributes that stand there twice the first counts. */
  open(name: string, attributes: Attributes, selfClosing: boolean): void
  close(name: string): void
  /** A piece of text, character references decoded. */
  text(piece: string): void
}

export type Attributes = ReadonlyMap<string, string>

const NONE: Attributes = new Map()
const NO_VALUE = (): void => {}

/** Reads a whole document. Never throws; time is linear in its length. */
export function readHtml(html: string, sink: HtmlSink): void {
  let name = ''
  let attributes: Map<string, string> | undefined
  let attribute: string | undefined
  let value: string[] = []
  const opened = (selfClosing: boolean) => {
    const all = attributes ?? NONE
    attributes = undefined
    sink.open(name, all, selfClosing)
  }
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname: (start, end) => {
        name = html.slice(start, end).toLowerCase()
      },
      onattribname: (start, end) => {
        const found = html.slice(start, end).toLowerCase()
        attribute = sink.wants(found) && attributes?.has(found) !== true ? found : undefined
        value = []
      },
      onattribdata: (start, end) => {
        if (attribute !== undefined) value.push(html.slice(start, end))
      },
      onattribentity: (codePoint) => {
        if (attribute !== undefined) value.push(String.fromCodePoint(codePoint))
      },
      onattribend: () => {
        if (attribute === undefined) return
        attributes ??= new Map()
        attributes.set(attribute, value.length === 1 ? value[0]! : value.join(''))
      },
      onopentagend: () => opened(false),
      onselfclosingtag: () => opened(true),
      onclosetag: (start, end) => sink.close(html.slice(start, end).toLowerCase()),
      ontext: (start, end) => sink.text(html.slice(start, end)),
      ontextentity: (codePoint) => sink.text(String.fromCodePoint(codePoint)),
      // The octets of `<![CDATA[…]]>` are a comment in HTML.
      oncdata: NO_VALUE,
      oncomment: NO_VALUE,
      ondeclaration: NO_VALUE,
      onprocessinginstruction: NO_VALUE,
      onend: NO_VALUE,
    },
  )
  tokenizer.write(html)
  tokenizer.end()
}
