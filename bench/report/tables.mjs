/** The figures as Markdown tables. A wrong or missing result is a word, never a number. */

import { median } from '../measure.mjs'
import { isRight, LIBRARIES } from '../rows/parse.mjs'
import { short } from './chart.mjs'

export const table = (head, rows) =>
  [
    `| ${head.join(' | ')} |`,
    `|---|${head
      .slice(1)
      .map(() => '--:|')
      .join('')}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n')

export function word(answer) {
  if (answer === undefined) return '–'
  if (answer.timeout !== undefined) return `over ${answer.timeout / 1000} s`
  if (answer.error !== undefined) return 'refused'
  if (answer.wrong?.length > 0) return 'wrong'
  return undefined
}

const rate = (answer) => word(answer) ?? short(answer.mbPerSecond)
const spread = (answer) => {
  if (answer?.worst === undefined) return rate(answer)
  const missing = answer.right < answer.of ? `, right in ${answer.right} of ${answer.of}` : ''
  return `${short(answer.mbPerSecond)} (${short(answer.worst)}${missing})`
}
/** In words where the one is slower than the other. */
const times = (ratio) => (ratio < 1 ? `${ratio.toFixed(2)}×` : `**${ratio.toFixed(1)}×**`)
const title = (id) => LIBRARIES.find((library) => library.id === id).title

/** Written in Rust: in a column of its own. */
const WASM = 'wasm'

/** The fastest package in JavaScript that reads the input rightly. */
function bestPeer(results) {
  let best
  for (const { id, kind } of LIBRARIES) {
    if (kind !== 'js' || id === WASM || !isRight(results[id])) continue
    if (best === undefined || results[id].mbPerSecond > results[best].mbPerSecond) best = id
  }
  return best
}

export function ratioTable(rows) {
  return table(
    [
      'input',
      'messagerie MB/s',
      'best package in JavaScript MB/s',
      'ratio',
      'mail-parser-wasm (Rust) MB/s',
      'ratio',
      'GMime (C) MB/s',
      'ratio',
      'structure only MB/s',
      'growth MB',
      'least growth of a package MB',
    ],
    rows.map(({ id, title: name, results, draws }) => {
      const best = bestPeer(results)
      const own = results.messagerie
      // Draw by draw, so that a hard draw is hard for both; the worst one in parentheses.
      const ratio = (of) => {
        const all = draws
          .map((draw) => [draw.results.messagerie, draw.results[of(draw.results)]])
          .filter(([mine, other]) => isRight(mine) && isRight(other))
          .map(([mine, other]) => mine.mbPerSecond / other.mbPerSecond)
        return all.length === 0 ? '–' : `${times(median(all))} (${Math.min(...all).toFixed(2)})`
      }
      const peers = LIBRARIES.filter((library) => library.kind === 'js' && isRight(results[library.id])).map(
        (library) => results[library.id].growthMB,
      )
      return [
        `${id}. ${name}`,
        spread(own),
        best ? `${short(results[best].mbPerSecond)} ${title(best)}` : '–',
        ratio(bestPeer),
        rate(results[WASM]),
        ratio(() => WASM),
        rate(results.gmime),
        ratio(() => 'gmime'),
        rate(results['messagerie-structure']),
        isRight(own) ? own.growthMB.toFixed(0) : '–',
        peers.length > 0 ? Math.min(...peers).toFixed(0) : '–',
      ]
    }),
  )
}

export function wholeTable(rows) {
  const present = LIBRARIES.filter(({ id, kind }) => kind !== 'structure' && rows.some((row) => row.results[id]))
  return table(
    ['MB/s', ...present.map((library) => library.title)],
    rows.map((row) => [row.id, ...present.map(({ id }) => spread(row.results[id]))]),
  )
}

export function memoryTable(rows) {
  const present = LIBRARIES.filter(({ id }) => rows.some((row) => row.results[id]))
  const cell = (answer) => word(answer) ?? answer.growthMB.toFixed(0)
  return table(
    ['MB', ...present.map((library) => library.title)],
    rows.map((row) => [row.id, ...present.map(({ id }) => cell(row.results[id]))]),
  )
}

/** Why a cell holds a word: what differed, or what the library said. */
export function wordNotes(rows) {
  const notes = []
  for (const { id: input, results } of rows) {
    for (const { id, title: library } of LIBRARIES) {
      const answer = results[id]?.problem ?? results[id]
      if (answer?.error !== undefined) notes.push(`- ${input}, ${library}: ${answer.error.replaceAll('|', '\\|')}`)
      else if (answer?.wrong?.length > 0) notes.push(`- ${input}, ${library}: differs in ${answer.wrong.join(', ')}`)
    }
  }
  return notes.join('\n')
}

export function gridTable(rows) {
  return table(
    ['', 'MB/s', 'growth MB'],
    rows.flatMap(({ row, results }) =>
      Object.entries(results).map(([name, answer]) => [
        `${row}: ${name}`,
        rate(answer),
        word(answer) ?? answer.growthMB.toFixed(0),
      ]),
    ),
  )
}

export function streamTable(rows) {
  return table(
    ['', 'message MiB', 'MB/s', 'growth of peak memory MB', 'first decoded bytes after KB'],
    rows.flatMap(({ encoding, results }) =>
      Object.entries(results).map(([name, answer]) => [
        `${encoding}: ${name}`,
        String(answer.mib),
        rate(answer),
        word(answer) ?? answer.growthMB.toFixed(0),
        word(answer) ?? answer.firstAtKB.toFixed(0),
      ]),
    ),
  )
}

export function hostileTable(rows) {
  const count = (list) => String(list.length)
  return table(
    [
      '',
      'sizes KiB',
      'median ms/MB',
      'slowest shape',
      'over 1 s/MB',
      'superlinear',
      'ended after a time limit',
      'stack overflow',
    ],
    rows.map((row) => {
      const [worst] = row.worst
      const slowest = worst
        ? `${worst.name} ${Number.isFinite(worst.msPerMB ?? Number.POSITIVE_INFINITY) ? `${worst.msPerMB.toFixed(0)} ms/MB` : '(ended)'}`
        : '–'
      return [
        LIBRARIES.find(({ id }) => id === row.library).title,
        row.sizes.map((size) => size / 1024).join(', '),
        row.medianMsPerMB === null || row.medianMsPerMB === undefined ? '–' : row.medianMsPerMB.toFixed(0),
        slowest,
        count(row.overSecond),
        count(row.superlinear),
        count(row.hung),
        count(row.overflow),
      ]
    }),
  )
}
