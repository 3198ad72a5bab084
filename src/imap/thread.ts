/** Threads messages by their References. RFC 5256 §3: THREAD=REFERENCES, the algorithm of J. Zawinski. */
import { assertArray, assertObject } from '../bytes/arguments.js'
import { baseSubject, casemap } from './subject.js'

/** What threading needs of a message; a `Message` of the root door has it all. */
export interface Threadable {
  /** Message-ID without angle brackets. */
  readonly messageId?: string | undefined
  /** Identifiers of In-Reply-To, without angle brackets. */
  readonly inReplyTo: readonly string[]
  /** Identifiers of References, oldest first, without angle brackets. */
  readonly references: readonly string[]
  /** Subject, decoded. */
  readonly subject?: string | undefined
  /** When it was sent. A message without a date sorts first. */
  readonly date?: Date | undefined
}

/** A message of a thread with its answers. `message` is undefined where it is not among those given: others refer to it. */
export interface Thread<M extends Threadable> {
  /** The message. Undefined where others refer to a message that is not there. */
  readonly message?: M
  /** Its answers, by date. */
  readonly children: readonly Thread<M>[]
}

class Container<M extends Threadable> {
  message: M | undefined = undefined
  parent: Container<M> | undefined = undefined
  children: Container<M>[] = []
  /** Its place among the messages given: equal dates keep that order. */
  order = -1
  /** On the way to the top of its tree, for `topOf`. */
  up: Container<M> = this
}

/**
 * Threads of messages, each ordered by date. Messages that refer to each other make a tree; trees of one base subject are joined.
 * Never recurses and never loops, whatever the references say; time is that of sorting.
 * @param messages in the order in which they came: it decides between equal dates
 */
export function threads<M extends Threadable>(messages: readonly M[]): Thread<M>[] {
  assertArray(messages, 'messages')
  return publish(sortAll(joinSubjects(sortRoots(prune(link(messages))))))
}

/** Step 1: a container for each id, linked as References say. */
function link<M extends Threadable>(messages: readonly M[]): Container<M>[] {
  const byId = new Map<string, Container<M>>()
  const all: Container<M>[] = []
  const containerOf = (id: string): Container<M> => {
    let container = byId.get(id)
    if (container === undefined) {
      container = new Container<M>()
      byId.set(id, container)
      all.push(container)
    }
    return container
  }
  const idsOf = (message: M) => {
    const { references } = message
    assertArray(references, 'messages entry.references')
    if (references.length > 0) return references
    const { inReplyTo } = message
    assertArray(inReplyTo, 'messages entry.inReplyTo')
    return inReplyTo.slice(0, 1)
  }
  const own = messages.map((message, order) => {
    assertObject(message, 'messages entry')
    let container = message.messageId === undefined ? undefined : containerOf(message.messageId)
    if (container === undefined || container.message !== undefined) {
      // Without an id, or with that of another message: it has a thread's place, and nobody can refer to it.
      container = new Container<M>()
      all.push(container)
    }
    container.message = message
    container.order = order
    return container
  })
  // What a message says of its own parent (step 1.B) counts more than what others say (1.A), so it goes first.
  for (const container of own) {
    const last = idsOf(container.message as M).at(-1)
    if (last !== undefined) adopt(containerOf(last), container)
  }
  messages.forEach((message, order) => {
    let above: Container<M> | undefined
    for (const id of idsOf(message)) {
      const container = containerOf(id)
      // A message that comes later and names no parent is a root: it knows better than those that came before it.
      if (above !== undefined && container.order < order) adopt(above, container)
      above = container
    }
  })
  for (const container of all) container.parent?.children.push(container)
  return all.filter(({ parent }) => parent === undefined)
}

/** Links a child that has no parent, unless that made a loop. */
function adopt<M extends Threadable>(parent: Container<M>, child: Container<M>): void {
  if (child.parent !== undefined || topOf(parent) === child) return
  child.parent = parent
  child.up = parent
}

/** The top of a container's tree. Ways are halved as they are walked: a chain of 100,000 answers costs no square. */
function topOf<M extends Threadable>(container: Container<M>): Container<M> {
  let at = container
  while (at.up !== at) {
    at.up = at.up.up
    at = at.up
  }
  return at
}

/** All containers below the roots, each after those above it. */
function downward<M extends Threadable>(roots: readonly Container<M>[]): Container<M>[] {
  const list = [...roots]
  for (let i = 0; i < list.length; i++) for (const child of list[i]!.children) list.push(child)
  return list
}

/** Step 3: containers without a message go, their children take their place; at the root only where there is one child. */
function prune<M extends Threadable>(roots: readonly Container<M>[]): Container<M>[] {
  const list = downward(roots)
  /** The nearest container that stays, from each one upward. */
  const stays = new Map<Container<M>, Container<M>>()
  for (const container of list) {
    const { parent, message } = container
    const above = parent === undefined ? undefined : stays.get(parent)!
    stays.set(container, message === undefined && above !== undefined ? above : container)
    container.parent = above
  }
  for (const container of list) container.children = []
  for (const container of list) if (container.message !== undefined) container.parent?.children.push(container)
  const live: Container<M>[] = []
  for (const root of roots) {
    if (root.message !== undefined || root.children.length > 1) live.push(root)
    else if (root.children.length === 1) {
      root.children[0]!.parent = undefined
      live.push(root.children[0]!)
    }
  }
  return live
}

/** Sent date, else the very beginning; of an empty container that of its first child. */
function dateOf<M extends Threadable>(container: Container<M>): number {
  const time = (container.message ?? container.children[0]?.message)?.date?.getTime()
  return time === undefined || Number.isNaN(time) ? 0 : time
}

function orderOf<M extends Threadable>(container: Container<M>): number {
  return container.message === undefined ? (container.children[0]?.order ?? 0) : container.order
}

function byDate<M extends Threadable>(a: Container<M>, b: Container<M>): number {
  return dateOf(a) - dateOf(b) || orderOf(a) - orderOf(b)
}

/** Step 4: the roots by date; children of those without a message first, since their date is that of the first child. */
function sortRoots<M extends Threadable>(roots: Container<M>[]): Container<M>[] {
  for (const root of roots) if (root.message === undefined) root.children.sort(byDate)
  return roots.sort(byDate)
}

interface Subject {
  readonly base: string
  readonly reply: boolean
}

function subjectOf<M extends Threadable>(root: Container<M>): Subject {
  const { base, reply } = baseSubject((root.message ?? root.children[0]?.message)?.subject)
  return { base: casemap(base), reply }
}

function move<M extends Threadable>(parent: Container<M>, child: Container<M>): void {
  child.parent = parent
  parent.children.push(child)
}

/** Step 5: threads of one base subject are one thread. */
function joinSubjects<M extends Threadable>(roots: readonly Container<M>[]): Container<M>[] {
  const subjects = new Map<Container<M>, Subject>(roots.map((root) => [root, subjectOf(root)]))
  const table = new Map<string, Container<M>>()
  for (const root of roots) {
    const { base, reply } = subjects.get(root)!
    if (base === '') continue
    const there = table.get(base)
    // An empty container is the best thread to join, then one that is no answer.
    const better =
      there === undefined ||
      (root.message === undefined && there.message !== undefined) ||
      (there.message !== undefined && root.message !== undefined && subjects.get(there)!.reply && !reply)
    if (better) table.set(base, root)
  }
  const gone = new Set<Container<M>>()
  for (const root of roots) {
    const { base, reply } = subjects.get(root)!
    const there = base === '' ? undefined : table.get(base)
    if (there === undefined || there === root) continue
    gone.add(root)
    if (there.message === undefined && root.message === undefined) {
      for (const child of root.children) move(there, child)
    } else if (there.message === undefined || (reply && !subjects.get(there)!.reply)) move(there, root)
    else {
      // Neither answers the other: both become children of an empty one, which takes the place of the first.
      const first = new Container<M>()
      first.message = there.message
      first.order = there.order
      first.children = there.children
      for (const child of first.children) child.parent = first
      there.message = undefined
      there.children = []
      move(there, first)
      move(there, root)
    }
  }
  return roots.filter((root) => !gone.has(root))
}

/** Step 6: children by date, all the way down. */
function sortAll<M extends Threadable>(roots: Container<M>[]): Container<M>[] {
  const list = downward(roots)
  for (let i = list.length - 1; i >= 0; i--) list[i]!.children.sort(byDate)
  return roots.sort(byDate)
}

function publish<M extends Threadable>(roots: readonly Container<M>[]): Thread<M>[] {
  const made = new Map<Container<M>, Thread<M>>()
  const list = downward(roots)
  for (let i = list.length - 1; i >= 0; i--) {
    const { message, children } = list[i]!
    made.set(list[i]!, {
      ...(message === undefined ? {} : { message }),
      children: children.map((child) => made.get(child)!),
    })
  }
  return roots.map((root) => made.get(root)!)
}
