/** Finds where a signed or encrypted part stands in its message, and what around it is not covered. RFC 1847 §2, RFC 2387 §3.2. */
import { isMultipartSigned } from '../field/mime/multipart-signed.js'
import { MESSAGE } from '../scan/sink.js'
import { relatedRoot } from '../tree/body.js'
import type { Entity } from '../tree/entity.js'
import type { SecureScope } from './secure-part.js'
import { type SecureWarning, warning } from './warnings.js'

export interface Surroundings {
  readonly scope: SecureScope
  readonly warnings: readonly SecureWarning[]
}

/** The roots of multipart/related as they are asked for: to find one all its parts may be gone through, and each of these may ask. */
export class Roots {
  private readonly found = new Map<Entity, Entity | undefined>()

  of(related: Entity): Entity | undefined {
    if (!this.found.has(related)) this.found.set(related, relatedRoot(related))
    return this.found.get(related)
  }
}

/** Climbs from the part to the message that it stands in; what stands around that message is another matter. */
export function surroundings(part: Entity, roots: Roots): Surroundings {
  const warnings: SecureWarning[] = []
  let at = part
  let others = 0
  let around: Entity | undefined
  let hidden = false
  for (let parent = at.parent; parent !== undefined && at.node.kind !== MESSAGE; parent = at.parent) {
    const { type, subtype } = parent.contentType
    const { index } = at.node
    if (type === 'multipart' && !(isMultipartSigned(parent.contentType) && index === 0)) {
      if (parent.parts.length > 1) around ??= parent
      others += parent.parts.length - 1
      if (subtype === 'alternative' && parent.parts.length > 1) hidden = true
      if (subtype === 'related' && roots.of(parent) !== at) hidden = true
    }
    at = parent
  }
  if (around !== undefined) {
    const text = others === 1 ? '1 other part' : `${others} other parts`
    warnings.push(warning('beside', `${text}, ${around.contentType.mediaType.slice(0, 60)}`))
  }
  if (hidden) warnings.push(warning('hidden'))
  const attached = at.parent !== undefined
  if (attached) warnings.push(warning('attached'))
  const scope = at !== part ? 'part' : attached ? 'attached-message' : 'message'
  return { scope, warnings }
}

/** Unsigned text of a multipart: its preamble, which readers of MIME do not show, and its epilogue. */
export function outsideText(part: Entity): SecureWarning[] {
  const warnings: SecureWarning[] = []
  if (part.node.firstDelimiter >= 0 && part.node.closeStart < 0) warnings.push(warning('unclosed'))
  if (holdsText(part.epilogue)) warnings.push(warning('text-around', 'epilogue'))
  if (holdsText(part.preamble)) warnings.push({ ...warning('text-around', 'preamble'), severity: 'info' })
  return warnings
}

function holdsText(octets: Uint8Array | undefined): boolean {
  return octets?.some((c) => c > 0x20) === true
}
