/** Finds a place in a list of ascending numbers. */

/** The index of the first number that is not below `limit`, and so how many are; the length of the list if all are. */
export function countBelow(list: readonly number[], limit: number): number {
  let low = 0
  for (let high = list.length; low < high; ) {
    const middle = (low + high) >>> 1
    if (list[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}
