/** A small seeded generator (mulberry32), so that every run on every machine reads the same bytes. */

export class Random {
  constructor(seed) {
    this.state = seed >>> 0
  }

  /** 32 random bits. */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }

  below(limit) {
    return this.next() % limit
  }

  pick(list) {
    return list[this.next() % list.length]
  }

  bytes(count) {
    const out = new Uint8Array(count + 4)
    const view = new DataView(out.buffer)
    for (let at = 0; at < count; at += 4) view.setUint32(at, this.next())
    return out.subarray(0, count)
  }
}
