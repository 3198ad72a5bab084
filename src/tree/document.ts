/** What all entities of one source share: its bytes, the packed spans of its fields, options, defects. */
import { SharedMemory } from '../codec/shared-memory.js'
import type { DefectCode } from '../defects/codes.js'
import { DefectList, MessageError } from '../defects/defect.js'
import type { Kit } from './kit.js'
import type { Node } from './node.js'
import type { ResolvedOptions } from './options.js'
import { TextOfContainers } from './shared-text.js'

/** The codes of limits: with `onLimit: 'throw'` they throw. */
const LIMIT_CODES: ReadonlySet<DefectCode> = /* @__PURE__ */ new Set<DefectCode>([
  'nesting-too-deep',
  'too-many-parts',
  'header-section-too-large',
  'too-many-headers',
  'too-many-parameters',
  'too-many-addresses',
  'decoded-too-large',
  'message-too-large',
])

export class Document {
  /** Start, colon, end of each field in turn, in the order of the source. */
  spans: number[] = []
  readonly defects: DefectList
  /** `bare-lf` has been reported for this source. */
  bareLfTold = false
  private memory: SharedMemory | undefined = undefined
  private texts: TextOfContainers | undefined = undefined

  /**
   * @param kit what can be done to the message
   * @param host where the source was decoded from, for a message that stood under a transfer encoding: its defects carry the span of
   * that body
   */
  constructor(
    readonly source: Uint8Array,
    readonly options: ResolvedOptions,
    readonly kit: Kit,
    readonly host: Node | undefined,
  ) {
    this.defects =
      host === undefined ? new DefectList(options.limits.maxDefects, source, kit.describe) : host.doc.defects
  }

  /** Text of multiparts and of messages in messages. */
  get containers(): TextOfContainers {
    return (this.texts ??= new TextOfContainers(this.source, this.options.fallbackCharset))
  }

  /** Memory for the small contents of this message. */
  get shared(): SharedMemory {
    return (this.memory ??= new SharedMemory())
  }

  /** The same source with defects of its own: what is read of a copy is not reported twice. */
  twin(kit: Kit = this.kit): Document {
    const twin = new Document(this.source, this.options, kit, undefined)
    twin.spans = this.spans
    return twin
  }

  /** Records a defect. Throws MessageError only for a limit, and only if the caller asked for it. */
  defect(code: DefectCode, start: number, end: number): void {
    if (this.host !== undefined) {
      this.host.doc.defect(code, this.host.bodyStart, this.host.end)
      return
    }
    this.defects.add(code, start, end)
    if (this.options.throwOnLimit && LIMIT_CODES.has(code)) {
      throw new MessageError(
        `${code}: ${this.kit.describe(code)} (at octet ${start}); raise options.limits or use onLimit: 'degrade'`,
        this.defects.items,
      )
    }
  }
}
