/** Reads and writes a personal name as people write it: `given.initial.surname`. RFC 2156 §4.1.2. */

export interface PersonalName {
  readonly S: string
  readonly G?: string
  readonly I?: string
}

/** The name in its parts; undefined where there is no surname. */
export function readPersonalName(text: string): PersonalName | undefined {
  let at = 0
  let given: string | undefined
  const first = text.indexOf('.')
  if (first >= 2) {
    given = text.slice(0, first)
    at = first + 1
  }
  let initials = ''
  while (/^[A-Za-z]$/.test(text.charAt(at)) && text.charAt(at + 1) === '.') {
    initials += text.charAt(at)
    at += 2
  }
  const surname = text.slice(at)
  if (surname === '') return undefined
  return {
    S: surname,
    ...(given === undefined ? {} : { G: given }),
    ...(initials === '' ? {} : { I: initials }),
  }
}

/** The text of a name; undefined where it would be read as another name. */
export function writePersonalName({ S, G, I = '' }: PersonalName): string | undefined {
  const text = [...(G === undefined ? [] : [G]), ...I, S].join('.')
  const back = readPersonalName(text)
  return back !== undefined && back.S === S && back.G === G && (back.I ?? '') === I ? text : undefined
}
