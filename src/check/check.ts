/** message.check(): reads every field and body of a message and of all that it holds, so that the list of defects is complete. */
import type { Document } from '../tree/document.js'
import type { Entity } from '../tree/entity.js'
import { checkBody } from './check-body.js'
import { checkHeader, report } from './check-header.js'
import { checkAround, checkLeaf, checkNearMisses, checkOctets, reportBareLf } from './check-octets.js'

/** Every entity once, parents first. An entity that was composed or changed is read as well; octets are those of the source. */
export function checkMessage(message: Entity): void {
  const contentIds = new Set<string>()
  const bareLf = new Map<Document, number>()
  for (const entity of message.walk()) {
    checkHeader(entity)
    checkBody(entity)
    if (entity.node.start >= 0) {
      checkOctets(entity, bareLf)
      checkAround(entity)
      checkLeaf(entity)
      checkNearMisses(entity)
    }
    const id = entity.contentId
    if (id === undefined) continue
    if (contentIds.has(id)) report(entity, 'duplicate-content-id', entity.headers.field('content-id'))
    contentIds.add(id)
  }
  reportBareLf(bareLf)
}
