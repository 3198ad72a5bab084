/** Text from octets that arrive in pieces, equal to one-shot decoding for every cut. */
import type { DefectCode } from '../defects/codes.js'
import { type Decoded, decodeLabelled } from './decode.js'

export class TextStreamDecoder {
  private chunks: Uint8Array[] = []
  private result: Decoded | undefined

  constructor(
    private readonly label: string | undefined,
    private readonly fallback: string,
  ) {}

  write(chunk: Uint8Array): string {
    this.chunks.push(chunk.slice())
    return ''
  }

  end(): string {
    const all = new Uint8Array(this.chunks.reduce((n, c) => n + c.length, 0))
    let at = 0
    for (const chunk of this.chunks) {
      all.set(chunk, at)
      at += chunk.length
    }
    this.chunks = []
    this.result = decodeLabelled(all, this.label, this.fallback)
    return this.result.text
  }

  get charset(): string {
    return this.result?.charset ?? this.fallback
  }

  get replaced(): number {
    return this.result?.replaced ?? 0
  }

  get problems(): readonly DefectCode[] {
    return this.result?.problems ?? []
  }
}
