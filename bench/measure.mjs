/** Clocks: CPU time of the whole process (user + system) in milliseconds, and the peak of its resident memory in MB. */

export function cpu() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The high-water mark since the process began; Linux counts it in KiB. */
export const peakMemory = () => process.resourceUsage().maxRSS / 1024

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}
