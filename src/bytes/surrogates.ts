/** Text that comes in pieces, cut so that no piece ends in the first half of a surrogate pair. */

export class WholePairs {
  /** The half that the next piece begins with; empty where there is none. */
  half = ''

  /** What was held back and the piece, without a half at its end. */
  take(piece: string): string {
    const text = this.half + piece
    const last = text.charCodeAt(text.length - 1)
    const cut = last >= 0xd800 && last <= 0xdbff ? text.length - 1 : text.length
    this.half = text.slice(cut)
    return text.slice(0, cut)
  }
}
