/** Decodes text that arrives in pieces. The text is that of `decodeLabelled` of the whole, however it is cut. */
import type { DefectCode } from '../defects/codes.js'
import { invalidCode, type Reading, readLabel, shiftingCodec, type TextUse, withoutSignature } from './decode.js'
import { FallbackDecoder, fallbackCodec, Utf8Check } from './fallback.js'
import type { Decoder } from './text-codec.js'

/**
 * Decodes a text in pieces. Holds a few octets; under the charset fallback up to 64 KiB from the first 8-bit octet on, until UTF-8 or
 * the fallback is decided. Only there can it differ from one-shot decoding: text that is well-formed UTF-8 for 64 KiB after its first
 * 8-bit octet and not thereafter is read as UTF-8 with U+FFFD, by `decodeLabelled` as the fallback.
 */
export class TextStreamDecoder {
  private readonly reading: Reading
  private readonly decoder: Decoder
  private readonly fallback: FallbackDecoder | undefined
  private readonly name: string
  private readonly check = new Utf8Check()
  private begun = false

  constructor(
    private readonly label: string | undefined,
    fallback: string,
    private readonly use: TextUse = 'body',
  ) {
    const reading = (this.reading = readLabel(label, use))
    const chosen = reading.codec
    const decides = chosen === undefined || reading.sevenBit === true
    this.name = decides ? '' : chosen.name
    this.fallback = decides
      ? new FallbackDecoder(chosen ?? fallbackCodec(fallback), (held) =>
          chosen === undefined && use !== 'word' ? shiftingCodec(held, reading, fallback, use) : chosen,
        )
      : undefined
    this.decoder = this.fallback ?? chosen!.codec.decoder()
  }

  write(chunk: Uint8Array): string {
    if (chunk.length === 0) return ''
    if (this.name !== 'utf-8') this.check.write(chunk)
    return this.signed(this.decoder.write(chunk))
  }

  end(): string {
    this.check.end()
    return this.signed(this.decoder.end())
  }

  private signed(text: string): string {
    if (this.begun || text === '') return text
    this.begun = true
    return withoutSignature(text, this.charset)
  }

  /** Canonical name of what is used; under the fallback final only after `end`. */
  get charset(): string {
    const { fallback, reading } = this
    if (fallback === undefined) return this.name
    if (fallback.used !== 'us-ascii') return fallback.used
    return reading.codec?.name ?? (reading.onEightBit === undefined ? 'utf-8' : 'us-ascii')
  }

  get replaced(): number {
    return this.decoder.replaced
  }

  /** What is wrong; complete after `end`. */
  get problems(): readonly DefectCode[] {
    const { problem, onEightBit } = this.reading
    const problems: DefectCode[] = problem === undefined ? [] : [problem]
    const eightBit = this.fallback?.eightBit === true
    const mislabelled = this.reading.sevenBit === true && eightBit && this.charset === 'utf-8'
    if (mislabelled) problems.push('charset-mismatch')
    if (eightBit && onEightBit !== undefined) problems.push(onEightBit)
    if (this.replaced > 0 && !problems.includes('invalid-text-bytes'))
      problems.push(invalidCode(this.charset, this.use))
    const declaredInvalid = onEightBit === 'invalid-text-bytes' ? eightBit : this.replaced > 0
    if (declaredInvalid && !mislabelled && this.label !== undefined && this.name !== 'utf-8' && this.check.valid) {
      problems.push('charset-mismatch')
    }
    return problems
  }
}
