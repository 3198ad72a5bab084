/** The floors of docs/architecture.md: imports go down or stay in the room, never in a circle; files stay small and portable. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

/** A room imports from itself and from those with a lower number; rooms with the same number do not import from each other. */
const FLOORS: Readonly<Record<string, number>> = {
  bytes: 0,
  defects: 1,
  charset: 2,
  codec: 3,
  field: 4,
  scan: 5,
  // Reading ends here: what stands above may write.
  tree: 6,
  check: 7,
  render: 7,
  edit: 8,
  write: 9,
  html: 9,
  compose: 10,
  message: 11,
  ambiguities: 12,
  samples: 12,
  stream: 12,
  store: 13,
  transport: 14,
  report: 14,
  secure: 14,
  dkim: 14,
  outlook: 15,
  calendar: 14,
  imap: 14,
  jmap: 14,
  news: 14,
  present: 14,
  legacy: 14,
  cli: 20,
}

/** The doors that stand in src/ itself: above all floors but the command. */
const DOOR = 19

interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return entry.name.endsWith('.ts') ? [path] : []
  })
}

const files = sources('src')
const texts = new Map(files.map((path) => [path, readFileSync(path, 'utf8')]))

function floorOf(path: string): number {
  const [, room] = path.split(/[\\/]/)
  return room?.endsWith('.ts') ? DOOR : (FLOORS[room ?? ''] ?? Number.NaN)
}

const IMPORT = /^(?:import|export)\s+(type\s+)?([^'"]*?)from\s+'([^']+)'/gm

const imports: Import[] = []
const outside: { from: string; name: string }[] = []
for (const [from, text] of texts) {
  for (const [, type, names, name] of text.matchAll(IMPORT)) {
    if (!name!.startsWith('.')) {
      outside.push({ from, name: name! })
      continue
    }
    const list = names!
      .trim()
      .replace(/^\{|\}$/g, '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
    // `{ type A, type B }` vanishes at build as `import type` does.
    const typeOnly =
      type !== undefined ||
      (names!.trim().startsWith('{') && list.length > 0 && list.every((one) => one.startsWith('type ')))
    imports.push({ from, to: normalize(join(dirname(from), name!.replace(/\.js$/, '.ts'))), typeOnly })
  }
}

/** Comments and strings out, so that a word in a sentence is no use of it. */
function code(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
}

describe('layers', () => {
  it('every file is on a known floor', () => {
    expect(files.filter((path) => Number.isNaN(floorOf(path)))).toEqual([])
  })

  it('imports stay in their room or go to a lower floor, types included', () => {
    const room = (path: string) => (floorOf(path) === DOOR ? '' : path.split(/[\\/]/)[1])
    const up = imports
      .filter(({ from, to }) => room(from) !== room(to) && floorOf(to) >= floorOf(from))
      .map(({ from, to }) => `${from} → ${to}`)
    expect(up).toEqual([])
  })

  it('every imported file is there', () => {
    expect(imports.filter(({ to }) => !texts.has(to)).map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  /** Circles of imports. */
  function cycles(edges: ReadonlyMap<string, readonly string[]>): string[] {
    const done = new Set<string>()
    const found: string[] = []
    const visit = (path: string, trail: readonly string[]) => {
      if (done.has(path)) return
      const at = trail.indexOf(path)
      if (at !== -1) {
        found.push([...trail.slice(at), path].join(' → '))
        return
      }
      for (const next of edges.get(path) ?? []) visit(next, [...trail, path])
      done.add(path)
    }
    for (const path of edges.keys()) visit(path, [])
    return found
  }

  function edgesOf(counts: (one: Import) => boolean): Map<string, string[]> {
    const edges = new Map<string, string[]>(files.map((path) => [path, []]))
    for (const one of imports) if (counts(one)) edges.get(one.from)!.push(one.to)
    return edges
  }

  // In tree/ types may refer to each other (a node to its view, the view to its node): they are gone at run time.
  it('no cycle of imports: none at run time, none of types outside tree/', () => {
    expect(cycles(edgesOf(({ typeOnly }) => !typeOnly))).toEqual([])
    const tree = join('src', 'tree')
    expect(cycles(edgesOf(({ from, to }) => !from.startsWith(tree) || !to.startsWith(tree)))).toEqual([])
  })

  function roomsOf(door: string): Set<string | undefined> {
    const reached = new Set<string>()
    const work = [join('src', door)]
    for (let path = work.pop(); path !== undefined; path = work.pop()) {
      if (reached.has(path)) continue
      reached.add(path)
      for (const { from, to, typeOnly } of imports) if (from === path && !typeOnly) work.push(to)
    }
    return new Set([...reached].map((path) => path.split(/[\\/]/)[1]))
  }

  it('messagerie/read loads reading alone', () => {
    const reading = ['bytes', 'charset', 'codec', 'defects', 'field', 'read.ts', 'scan', 'tree']
    expect([...roomsOf('read.ts')].sort()).toEqual(reading)
  })

  it('the root door loads none of the other rooms that only their own doors open', () => {
    const rooms = roomsOf('index.ts')
    const others = [
      'calendar',
      'dkim',
      'html',
      'imap',
      'jmap',
      'legacy',
      'store',
      'news',
      'outlook',
      'present',
      'report',
      'secure',
    ]
    for (const room of [...others, 'transport', 'cli']) {
      expect(rooms, room).not.toContain(room)
    }
    expect(rooms).toContain('stream')
  })

  it('no file over 400 lines', () => {
    const long = [...texts]
      .map(([path, text]) => [path, text.split('\n').length - 1] as const)
      .filter(([, lines]) => lines > 400)
    expect(long).toEqual([])
  })

  it('only bytes/platform.ts names Buffer', () => {
    const named = [...texts].filter(
      ([path, text]) => !path.startsWith(join('src', 'cli')) && /\bBuffer\b/.test(code(text)),
    )
    expect(named.map(([path]) => path)).toEqual([join('src', 'bytes', 'platform.ts')])
  })

  it('only the command and the Node streams import the platform', () => {
    const allowed = (path: string) => path.startsWith(join('src', 'cli')) || path === join('src', 'stream', 'node.ts')
    expect(outside.filter(({ from, name }) => name.startsWith('node:') && !allowed(from))).toEqual([])
  })
})
