/** Reads one command line of a shell archive: whether it makes a file from a here-document, and how. POSIX Shell §2.2 (quoting), §2.7.4. */

export interface HereDocument {
  /** The file that it makes; undefined where it goes to the terminal. A name of `uudecode` is in the document. */
  readonly name: string | undefined
  readonly delimiter: string
  /** Was the delimiter quoted? If not, a shell expands the document. */
  readonly quoted: boolean
  /** `<<-`: tabs at the start of each line are stripped. */
  readonly stripTabs: boolean
  /** What `sed` takes from the start of each line. */
  readonly prefix: string
  readonly uudecode: boolean
  /** `>>`: it goes on with a file that was begun in this archive, or in an earlier one. */
  readonly appends: boolean
}

export interface Word {
  readonly text: string
  readonly operator: boolean
  readonly quoted: boolean
}

/** `s/^X//` with any delimiter. */
const STRIP = /^s(.)\^([^\\[\]*.^$]{1,10})\1\1g?$/

/**
 * What the line begins; undefined if it begins no here-document of a form that is known. The words of a line, in turn:
 *
 *      word                         what is done
 *      word                         one more of the present command
 *      << <<-  and its delimiter    the document, if it is the first
 *      > >>  and its file           the file that is made, if it is the first
 *      ; & |, end of the line       the command ends: `sed` and `cat` say the prefix, `uudecode` is noted; before the document
 *                                   all but `|` begin anew
 */
export function hereDocument(line: string): HereDocument | undefined {
  if (!line.includes('<<')) return undefined
  let commands: Word[] = []
  let name: string | undefined
  let here: { text: string; quoted: boolean; stripTabs: boolean } | undefined
  let prefix: string | undefined
  let uudecode = false
  let appends = false
  const words = wordsOf(line)
  for (let i = 0; i <= words.length; i++) {
    const word = words[i]
    // A command ends; `|` only hands on what it printed.
    if (word === undefined || (word.operator && /^[;|&]/.test(word.text))) {
      const made = prefixOf(commands)
      if (made !== undefined) prefix ??= made
      if (commands[0]?.text.endsWith('uudecode')) uudecode = true
      commands = []
      if (word !== undefined && here === undefined && word.text !== '|') {
        name = undefined
        prefix = undefined
      }
      continue
    }
    if (!word.operator) {
      commands.push(word)
      continue
    }
    const target = words[i + 1]
    if (target === undefined || target.operator) continue
    i++
    if (word.text.startsWith('<<')) {
      if (here === undefined) here = { ...target, stripTabs: word.text === '<<-' }
    } else if (word.text.startsWith('>')) {
      if (name === undefined) appends = word.text === '>>'
      name ??= target.text
    }
  }
  if (here === undefined || here.text === '' || (prefix === undefined && !uudecode)) return undefined
  return {
    name: name ?? (uudecode ? '' : undefined),
    delimiter: here.text,
    quoted: here.quoted,
    stripTabs: here.stripTabs,
    prefix: prefix ?? '',
    uudecode,
    appends,
  }
}

/** What a command takes from the start of each line; undefined for a command that is neither `cat` nor such a `sed`. */
function prefixOf(words: readonly Word[]): string | undefined {
  const [command, ...rest] = words
  if (command === undefined) return undefined
  if (/(?:^|\/)cat$/.test(command.text)) return ''
  if (!/(?:^|\/)sed$/.test(command.text)) return undefined
  for (const { text } of rest) {
    const match = STRIP.exec(text)
    if (match !== null) return match[2]!
  }
  return undefined
}

/** Words and operators; quotes and backslashes undone, nothing expanded. */
export function wordsOf(line: string): Word[] {
  const words: Word[] = []
  let text = ''
  let open = false
  let quoted = false
  const close = () => {
    if (open) words.push({ text, operator: false, quoted })
    text = ''
    open = false
    quoted = false
  }
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!
    if (c === ' ' || c === '\t') close()
    else if (c === "'" || c === '"') {
      const end = line.indexOf(c, i + 1)
      if (end === -1) break
      text += line.slice(i + 1, end)
      open = true
      quoted = true
      i = end
    } else if (c === '\\') {
      text += line[++i] ?? ''
      open = true
      quoted = true
    } else if (c === '#' && !open) break
    else if ('<>|;&'.includes(c)) {
      close()
      let operator = c
      while (line[i + 1] === c) operator += line[++i]
      if (operator === '<<' && line[i + 1] === '-') operator += line[++i]
      words.push({ text: operator, operator: true, quoted: false })
    } else {
      text += c
      open = true
    }
  }
  close()
  return words
}
