/**
 * Reads compound files as a tree of storages and streams, by the package `cfb`. MS-CFB. That package trusts its input: a loop in a file would
 * hang it. So the tables are walked here first, and a file whose directory is no tree is refused.
 */
import CFB from 'cfb'
import { nativeBytes } from '../bytes/platform.js'

/** A folder of a compound file. */
export interface Storage {
  readonly name: string
  /** By name in lower case. */
  readonly streams: ReadonlyMap<string, Uint8Array>
  readonly storages: readonly Storage[]
}

const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const HEADER_DIFAT = 109
const ENTRY = 128
const END_OF_CHAIN = -2
/** Streams and storages. A message with a thousand recipients has some ten thousand. */
const MAX_ENTRIES = 30_000
/** Storages inside each other: an embedded message takes two levels. */
const MAX_DEPTH = 64
const MINI_CUTOFF = 4096

/** A reason why a file cannot be read. */
export class NotCompound {
  constructor(readonly because: string) {}
}

interface Entry {
  readonly type: number
  readonly left: number
  readonly right: number
  readonly child: number
  readonly start: number
  readonly size: number
}

/** Does it begin as a compound file does? */
function isCompound(bytes: Uint8Array): boolean {
  return bytes.length >= 512 && SIGNATURE.every((octet, i) => bytes[i] === octet)
}

/** Reads a compound file. Never throws, never loops: memory and time are linear in its octets. */
export function readCompound(bytes: Uint8Array): Storage | NotCompound {
  if (!isCompound(bytes)) return new NotCompound('no compound file: its signature is missing')
  const checked = new Checker(bytes).check()
  if (checked instanceof NotCompound) return checked
  try {
    const { FileIndex } = CFB.parse(nativeBytes(bytes) as Uint8Array)
    return treeOf(
      checked,
      (id) => {
        const content = FileIndex[id]?.content
        const { size } = checked[id]!
        return content === undefined ? new Uint8Array(0) : Uint8Array.from(content).subarray(0, size)
      },
      (id) => FileIndex[id]?.name ?? '',
    )
  } catch (error) {
    return new NotCompound(`it cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : 'an error'}`)
  }
}

/** Entries as storages, children before what holds them. */
function treeOf(
  entries: readonly Entry[],
  contentOf: (id: number) => Uint8Array,
  nameOf: (id: number) => string,
): Storage {
  interface Open {
    name: string
    streams: Map<string, Uint8Array>
    storages: Open[]
  }
  const root: Open = { name: '', streams: new Map(), storages: [] }
  const work: { id: number; into: Open }[] = [{ id: entries[0]!.child, into: root }]
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const { id, into } = next
    const entry = entries[id]
    if (entry === undefined) continue
    work.push({ id: entry.left, into }, { id: entry.right, into })
    if (entry.type === 2) into.streams.set(nameOf(id).toLowerCase(), contentOf(id))
    else if (entry.type === 1) {
      const storage: Open = { name: nameOf(id), streams: new Map(), storages: [] }
      into.storages.push(storage)
      work.push({ id: entry.child, into: storage })
    }
  }
  return root
}

/** Walks the tables of a file: sectors in chains that neither meet nor loop, entries in one tree. */
class Checker {
  private readonly view: DataView
  private sectorSize = 512
  private sectors = 0
  private readonly fat: number[] = []

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  check(): readonly Entry[] | NotCompound {
    const { view, bytes } = this
    const version = view.getUint16(26, true)
    const shift = view.getUint16(30, true)
    if (!(version === 3 && shift === 9) && !(version === 4 && shift === 12))
      return new NotCompound(`version ${version} with sectors of 2^${shift} octets`)
    this.sectorSize = 1 << shift
    this.sectors = Math.ceil(bytes.length / this.sectorSize) - 1
    if (this.sectors < 2) return new NotCompound('it has no sectors')
    const refused = this.readFatSectors() ?? this.checkChains()
    if (refused !== undefined) return refused
    const entries = this.readDirectory(view.getInt32(48, true))
    return entries instanceof NotCompound ? entries : (this.checkTree(entries) ?? this.checkStreams(entries) ?? entries)
  }

  /** The sectors that hold the table of chains (MS-CFB §2.5). */
  private readFatSectors(): NotCompound | undefined {
    const { view, fat } = this
    for (let i = 0; i < HEADER_DIFAT; i++) {
      const sector = view.getInt32(76 + 4 * i, true)
      if (sector < 0) break
      fat.push(sector)
    }
    let at = view.getInt32(68, true)
    const seen = new Set<number>()
    for (let left = view.getUint32(72, true); left > 0 && at >= 0; left--) {
      if (at >= this.sectors || seen.has(at)) return new NotCompound('the table of its tables goes in circles')
      seen.add(at)
      const per = this.sectorSize / 4 - 1
      for (let i = 0; i < per; i++) {
        const sector = this.word(at, i)
        if (sector === END_OF_CHAIN) break
        fat.push(sector)
      }
      at = this.word(at, per)
    }
    if (seen.size < view.getUint32(72, true)) return new NotCompound('the table of its tables is cut off')
    return undefined
  }

  /** A word of four octets of a sector; -1 behind the end of the file. */
  private word(sector: number, index: number): number {
    const at = (sector + 1) * this.sectorSize + 4 * index
    return at + 4 <= this.bytes.length ? this.view.getInt32(at, true) : -1
  }

  private next(sector: number): number {
    const per = this.sectorSize / 4
    const table = this.fat[Math.floor(sector / per)]
    return table === undefined || table < 0 || table >= this.sectors ? -1 : this.word(table, sector % per)
  }

  private before = new Uint8Array(0)

  /** No sector follows two others, and every chain has a first one: so none meet, none loop. */
  private checkChains(): NotCompound | undefined {
    const before = new Uint8Array(this.sectors)
    for (let sector = 0; sector < this.sectors; sector++) {
      const next = this.next(sector)
      if (next < 0) continue
      if (next >= this.sectors) return new NotCompound(`sector ${sector} goes on behind the end of the file`)
      if (before[next] === 1) return new NotCompound(`sector ${next} is in two chains`)
      before[next] = 1
    }
    let walked = 0
    for (let first = 0; first < this.sectors; first++) {
      if (before[first] === 1) continue
      for (let at = first; at >= 0; at = this.next(at)) walked++
    }
    this.before = before
    return walked === this.sectors ? undefined : new NotCompound('a chain of its sectors goes in circles')
  }

  private readDirectory(first: number): readonly Entry[] | NotCompound {
    const { view } = this
    if (first < 0 || first >= this.sectors || this.before[first] === 1) return new NotCompound('it has no directory')
    const entries: Entry[] = []
    for (let sector = first; sector >= 0; sector = this.next(sector)) {
      const start = (sector + 1) * this.sectorSize
      for (let at = start; at < start + this.sectorSize; at += ENTRY) {
        if (at + ENTRY > this.bytes.length) return new NotCompound('its directory is cut off')
        entries.push({
          type: view.getUint8(at + 66),
          left: view.getInt32(at + 68, true),
          right: view.getInt32(at + 72, true),
          child: view.getInt32(at + 76, true),
          start: view.getInt32(at + 116, true),
          size: view.getInt32(at + 120, true),
        })
      }
      if (entries.length > MAX_ENTRIES) return new NotCompound(`it has over ${MAX_ENTRIES} entries`)
    }
    return entries
  }

  /** Every entry is the child or the neighbour of one other at most, and none of itself in the end. */
  private checkTree(entries: readonly Entry[]): NotCompound | undefined {
    if (entries[0]?.type !== 5) return new NotCompound('its directory has no root')
    const named = new Uint8Array(entries.length)
    let edges = 0
    for (const { left, right, child } of entries) {
      for (const id of [left, right, child]) {
        if (id === -1) continue
        if (id <= 0 || id >= entries.length || named[id] === 1)
          return new NotCompound('its directory is no tree: an entry stands there twice, or not at all')
        named[id] = 1
        edges++
      }
    }
    let walked = 0
    const work = [{ id: 0, depth: 0 }]
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      const { id, depth } = next
      if (depth > MAX_DEPTH) return new NotCompound(`its storages are over ${MAX_DEPTH} deep`)
      const { left, right, child } = entries[id]!
      if (left !== -1) work.push({ id: left, depth })
      if (right !== -1) work.push({ id: right, depth })
      if (child !== -1) work.push({ id: child, depth: depth + 1 })
      walked++
    }
    return walked === edges + 1 ? undefined : new NotCompound('its directory goes in circles')
  }

  /** Each stream has a chain of its own, and all together are no longer than the file. */
  private checkStreams(entries: readonly Entry[]): NotCompound | undefined {
    const taken = new Set<number>()
    let total = 0
    for (const { type, start, size } of entries) {
      if (type === 5 || type === 0 || (start < 0 && size <= 0)) continue
      if (size < 0) return new NotCompound('a stream of over 2 GiB')
      total += size
      if (total > this.bytes.length) return new NotCompound('its streams are longer than the file')
      if (size < MINI_CUTOFF || type !== 2) continue
      if (start < 0 || start >= this.sectors || this.before[start] === 1 || taken.has(start))
        return new NotCompound('two streams share their sectors')
      taken.add(start)
    }
    return undefined
  }
}
