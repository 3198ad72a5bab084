/**
 * What outlives a call so that the next one is faster. The state that modules keep for speed is of these four kinds; each use says what it was
 * measured to bring.
 */

/**
 * One object that calls take in turn in place of making their own. The contract: it is taken and given back within one synchronous call, and what is
 * given back refers to nothing of that call. A call that begins while it is out (from a function of the caller's, that the first call calls) finds none
 * and makes its own. A call that throws gives nothing back: the next makes a new one.
 */
export class Spare<T> {
  private idle: T | undefined = undefined

  /** The object, which is the caller's until it is given back; undefined where there is none: make one. */
  take(): T | undefined {
    const { idle } = this
    this.idle = undefined
    return idle
  }

  /** For the next call. Where there is one already, this takes its place. */
  give(one: T): void {
    this.idle = one
  }
}

/** What `make` gives, made at the first call and kept: a table that a program may never need. `make` gives the same whenever it is called. */
export function lazy<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/**
 * Values by key, made when first asked for and kept. `make` is a pure function of the key, so that nobody can tell whether a value was kept: past
 * `most` keys the others are made each time. Undefined is not kept.
 */
export class Memo<K, V> {
  private readonly values = new Map<K, V>()

  constructor(
    private readonly most: number,
    private readonly make: (key: K) => V | undefined,
  ) {}

  get(key: K): V | undefined {
    const kept = this.values.get(key)
    if (kept !== undefined) return kept
    const made = this.make(key)
    if (made !== undefined && this.values.size < this.most) this.values.set(key, made)
    return made
  }
}

/** As `Memo`, of which each slot keeps the last value alone: where one key is asked for again and again, and then another. There are few slots. */
export class Last<V> {
  private readonly values = new Map<string, { readonly key: string; readonly value: V }>()

  get(slot: string, key: string, make: () => V | undefined): V | undefined {
    const last = this.values.get(slot)
    if (last?.key === key) return last.value
    const value = make()
    if (value !== undefined) this.values.set(slot, { key, value })
    return value
  }
}

const HELD = /* @__PURE__ */ new Map<unknown, unknown>()

/**
 * Keeps objects alive that nobody looks at, one value for each key: the first. V8 forgets a hidden class of which no object is left at a full
 * collection, and with it all code that was compiled for it.
 */
export function hold(key: unknown, value: unknown): void {
  if (!HELD.has(key)) HELD.set(key, value)
}
