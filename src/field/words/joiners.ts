/**
 * Characters that change what a reader sees and not what a program compares, and where two of them are orthography: ZERO WIDTH JOINER and
 * NON-JOINER between letters and in sequences of emoji. RFC 5892 A.1 and A.2, Unicode 23.2, UTS 51 §1.4.6.
 */

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

let known: Letters | undefined

/** Made for the first text with a joiner: tables of this size cost every import else. */
function letters(): Letters {
  const both =
    '\\u0620\\u0626\\u0628\\u062a-\\u062e\\u0633-\\u063f\\u0641-\\u0647\\u0649\\u064a\\u066e\\u066f\\u0678-\\u0687\\u069a-\\u06bf\\u06c1\\u06c2\\u06cc\\u06ce' +
    '\\u06d0\\u06d1\\u06fa-\\u06fc\\u06ff\\u0712-\\u0714\\u071a-\\u071d\\u071f-\\u0727\\u0729\\u072b\\u072d\\u072e\\u074e-\\u0758\\u075c-\\u076a\\u076d-\\u0770' +
    '\\u0772\\u0775-\\u0777\\u077a-\\u077f\\u07ca-\\u07ea\\u0841-\\u0845\\u0848\\u084a-\\u0853\\u0855\\u0860\\u0862-\\u0865\\u0868\\u0886\\u0889-\\u088d\\u08a0-\\u08a9' +
    '\\u08af\\u08b0\\u08b3-\\u08b8\\u08ba-\\u08c8\\u1807\\u1820-\\u1878\\u1887-\\u18a8\\u18aa\\ua840-\\ua871\\u{10d00}-\\u{10d21}\\u{10d23}\\u{1e900}-\\u{1e943}'
  const right =
    '\\u0622-\\u0625\\u0627\\u0629\\u062f-\\u0632\\u0648\\u0671-\\u0673\\u0675-\\u0677\\u0688-\\u0699\\u06c0\\u06c3-\\u06cb\\u06cd\\u06cf\\u06d2\\u06d3\\u06d5\\u06ee' +
    '\\u06ef\\u0710\\u0715-\\u0719\\u071e\\u0728\\u072a\\u072c\\u072f\\u074d\\u0759-\\u075b\\u076b\\u076c\\u0771\\u0773\\u0774\\u0778\\u0779\\u0840\\u0846\\u0847\\u0849' +
    '\\u0854\\u0856-\\u0858\\u0867\\u0869\\u086a\\u0870-\\u0882\\u088e\\u08aa-\\u08ac\\u08ae\\u08b1\\u08b2\\u08b9\\u{10d22}'
  known ??= {
    virama:
      /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84\u1039\u103a\u1714\u1715\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\u2d7f\ua806\ua82c\ua8c4\ua953\ua9c0\uaaf6\uabed\u{10a3f}\u{11046}\u{1107f}\u{110b9}\u{11133}\u{11134}\u{111c0}\u{11235}\u{112ea}\u{1134d}\u{11442}\u{114c2}\u{115bf}\u{1163f}\u{116b6}\u{1172b}\u{11839}]/u,
    left: new RegExp(`[${both}\\ua872]`, 'u'),
    right: new RegExp(`[${both}${right}]`, 'u'),
    mark: /[\p{Mn}\p{Me}]/u,
    emoji: /\p{Extended_Pictographic}/u,
    styled: /[\ufe0f\u20e3\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/u,
  }
  return known
}

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
