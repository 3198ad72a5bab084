/** Text without case and accents, for looking phrases of many languages up in it. */

/** `Réponse Automatique` → `reponse automatique`, also the dotless i of Turkish. Hangul and Kana stay as they are. */
export function foldCase(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/ı/g, 'i')
    .replace(/[’‘`´]/g, "'")
}

/** Phrases, one a line or apart by `|`, folded. */
export function phrases(text: string): readonly string[] {
  return foldCase(text)
    .split(/[|\n]/)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '')
}

/** Is one of the phrases in the text? */
export function holdsAny(folded: string, list: readonly string[]): boolean {
  return list.some((phrase) => folded.includes(phrase))
}
