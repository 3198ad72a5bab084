/**
 * Finds characters that change what a reader sees and not what a program compares, except where two of them are orthography: ZERO WIDTH JOINER
 * and NON-JOINER between letters and in sequences of emoji. RFC 5892 A.1 and A.2, Unicode 23.2, UTS 51 §1.4.6.
 */
import { lazy } from '../../bytes/kept.js'

/** Bidi controls and zero-width characters. */
const FORMAT = /[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/
/** As FORMAT, without the joiners. */
const NEVER = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/
const NON_JOINER = 0x200c
const JOINER = 0x200d

/** Does it hold a bidi control or a zero-width character at all? For names that programs compare. */
export function hasFormatChar(text: string): boolean {
  return FORMAT.test(text)
}

/** Does it hold a bidi control, or a zero-width character that is no orthography where it stands? For text that people read. */
export function hidesText(text: string): boolean {
  return FORMAT.test(text) && (NEVER.test(text) || hasStrayJoiner(text))
}

interface Letters {
  /** Canonical combining class 9. */
  readonly virama: RegExp
  /** Joining_Type L or D, and R or D, of Arabic, Syriac, N'Ko, Mandaic, Mongolian, Phags-pa, Hanifi Rohingya and Adlam. */
  readonly left: RegExp
  readonly right: RegExp
  /** Joining_Type T. */
  readonly mark: RegExp
  readonly emoji: RegExp
  /** What may stand between an emoji and the joiner behind it. */
  readonly styled: RegExp
}

/**
 * Runs of characters from U+0600 on: how many there are, in base 36 (none: one), and what they are. `D` joins on both sides, `L` and `R` on one,
 * `V` is a virama, `.` none of these.
 */
const RUNS =
  'w.D.4RDRDR5D4RdD.7DR2Dz.2D.3R.3RgDiR12DR2D9RDRDR2D2R.Ro.2Ra.3D2.Dg.R.3D5R4DR9DRDRDR2DRt.RbD3RfD2R4DRD2R3D2R6D22.xD2d.R5D2RDRaDRD3R7.D.4D.RD2R5.jR3.D2.5DRh.aD3R.R2D2R6DRfD' +
  '3o.V3j.V3j.V3j.V3j.V3j.V3j.V3j.V31.2Vg.V3g.V33.V3j.V5l.V50.2V1cp.2Vu.V4d.V1g.Do.2hDe.yD.Dc5.V6b.V2t.2V1y.2V3gr.Vo7a.V11.Vj.1eDL29.V3y.V30.V8l.V6u.V' +
  'imp.Vjk.yDRDma.V1k.V1l.V3d.2V3v.V38.V50.V2q.V6s.V3j.V70.V3j.V3a.V38.V7h.V158m.1wD'

/** Made for the first text with a joiner: tables of this size cost every import else. */
const letters = /* @__PURE__ */ lazy((): Letters => {
  const ranges: Record<string, string> = { D: '', L: '', R: '', V: '', '.': '' }
  let at = 0x600
  for (const [, count, kind] of RUNS.matchAll(/([0-9a-z]*)([DLRV.])/g)) {
    const to = at + Number.parseInt(count || '1', 36)
    ranges[kind!] += `\\u{${at.toString(16)}}-\\u{${(to - 1).toString(16)}}`
    at = to
  }
  const oneOf = (kinds: string) => new RegExp(`[${Array.from(kinds, (kind) => ranges[kind]).join('')}]`, 'u')
  return {
    virama: oneOf('V'),
    left: oneOf('DL'),
    right: oneOf('DR'),
    mark: /[\p{Mn}\p{Me}]/u,
    emoji: /\p{Extended_Pictographic}/u,
    styled: /[\ufe0f\u20e3\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/u,
  }
})

/** Does a joiner stand where no script and no sequence of emoji has one? */
function hasStrayJoiner(text: string): boolean {
  const characters = Array.from(text)
  for (let i = 0; i < characters.length; i++) {
    const c = characters[i]!.codePointAt(0)
    if ((c === JOINER || c === NON_JOINER) && !joins(characters, i, c === JOINER)) return true
  }
  return false
}

/** Is the joiner or non-joiner at `at` in one of its contexts? */
function joins(characters: readonly string[], at: number, joiner: boolean): boolean {
  const { virama, left, right, mark, emoji, styled } = letters()
  const before = characters[at - 1] ?? ''
  const after = characters[at + 1] ?? ''
  // RFC 5892 A.1 and A.2; a joiner before a virama asks for the form of Bengali and its neighbours (Unicode 12.2).
  if (virama.test(before) || (joiner && virama.test(after) && /\p{L}/u.test(before))) return true
  let from = at - 1
  while (from > 0 && mark.test(characters[from]!)) from--
  let to = at + 1
  while (to < characters.length - 1 && mark.test(characters[to]!)) to++
  const joinsLeft = left.test(characters[from] ?? '')
  const joinsRight = right.test(characters[to] ?? '')
  // A joiner beside one letter shows the form that the letter has in the middle of a word (Unicode 9.2).
  if (joiner ? joinsLeft || joinsRight : joinsLeft && joinsRight) return true
  if (!joiner || !emoji.test(after)) return false
  let shown = at - 1
  while (shown > 0 && styled.test(characters[shown]!)) shown--
  return emoji.test(characters[shown] ?? '')
}

/** The text with `_` for each joiner that is no orthography. */
export function replaceStrayJoiners(text: string): string {
  if (!/[\u200c\u200d]/.test(text)) return text
  const characters = Array.from(text)
  return characters
    .map((one, i) => ((one === '\u200c' || one === '\u200d') && !joins(characters, i, one === '\u200d') ? '_' : one))
    .join('')
}
