/** Storage of which any range can be read, such as a file, a Blob, or a resource that HTTP serves in ranges. */

/** Storage of known size. `read` gives exactly the octets [start, end). */
export interface RandomAccess {
  /** How many octets there are. */
  readonly size: number
  /** Exactly the octets [start, end). */
  read(start: number, end: number): Promise<Uint8Array>
}

const WINDOW = 65_536

/** The octets [start, end) of a storage, window by window. @throws Error where it gives others than were asked for */
export async function* windows(
  storage: RandomAccess,
  start: number,
  end: number,
  window = WINDOW,
): AsyncGenerator<Uint8Array, void> {
  for (let at = start; at < end; at += window) {
    const to = Math.min(at + window, end)
    const bytes = await storage.read(at, to)
    if (!(bytes instanceof Uint8Array) || bytes.length !== to - at)
      throw new Error(`read(${at}, ${to}) did not give ${to - at} octets: was the source changed meanwhile?`)
    yield bytes
  }
}

/** A Blob, or what is read in places, as storage. @throws TypeError for anything else */
export function access(source: Blob | RandomAccess): RandomAccess {
  if (source instanceof Blob) {
    return {
      size: source.size,
      read: async (start, end) => new Uint8Array(await source.slice(start, end).arrayBuffer()),
    }
  }
  if (typeof source !== 'object' || source === null || typeof source.read !== 'function')
    throw new TypeError('source: expected a Blob or an object with size and read(start, end)')
  if (!Number.isSafeInteger(source.size) || source.size < 0)
    throw new TypeError('source.size: expected a non-negative integer')
  return source
}
