/** Bar charts as SVG, drawn from the figures alone; no fonts, scripts or styles from elsewhere. */

const WIDTH = 760
const LABEL = 210
const BAR = 15
const STEP = 20
const COLOURS = { own: '#1f6feb', structure: '#79b8ff', js: '#8c959f', native: '#d4a72c' }
const NAMES = {
  own: 'messagerie',
  structure: 'messagerie, structure only',
  js: 'packages from npm',
  native: 'native, for orientation',
}

const escapeXml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** At most four significant digits. */
export const short = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2))

function bars(group, y, scale) {
  const out = [`<text x="12" y="${y + 12}" class="title">${escapeXml(group.title)}</text>`]
  let at = y + 22
  for (const { label, kind, value, note } of group.bars) {
    const length = value === undefined ? 0 : Math.max(1, value * scale)
    out.push(`<text x="${LABEL - 8}" y="${at + 12}" class="label" text-anchor="end">${escapeXml(label)}</text>`)
    if (length > 0)
      out.push(`<rect x="${LABEL}" y="${at}" width="${length.toFixed(1)}" height="${BAR}" fill="${COLOURS[kind]}"/>`)
    const text = value === undefined ? note : short(value)
    out.push(
      `<text x="${(LABEL + length + 6).toFixed(1)}" y="${at + 12}" class="${value === undefined ? 'note' : 'value'}">${escapeXml(text)}</text>`,
    )
    at += STEP
  }
  return { svg: out.join('\n'), end: at + 12 }
}

/** `groups`: `{ title, bars: { label, kind, value?, note? }[] }[]`; each group has a scale of its own. */
export function chart(title, unit, groups) {
  const pieces = []
  const kinds = [...new Set(groups.flatMap((group) => group.bars.map((bar) => bar.kind)))]
  let y = 40
  let x = 12
  for (const kind of kinds) {
    pieces.push(
      `<rect x="${x}" y="${y}" width="11" height="11" fill="${COLOURS[kind]}"/><text x="${x + 16}" y="${y + 10}" class="label">${NAMES[kind]}</text>`,
    )
    x += 40 + NAMES[kind].length * 7
  }
  y += 30
  for (const group of groups) {
    const most = Math.max(...group.bars.map((bar) => bar.value ?? 0), 1e-9)
    const { svg, end } = bars(group, y, (WIDTH - LABEL - 70) / most)
    pieces.push(svg)
    y = end
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="${escapeXml(title)}">
<style>text{font-family:sans-serif;font-size:12px;fill:#24292f}.head{font-size:15px;font-weight:bold}.title{font-weight:bold}.note{fill:#9a6700;font-style:italic}.value{fill:#57606a}</style>
<rect width="${WIDTH}" height="${y}" fill="#ffffff"/>
<text x="12" y="24" class="head">${escapeXml(title)} <tspan class="value">(${escapeXml(unit)})</tspan></text>
${pieces.join('\n')}
</svg>
`
}
