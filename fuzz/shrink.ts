/** Delta debugging for laws that are checked asynchronously: lines, then octets, are left out as long as the law stays broken. */

type Holds = (bytes: Uint8Array) => Promise<boolean>

/** As `minimize` of the library, with a test that may wait. What comes back is `bytes` itself where nothing smaller holds. */
export async function minimizeSlowly(bytes: Uint8Array, holds: Holds, more: () => boolean): Promise<Uint8Array> {
  let best = bytes
  for (let before = -1; before !== best.length && more(); ) {
    before = best.length
    best = await fewer(best, lineUnits(best), holds, more)
    best = await fewer(
      best,
      Array.from(best, (_, at) => best.subarray(at, at + 1)),
      holds,
      more,
    )
  }
  return best
}

function lineUnits(bytes: Uint8Array): Uint8Array[] {
  const units: Uint8Array[] = []
  let from = 0
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, from)) {
    units.push(bytes.subarray(from, at + 1))
    from = at + 1
  }
  if (from < bytes.length) units.push(bytes.subarray(from))
  return units
}

async function fewer(bytes: Uint8Array, units: Uint8Array[], holds: Holds, more: () => boolean): Promise<Uint8Array> {
  let best = units
  let result = bytes
  for (let size = Math.max(1, best.length >> 1); best.length > 0; ) {
    let spared = false
    for (let at = 0; at < best.length && more(); ) {
      const candidate = [...best.slice(0, at), ...best.slice(at + size)]
      const joined = new Uint8Array(Buffer.concat(candidate))
      if (await holds(joined)) {
        best = candidate
        result = joined
        spared = true
      } else at += size
    }
    if (!more() || (size === 1 && !spared)) break
    if (size > 1) size >>= 1
  }
  return result
}
