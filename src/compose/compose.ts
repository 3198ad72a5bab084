/** compose(): makes a message from its description: fields, the fewest multiparts that hold the parts, boundaries. RFC 5322 §3.6, RFC 2046 §5.1. */

import { CR, LF } from '../bytes/ascii.js'
import { fromUtf8, isAscii } from '../bytes/platform.js'
import { boundariesIn } from '../edit/edit-boundary.js'
import { IDENTITY_ENCODINGS, widestOf } from '../field/mime/transfer-encoding.js'
import { Boundaries } from '../render/boundary.js'
import { encodeForSure } from '../render/content.js'
import { isLateBase64 } from '../render/late-base64.js'
import { join } from '../render/serialize.js'
import type { Document } from '../tree/document.js'
import type { HeaderLine, NewBody } from '../tree/edits.js'
import type { Entity } from '../tree/entity.js'
import type { Message } from '../tree/message.js'
import type { Node } from '../tree/node.js'
import type { PartSpec } from '../tree/part-spec.js'
import { makeFields, writeField, writeHeader, writeType } from './compose-fields.js'
import { messageIdFor } from './compose-id.js'
import { newDocument, newNode, separateBy } from './compose-node.js'
import { type Composed, resolveComposeOptions } from './compose-options.js'
import { withLineEnd } from './compose-stream.js'
import { type PartPlace, partLeaf } from './part-leaf.js'
import { encodeFlowed } from './quote.js'
import { type ComposeOptions, Faults, type MessageSpec, type SpecFault } from './spec.js'
import { takePart, takeSpec } from './spec-shape.js'
import { calendarLeaf, type Leaf, textLeaf } from './text-leaf.js'
import { readWhole as parse } from './whole.js'

interface Branch {
  readonly kind: 'branch'
  readonly subtype: string
  readonly params: readonly (readonly [string, string])[]
  readonly children: Plan[]
  boundary: string
}

type Plan = Leaf | Branch

/**
 * Composes a message. Date, Message-ID and MIME-Version are added where they are absent; texts and contents are encoded so that they come back
 * exactly; nothing is repaired and nothing is fetched. Contents given as streams are read once, when the message is written with `chunks()`.
 *
 * @throws MessageSpecError with the path of every fault, before anything is written; TypeError for wrong options
 * @example
 * const message = compose({ from: 'Ada <ada@example.org>', to: 'bob@example.net', subject: 'Notes', text: 'Hello\n' })
 * const bytes = message.toBytes()
 */
export function compose(spec: MessageSpec, options?: ComposeOptions): Message {
  return composed(spec, options, structure)
}

/** A multipart that a room of the library describes: a digest, a report. Its parts are leaves, or multiparts of their own. */
export interface MultipartPlan {
  readonly subtype: string
  readonly params?: readonly (readonly [name: string, value: string])[]
  readonly parts: readonly (PartSpec | { readonly multipart: MultipartPlan })[]
}

/**
 * Composes a message whose body is a multipart of any kind: the text of the spec as its first part, if it has one, then parts without
 * Content-Disposition unless it is given.
 *
 * @param path what the parts are called where one is refused
 */
export function composeMultipart(
  spec: MessageSpec,
  multipart: MultipartPlan,
  path: string,
  options: ComposeOptions | undefined,
): Message {
  return composed(spec, options, ({ text }, { utf8, flowed }, faults) => {
    const planned = ({ subtype, params = [], parts }: MultipartPlan): Branch => {
      const leaves = parts.map((part, i) => {
        if ('multipart' in part) return planned(part.multipart)
        const at = `${path}[${i}]`
        const before = faults.found.length
        const taken = takePart(part, at, faults)
        if (faults.found.length > before) return undefined
        return partLeaf(taken, at, { besideHtml: false, utf8, parse, isForm: true, late: true }, faults)
      })
      return branch(subtype, leaves, params)
    }
    const plan = planned(multipart)
    return typeof text === 'string'
      ? { ...plan, children: taken([plainLeaf(text, flowed, faults), ...plan.children]) }
      : plan
  })
}

type PlanMaker = (spec: Partial<MessageSpec>, options: Composed, faults: Faults) => Plan

function composed(spec: MessageSpec, options: ComposeOptions | undefined, makePlan: PlanMaker): Message {
  const resolved = resolveComposeOptions(options)
  const faults = new Faults()
  const sane = takeSpec(spec, faults)
  const { fields, domain, hasMessageId } = writeHeader(sane, resolved, faults)
  const plan = makePlan(sane, resolved, faults)
  checkDepth(plan, resolved.maxDepth, faults)
  faults.refuse()
  const boundaries = new Boundaries(resolved.boundary)
  const contents = leavesOf(plan)
  if (!resolved.filenameWords) for (const leaf of contents) leaf.nameAsWord = false
  for (const { message } of contents)
    if (message !== undefined) for (const used of boundariesIn(message.node)) boundaries.reserve(used)
  faults.at('options.boundary', () => drawBoundaries(plan, contents, boundaries))
  faults.refuse()
  if (!hasMessageId) {
    const octets = resolved.fixed ? [...fields.map(fromUtf8), ...contents.flatMap(octetsOf)] : []
    fields.push(writeField('Message-ID', `<${messageIdFor(octets, resolved, domain)}>`))
  }
  fields.push('MIME-Version: 1.0\r\n')
  endLastLine(plan)
  return toNode(plan, newDocument(), undefined, fields).view as Message
}

/** The last line of base64 ends as the others do: a transport would add what is missing (RFC 5321 §4.1.1.4). */
function endLastLine(plan: Plan): void {
  if (plan.kind !== 'leaf' || plan.encoding !== 'base64') return
  const { body } = plan
  if (isLateBase64(body)) plan.body = body.withLineEnd()
  else if (!isOctets(body)) plan.body = withLineEnd(body)
  else if (body.length > 0 && body[body.length - 1] !== LF) plan.body = join([body, Uint8Array.of(CR, LF)])
}

/** What a leaf's body holds already, or will hold: not of a stream. */
function octetsOf({ body }: Leaf): Uint8Array[] {
  if (isLateBase64(body)) return [body.bytes()]
  return isOctets(body) ? [body] : []
}

function isOctets(body: NewBody): body is Uint8Array {
  return body instanceof Uint8Array
}

/** Every fault of a spec, of shape and of values, without composing it. Streams are not read. */
export function specFaults(spec: unknown): readonly SpecFault[] {
  const resolved = resolveComposeOptions(undefined)
  const faults = new Faults()
  const sane = takeSpec(spec, faults)
  writeHeader(sane, resolved, faults)
  checkDepth(structure(sane, resolved, faults), resolved.maxDepth, faults)
  return faults.found
}

/** mixed( alternative( text, related( html, inline… ) ), attachments… ) with no level that is not needed. */
function structure(spec: Partial<MessageSpec>, { utf8, flowed }: Composed, faults: Faults): Plan {
  const { text, html, amp, calendar } = spec
  const place: PartPlace = { besideHtml: typeof html === 'string', utf8, parse, late: true }
  const attached = (spec.attachments ?? []).map((one, i) => partLeaf(one, `attachments[${i}]`, place, faults))
  const forms: (Plan | undefined)[] = []
  if (typeof text === 'string') forms.push(plainLeaf(text, flowed, faults))
  if (typeof amp === 'string') forms.push(textLeaf('text/x-amp-html', amp, 'amp', faults))
  if (typeof html === 'string') {
    const root = textLeaf('text/html', html, 'html', faults)
    const inline = attached.filter((leaf) => leaf?.related === true)
    forms.push(inline.length === 0 ? root : branch('related', [root, ...inline], [['type', 'text/html']]))
  }
  if (calendar) forms.push(calendarLeaf(calendar, faults))
  if (calendar?.attach) {
    const { content, filename } = calendar
    const file = { content, filename: filename ?? 'invite.ics', contentType: 'application/ics' }
    attached.push(partLeaf(file, 'calendar', place, faults))
  }
  for (const [i, one] of (spec.alternatives ?? []).entries()) {
    forms.push(partLeaf(one, `alternatives[${i}]`, { ...place, besideHtml: false, isForm: true }, faults))
  }
  const files = attached.filter((leaf) => leaf?.related !== true)
  const body = forms.length > 1 ? branch('alternative', forms) : forms[0]
  if (files.length === 0) return body ?? emptyBody(faults)
  const only = files[0]
  if (body === undefined && files.length === 1 && only !== undefined && !only.ownFields) return only
  return branch('mixed', body === undefined ? files : [body, ...files])
}

/** The text of the message, flowed where that is asked for (RFC 3676). */
function plainLeaf(text: string, flowed: Composed['flowed'], faults: Faults): Leaf | undefined {
  if (flowed === undefined) return textLeaf('text/plain', text, 'text', faults)
  return textLeaf('text/plain', encodeFlowed(text, flowed), 'text', faults, flowedParams(flowed.delSp))
}

function flowedParams(delSp: boolean): [string, string][] {
  return delSp
    ? [
        ['format', 'flowed'],
        ['delsp', 'yes'],
      ]
    : [['format', 'flowed']]
}

/** The empty body of a message that has none. */
function emptyBody(faults: Faults): Plan {
  return textLeaf('text/plain', '', 'text', faults)!
}

function branch(
  subtype: string,
  children: readonly (Plan | undefined)[],
  params: readonly (readonly [string, string])[] = [],
): Branch {
  return { kind: 'branch', subtype, params, children: taken(children), boundary: '' }
}

/** What is undefined was refused: the faults say so, and nothing is made of the plan. */
function taken(plans: readonly (Plan | undefined)[]): Plan[] {
  return plans.filter((plan) => plan !== undefined)
}

function leavesOf(plan: Plan): Leaf[] {
  return plan.kind === 'leaf' ? [plan] : plan.children.flatMap(leavesOf)
}

function checkDepth(plan: Plan, most: number, faults: Faults, depth = 0): void {
  if (plan.kind === 'branch') {
    for (const child of plan.children) checkDepth(child, most, faults, depth + 1)
    if (plan.children.length > 0) return
  }
  const levels = depth + (plan.kind === 'leaf' && plan.message !== undefined ? 1 + depthOf(plan.message) : 0)
  if (levels > most)
    faults.add(plan.kind === 'leaf' ? plan.path : '', `nested ${levels} deep; at most ${most} (options.maxDepth)`)
}

/** Levels of multiparts and messages inside an entity. */
function depthOf(root: Entity): number {
  const work: [Entity, number][] = [[root, 0]]
  let deepest = 0
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const [entity, depth] = next
    if (depth > deepest) deepest = depth
    for (const part of entity.parts) work.push([part, depth + 1])
    if (entity.message !== undefined) work.push([entity.message, depth + 1])
  }
  return deepest
}

function drawBoundaries(plan: Plan, leaves: readonly Leaf[], boundaries: Boundaries): void {
  if (plan.kind === 'leaf') return
  // No line of base64 begins with a dash.
  const bodies = () =>
    leaves
      .filter(({ encoding }) => encoding !== 'base64')
      .flatMap(({ body }) => (body instanceof Uint8Array ? [body] : []))
  let boundary = boundaries.next(bodies())
  if (boundary === undefined) {
    for (const leaf of leaves) {
      if (leaf.content === undefined || leaf.encoding !== '7bit') continue
      Object.assign(leaf, encodeForSure(leaf.content, leaf.mediaType.startsWith('text/')))
    }
    boundary = boundaries.next(bodies())
    if (boundary === undefined)
      throw new TypeError(
        'every boundary drawn begins a line of a content that is not to be encoded: leave options.boundary out',
      )
  }
  plan.boundary = boundary
  for (const child of plan.children) drawBoundaries(child, leaves, boundaries)
}

/** @param fields of the message, each with its line end, before those of its content */
function toNode(plan: Plan, doc: Document, parent: Node | undefined, fields: readonly string[]): Node {
  const lines: HeaderLine[] = []
  const node = newNode(doc, parent, lines)
  if (plan.kind === 'branch') {
    separateBy(node, plan.boundary)
    const type = writeType(`multipart/${plan.subtype}`, [...plan.params, ['boundary', plan.boundary]], false)
    const encoding = widest(leavesOf(plan))
    lines.push(...makeFields([...fields, type, ...(encoding === '7bit' ? [] : [writeEncoding(encoding)])]))
    for (const child of plan.children) node.adopt(toNode(child, doc, node, []))
    return node
  }
  const edits = node.edits!
  edits.chosen = plan.chosen
  const written = [...fields]
  // What a digest holds has the type of a message without saying so (RFC 2046 §5.1.5).
  const isDigested = parent?.view.contentType.mediaType === 'multipart/digest' && plan.mediaType === 'message/rfc822'
  if (!isDigested) written.push(writeType(plan.mediaType, plan.params, plan.nameAsWord))
  if (!isDigested || plan.encoding !== '7bit') written.push(writeEncoding(plan.encoding))
  lines.push(...makeFields(written), ...plan.fields)
  if (plan.message !== undefined && plan.body instanceof Uint8Array) {
    const child = plan.message.node
    child.parent = node
    node.adopt(child)
  } else edits.body = plan.body
  return node
}

function writeEncoding(encoding: string): string {
  return writeField('Content-Transfer-Encoding', encoding)
}

/** A multipart says what the widest of its parts needs, their header sections included (RFC 2045 §6.4, RFC 6532 §3.5). */
function widest(leaves: readonly Leaf[]): string {
  const encodings = new Set(leaves.map(({ encoding }) => encoding))
  if (leaves.some(({ fields }) => fields.some(({ raw }) => !isAscii(raw)))) encodings.add('8bit')
  return IDENTITY_ENCODINGS[widestOf(encodings)]!
}
