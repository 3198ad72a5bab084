/** The floors of docs/architecture.md: imports go to the same floor or below, never in a circle; files stay small and portable. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const FLOORS: Readonly<Record<string, number>> = {
  bytes: 0,
  defects: 1,
  codec: 2,
  charset: 2,
  field: 3,
  scan: 4,
  tree: 5,
  render: 5,
  edit: 5,
  write: 5,
  check: 5,
  compose: 5,
  ambiguities: 5,
  samples: 5,
  message: 5,
  stream: 7,
  mailbox: 7,
  store: 7,
  transport: 7,
  report: 7,
  secure: 7,
  imap: 7,
  news: 7,
  present: 7,
  legacy: 7,
  cli: 9,
}

/** src/index.ts is the root door: above all floors but the command. */
const DOOR = 8

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

  it('imports go to the same floor or below', () => {
    const up = imports.filter(({ from, to }) => floorOf(to) > floorOf(from)).map(({ from, to }) => `${from} → ${to}`)
    expect(up).toEqual([])
    expect(imports.filter(({ from, to, typeOnly }) => !typeOnly && floorOf(to) > floorOf(from))).toEqual([])
  })

  it('every imported file is there', () => {
    expect(imports.filter(({ to }) => !texts.has(to)).map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  // Types may refer to each other (a node to its view, the view to its node): they are gone at run time.
  it('no cycle of imports at run time', () => {
    const edges = new Map<string, string[]>(files.map((path) => [path, []]))
    for (const { from, to, typeOnly } of imports) if (!typeOnly) edges.get(from)!.push(to)
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (path: string, trail: readonly string[]) => {
      if (done.has(path)) return
      const at = trail.indexOf(path)
      if (at !== -1) {
        cycles.push([...trail.slice(at), path].join(' → '))
        return
      }
      for (const next of edges.get(path) ?? []) visit(next, [...trail, path])
      done.add(path)
    }
    for (const path of files) visit(path, [])
    expect(cycles).toEqual([])
  })

  it('the root door loads none of the other rooms that only their own doors open', () => {
    const reached = new Set<string>()
    const work = [join('src', 'index.ts')]
    for (let path = work.pop(); path !== undefined; path = work.pop()) {
      if (reached.has(path)) continue
      reached.add(path)
      for (const { from, to, typeOnly } of imports) if (from === path && !typeOnly) work.push(to)
    }
    const rooms = new Set([...reached].map((path) => path.split(/[\\/]/)[1]))
    for (const room of ['imap', 'legacy', 'store', 'news', 'present', 'report', 'secure', 'transport', 'cli']) {
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
