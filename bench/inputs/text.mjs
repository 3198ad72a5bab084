/** Words and lines from which the inputs are made. Realistic octets matter: a body of one letter flatters everybody. */

const LATIN = (
  'the of and to in that is was for on are with as his they at be this from have or by one had not but what all were when ' +
  'we there can an your which their said if do will each about how up out them then she many some so these would other into ' +
  'has more her two like him see time could no make than first been its who now people my made over did down only way find ' +
  'use may water long little very after words called just where most know through message letter answer meeting invoice ' +
  'delivery account project schedule thank regards forward attached please review update release version question'
).split(' ')

export const word = (random) => random.pick(LATIN)

/** A source of words: one in a hundred × `density` is of `charset`'s own, the others are ASCII. */
export const mixture = (charset, density) => (random) =>
  random.below(100) < density ? random.pick(charset.words) : random.pick(LATIN)

export function words(random, count, from = word) {
  const out = []
  for (let i = 0; i < count; i++) out.push(from(random))
  return out.join(' ')
}

/** Lines of words, of at least `size` characters: each between `least` and `most` characters long, with an empty line here and there. */
export function paragraphs(random, size, { least = 40, most = 72, from = word, eol = '\r\n' } = {}) {
  const lines = []
  let total = 0
  while (total < size) {
    const end = least + random.below(Math.max(1, most - least))
    let line = from(random).slice(0, most)
    for (;;) {
      const next = from(random)
      if (line.length + 1 + next.length > end) break
      line += ` ${next}`
    }
    lines.push(line)
    if (random.below(14) === 0) lines.push('')
    total += line.length + eol.length
  }
  // No line begins as an mbox separator or ends in white space; the last one is ended.
  return lines.join(eol) + eol
}
