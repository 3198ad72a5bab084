/** What a part tells of itself by its header section: the base class of streamed, stored and rewritten parts. RFC 2045, RFC 2183. */
import type { ContentType } from '../field/mime/content-type.js'
import { MESSAGE } from '../scan/sink.js'
import type { Entity } from '../tree/entity.js'
import type { Headers } from '../tree/headers.js'
import type { Head } from './events.js'

export abstract class PartHead {
  /** @internal The entity without its body. */
  protected readonly entity: Entity

  /** @internal */
  constructor(
    /** @internal */
    protected readonly head: Head,
  ) {
    this.entity = head.entity as Entity
  }

  /** Part numbers, as `Entity.path`. */
  get path(): readonly number[] {
    return this.head.path
  }

  /** Its header section. */
  get headers(): Headers {
    return this.entity.headers
  }

  /** Effective media type, as `Entity.contentType`. */
  get contentType(): ContentType {
    return this.entity.contentType
  }

  /**
   * The filename of Content-Disposition, else the `name` of Content-Type, decoded. It is otherwise as received: never use it as a path. Undefined
   * where there is none.
   */
  get filename(): string | undefined {
    return this.entity.filename
  }

  /** `filename` as the last component of a path that every common system takes. `attachment` where nothing is left of it, or there is none. */
  get safeFilename(): string {
    return this.entity.safeFilename
  }

  /** Is it a message (the root, or one in a message/rfc822) rather than a body part? */
  get isMessage(): boolean {
    return this.head.kind === MESSAGE
  }

  /** Is it a multipart, or a part that holds a message? */
  get isContainer(): boolean {
    return this.head.holdsMessage || this.head.isMultipart
  }
}
