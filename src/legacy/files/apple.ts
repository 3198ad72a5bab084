/** Reads AppleSingle and AppleDouble files: a table of entries over their octets. RFC 1740 Appendices A and B. */
import { type Source, toBytes } from '../../bytes/source.js'
import { decodeText } from '../../charset/index.js'
import { type LegacyProblem, Problems, type Span } from './found.js'

/** One entry of an AppleSingle or AppleDouble file (RFC 1740 Appendix A). The span is that of its data. */
export interface AppleEntry extends Span {
  /** Its id: 1 is the data fork, 2 the resource fork, 3 the real name. */
  readonly id: number
  /** The predefined name of the id, as `resource fork`. */
  readonly name?: string
}

/** A file of the Macintosh, with both forks (RFC 1740). */
export interface AppleFile {
  /** `single` holds the data fork itself; `double` is the header that stands beside it. */
  readonly format: 'single' | 'double'
  /** All entries, in order. */
  readonly entries: readonly AppleEntry[]
  /** The real name, as received: never use it as a path. */
  readonly filename?: string
  /** The Finder's comment. */
  readonly comment?: string
  /** Type of the Finder info, four characters. */
  readonly type?: string
  /** Creator of the Finder info, four characters. */
  readonly creator?: string
  /** When it was made, from File Dates Info. */
  readonly created?: Date
  /** When it was last changed, from File Dates Info. */
  readonly modified?: Date
  /** The content that other systems know. */
  readonly dataFork?: Uint8Array
  /** What only a Macintosh reads. */
  readonly resourceFork?: Uint8Array
  /** What is wrong with it, with offsets in the file; empty where nothing is. */
  readonly problems: readonly LegacyProblem[]
}

const SINGLE = 0x00051600
const DOUBLE = 0x00051607
/** Magic number, version, filler, number of entries. */
const HEADER = 26
const DESCRIPTOR = 12

const DATA_FORK = 1
const RESOURCE_FORK = 2
const REAL_NAME = 3
const COMMENT = 4
const DATES = 8
const FINDER_INFO = 9

const NAMES: ReadonlyMap<number, string> = /* @__PURE__ */ new Map([
  [DATA_FORK, 'data fork'],
  [RESOURCE_FORK, 'resource fork'],
  [REAL_NAME, 'real name'],
  [COMMENT, 'comment'],
  [5, 'icon'],
  [6, 'colour icon'],
  [DATES, 'file dates'],
  [FINDER_INFO, 'Finder info'],
  [10, 'Macintosh file info'],
  [11, 'ProDOS file info'],
  [12, 'MS-DOS file info'],
  [13, 'short name'],
  [14, 'AFP file info'],
  [15, 'directory id'],
])

/** Seconds of 2000-01-01T00:00:00Z, which dates count from, since 1970. */
const EPOCH = 946_684_800
/** The date of what has none. */
const UNKNOWN_DATE = -0x80000000

/** Does it begin as one of the two does? */
export function isAppleFile(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER) return false
  const magic = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)
  return magic === SINGLE || magic === DOUBLE
}

/** Reads an AppleSingle file or an AppleDouble header. Undefined if it is neither. Never throws for bytes; contents are views of `source`. */
export function readAppleFile(source: Source): AppleFile | undefined {
  const bytes = toBytes(source)
  if (!isAppleFile(bytes)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const problems = new Problems()
  const version = view.getUint32(4)
  if (version !== 0x00020000 && version !== 0x00010000)
    problems.add('invalid', 4, 8, `version ${version.toString(16)}; 20000 is known`)
  const count = view.getUint16(24)
  const entries: AppleEntry[] = []
  for (let i = 0; i < count; i++) {
    const at = HEADER + i * DESCRIPTOR
    if (at + DESCRIPTOR > bytes.length) {
      problems.add(
        'truncated',
        Math.min(at, bytes.length),
        bytes.length,
        `${count} entries are declared, ${i} are there`,
      )
      break
    }
    const id = view.getUint32(at)
    const declared = view.getUint32(at + 4)
    const start = Math.min(declared, bytes.length)
    const end = Math.min(declared + view.getUint32(at + 8), bytes.length)
    if (declared + view.getUint32(at + 8) > bytes.length)
      problems.add('truncated', at, at + DESCRIPTOR, `entry ${id} reaches over the end`)
    const name = NAMES.get(id)
    entries.push(name === undefined ? { id, start, end } : { id, name, start, end })
  }
  const content = (id: number): Uint8Array | undefined => {
    const entry = entries.find((one) => one.id === id)
    return entry === undefined ? undefined : bytes.subarray(entry.start, entry.end)
  }
  const text = (octets: Uint8Array | undefined) =>
    octets === undefined || octets.length === 0 ? undefined : decodeText(octets, 'macintosh').text
  const finder = content(FINDER_INFO)
  const dates = content(DATES)
  const found: { -readonly [K in keyof AppleFile]?: AppleFile[K] | undefined } = {
    filename: text(content(REAL_NAME)),
    comment: text(content(COMMENT)),
    type: text(finder?.subarray(0, 4)),
    creator: text(finder?.subarray(4, 8)),
    created: dateAt(dates, 0),
    modified: dateAt(dates, 4),
    dataFork: content(DATA_FORK),
    resourceFork: content(RESOURCE_FORK),
  }
  const present = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
  return { format: view.getUint32(0) === SINGLE ? 'single' : 'double', entries, ...present, problems: problems.list }
}

function dateAt(dates: Uint8Array | undefined, at: number): Date | undefined {
  if (dates === undefined || dates.length < at + 4) return undefined
  const seconds = new DataView(dates.buffer, dates.byteOffset, dates.byteLength).getInt32(at)
  return seconds === UNKNOWN_DATE ? undefined : new Date((EPOCH + seconds) * 1000)
}
