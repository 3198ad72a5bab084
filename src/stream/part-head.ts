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

  /** As `Entity.path`. */
  get path(): readonly number[] {
    return this.head.path
  }

  /** Its header section. */
  get headers(): Headers {
    return this.entity.headers
  }

  /** Effective, as `Entity.contentType`. */
  get contentType(): ContentType {
    return this.entity.contentType
  }

  /** As received, decoded; never to be used as a path. */
  get filename(): string | undefined {
    return this.entity.filename
  }

  /** A last path component that is safe on every system; never empty. */
  get safeFilename(): string {
    return this.entity.safeFilename
  }

  /** A message (the root, or an encapsulated one) rather than a body part. */
  get isMessage(): boolean {
    return this.head.kind === MESSAGE
  }

  /** A multipart or an encapsulated message. */
  get isContainer(): boolean {
    return this.head.holdsMessage || this.head.isMultipart
  }
}
