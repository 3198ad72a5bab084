/** Cases of a JSON file. A file of rulings beside it (`x-rulings.json` beside `x.json`) replaces those of the same id. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

function read<T>(path: string): T[] {
  return (JSON.parse(readFileSync(path, 'utf8')) as { cases: T[] }).cases
}

/** The cases of `file` in `folder`, in order, with their rulings in place. */
export function casesWithRulings<T extends { readonly id: string }>(folder: string, file: string): T[] {
  const rulings = join(folder, file.replace(/\.json$/, '-rulings.json'))
  const ruled = new Map<string, T>()
  if (existsSync(rulings)) for (const one of read<T>(rulings)) ruled.set(one.id, one)
  return read<T>(join(folder, file)).map((one) => ruled.get(one.id) ?? one)
}
