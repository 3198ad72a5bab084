/**
 * Makes docs/rfc-map.md: which files of src/, test/ and fixtures/ cite which clause of which RFC. A citation is `RFC 5322 §3.6.4, §4.5`,
 * `RFC 4155 Appendix A`, a bare `RFC 1153`, or a string `'5322 2.3, 4.1'` as the table of defects has it. Called by docs/generate.mjs.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const NAMED =
  /\bRFC (\d{3,5})(?!\d)((?:(?:,? and |, ?|; ?| )(?:§|Appendix )[0-9A-Z](?:[0-9.]*[0-9])?(?![0-9A-Za-z]))*)/g
const CLAUSE = /(§|Appendix )([0-9A-Z](?:[0-9.]*[0-9])?)/g
/** A string literal that holds nothing but clauses: `'2046 5.2.1, 6532 3.5'`. */
const LISTED = /'(\d{4} [0-9A-Z][0-9.]*(?:, (?:\d{4} )?[0-9A-Z][0-9.]*)*)'/g
const DEFECTS = 'src/defects/codes.ts'

function files(root, folder, accepts) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      return entry.isDirectory() ? files(root, path, accepts) : accepts(entry.name) ? [path] : []
    })
    .sort()
}

/** Calls `found(rfc, clause)` for each citation of a text; the clause is '' where only the RFC is named. */
function citations(text, found) {
  const joined = text.replace(/\n\s*(?:\*|\/\/) ?/g, ' ').replace(/\s+/g, ' ')
  for (const [, rfc, clauses] of joined.matchAll(NAMED)) {
    if (clauses === '') found(rfc, '')
    for (const [, sign, clause] of clauses.matchAll(CLAUSE))
      found(rfc, /^\d/.test(clause) && sign === '§' ? clause : appendix(clause))
  }
  for (const [, list] of joined.matchAll(LISTED)) {
    let rfc = ''
    for (const item of list.split(', ')) {
      const [first, second] = item.split(' ')
      if (second !== undefined) rfc = first
      const clause = second ?? first
      found(rfc, /^\d/.test(clause) ? clause : appendix(clause))
    }
  }
}

const appendix = (clause) => `Appendix ${clause}`

/** Clauses in the order of the document, appendices last, the RFC as a whole first. */
function byClause(a, b) {
  const [left, right] = [a, b].map((clause) => clause.replace('Appendix ', '').split('.'))
  const rank = (clause) => (clause === '' ? 0 : clause.startsWith('Appendix') ? 2 : 1)
  if (rank(a) !== rank(b)) return rank(a) - rank(b)
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [Number(left[i]), Number(right[i])]
    if (Number.isNaN(x) || Number.isNaN(y)) {
      if (left[i] !== right[i]) return left[i] < right[i] ? -1 : 1
    } else if (x !== y) return x - y
  }
  return left.length - right.length
}

/** `scan/` and three file names of it read better than three paths. */
function grouped(paths) {
  const folders = new Map()
  for (const path of paths) {
    const cut = path.lastIndexOf('/') + 1
    const folder = path.slice(0, cut)
    const names = folders.get(folder) ?? []
    names.push(path.slice(cut))
    folders.set(folder, names)
  }
  return [...folders]
    .map(([folder, names]) => (names.length === 1 ? `${folder}${names[0]}` : `${folder}{${names.join(', ')}}`))
    .map((text) => `\`${text}\``)
    .join(' ')
}

export function rfcMap(root) {
  const read = (path) => readFileSync(join(root, path), 'utf8')
  const titles = JSON.parse(read('docs/rfc-titles.json'))
  const sources = files(root, 'src', (name) => name.endsWith('.ts'))
  const tests = new Set(files(root, 'test', (name) => name.endsWith('.ts')))
  const fixtures = files(root, 'fixtures', (name) => name.endsWith('.json'))

  /** RFC → clause → { source, test }: sets of paths. */
  const map = new Map()
  const cite = (rfc, clause, kind, path) => {
    const clauses = map.get(rfc) ?? new Map()
    map.set(rfc, clauses)
    const row = clauses.get(clause) ?? { source: new Set(), test: new Set() }
    clauses.set(clause, row)
    row[kind].add(path)
  }
  for (const path of sources) {
    // The unit test of a file checks what the file cites.
    const mirror = `test/unit/${path.slice('src/'.length, -'.ts'.length)}.test.ts`
    citations(read(path), (rfc, clause) => {
      cite(rfc, clause, 'source', path)
      if (path !== DEFECTS && tests.has(mirror)) cite(rfc, clause, 'test', mirror)
    })
  }
  for (const path of [...tests, ...fixtures]) citations(read(path), (rfc, clause) => cite(rfc, clause, 'test', path))

  const shown = (paths, prefix) =>
    grouped([...paths].sort().map((path) => path.replace(prefix, '').replace(/\.test\.ts$|\.ts$|\.json$/, '')))
  const rfcs = [...map.keys()].sort((a, b) => Number(a) - Number(b))
  const clauses = rfcs.reduce((sum, rfc) => sum + [...map.get(rfc).keys()].filter((clause) => clause !== '').length, 0)
  const lines = [
    '# RFC map',
    '',
    `Which file implements a clause, and which tests hold it: ${clauses} clauses of ${rfcs.length} documents. Made by \`node docs/generate.mjs\` from the citations in the`,
    'comments of `src/`, the table of defects, `test/` and the expectations in `fixtures/`. A test stands here if it cites the clause, or if it is the unit',
    'test of a file that does. Paths leave out `src/`, `test/` and the ending; `defects/codes` means that a defect of [defects.md](defects.md) goes by',
    'the clause. A clause without a test of its own is covered where its file is used.',
  ]
  for (const rfc of rfcs) {
    const title = titles[rfc]
    lines.push(
      '',
      `## RFC ${rfc}${title === undefined ? '' : `: ${title}`}`,
      '',
      '| clause | source | tests |',
      '|---|---|---|',
    )
    const rows = map.get(rfc)
    for (const clause of [...rows.keys()].sort(byClause)) {
      const { source, test } = rows.get(clause)
      const name = clause === '' ? '(all)' : clause.startsWith('Appendix') ? clause : `§${clause}`
      lines.push(`| ${name} | ${shown(source, /^src\//)} | ${shown(test, /^test\//)} |`)
    }
  }
  return `${lines.join('\n')}\n`
}
