/** Clocks: CPU time of the whole process (user + system) in milliseconds, and the peak of its resident memory in MB. */

import { readFileSync, writeFileSync } from 'node:fs'

export function cpu() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/**
 * The high-water mark of resident memory in MB. On Linux that of this program image: getrusage's mark is inherited from the process
 * that started this one, and would hide the growth of a small program behind the size of its parent.
 */
export function peakMemory() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1]) / 1024
  } catch {
    return process.resourceUsage().maxRSS / 1024
  }
}

/** Collects garbage and, where the system can, brings the mark down to what is resident now; gives the mark. */
export function settleMemory() {
  globalThis.gc()
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // Elsewhere the mark stays: growth is then a lower bound.
  }
  return peakMemory()
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/**
 * What doubling the input multiplies the time by, over a list of times of doubling sizes: the mean over the points that the clock can see
 * (4 ms and more), because a single quotient is often the garbage collector's. 0 where fewer than two points can be seen.
 */
export function growth(times) {
  const seen = times.filter((ms) => ms >= 4)
  return seen.length < 2 ? 0 : (seen.at(-1) / seen[0]) ** (1 / (seen.length - 1))
}
