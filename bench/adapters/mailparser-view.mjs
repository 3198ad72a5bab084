/** Forces and reads the header Map of mailparser, which leaves fields that it does not know undecoded. */

import libmime from 'libmime'

const members = (list) => list.flatMap((entry) => (entry.group ? members(entry.group) : [entry]))

/** Part of the work: every value that is still a string goes through the decoder of the same family. */
export function decodeFields(headers) {
  const out = []
  for (const [name, value] of headers) {
    for (const one of Array.isArray(value) ? value : [value])
      if (typeof one === 'string') out.push([name, libmime.decodeWords(one)])
  }
  return out
}

export function headerView(headers, fields) {
  const to = headers.get('to')
  return {
    subject: headers.get('subject'),
    from: headers.get('from')?.value[0]?.address,
    to: to ? members([to].flat().flatMap((entry) => entry.value)) : [],
    words: fields.filter(([name]) => name.startsWith('x-word-')).map(([, value]) => value),
  }
}
