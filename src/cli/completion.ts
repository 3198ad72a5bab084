/** `messagerie completion` and `messagerie man`: what shells and man need to know, made from the table that `--help` is made from. */
import type { Command } from './command.js'
import { FINE, UsageError } from './io.js'

const SHELLS = ['bash', 'zsh', 'fish'] as const

/** @param all the table; asked for when it is there */
export function completion(all: () => readonly Command[]): Command {
  return {
    name: 'completion',
    summary: 'print completions for a shell',
    usage: 'completion bash|zsh|fish',
    options: {},
    words: SHELLS,
    examples: [
      'messagerie completion bash > ~/.local/share/bash-completion/completions/messagerie',
      'messagerie completion zsh > ~/.zfunc/_messagerie',
      'messagerie completion fish > ~/.config/fish/completions/messagerie.fish',
    ],
    minimum: 1,
    run({ files: [shell, ...rest], out }) {
      if (!SHELLS.includes(shell as (typeof SHELLS)[number]) || rest.length > 0)
        throw new UsageError('completion: expected bash, zsh or fish: messagerie completion bash')
      out.write(shell === 'bash' ? bash(all()) : shell === 'zsh' ? zsh(all()) : fish(all()))
      return FINE
    },
  }
}

/** @param all as for completion */
export function man(all: () => readonly Command[]): Command {
  return {
    name: 'man',
    summary: 'print the manual page',
    usage: 'man',
    options: {},
    examples: ['messagerie man > ~/.local/share/man/man1/messagerie.1'],
    minimum: 0,
    run({ files, out }) {
      if (files.length > 0) throw new UsageError('man: it takes no file: messagerie man > messagerie.1')
      out.write(page(all()))
      return FINE
    },
  }
}

/** The option `--help`, which every command has, is told once. */
function flags({ options }: Command): string[] {
  return [...Object.keys(options), 'help'].map((name) => `--${name}`)
}

function bash(commands: readonly Command[]): string {
  const cases = commands.map(
    (one) => `    ${one.name}) words='${flags(one).join(' ')}' first='${(one.words ?? []).join(' ')}' ;;`,
  )
  const choices = commands.flatMap(({ name, options }) =>
    Object.entries(options).flatMap(([option, { choices }]) =>
      choices === undefined ? [] : [`    '${name} --${option}') values='${choices.join(' ')}' ;;`],
    ),
  )
  const names = [...commands.map(({ name }) => name), 'help']
  return `# Completions of messagerie for bash.
_messagerie() {
  local word=\${COMP_WORDS[COMP_CWORD]} words='' first='' values=''
  if [ "$COMP_CWORD" -eq 1 ] || { [ "$COMP_CWORD" -eq 2 ] && [ "\${COMP_WORDS[1]}" = help ]; }; then
    COMPREPLY=($(compgen -W '${names.join(' ')} --help --version' -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD - 1]}" in
${choices.join('\n')}
  esac
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$word"))
    return
  fi
  case $word in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) [ "$COMP_CWORD" -eq 2 ] && COMPREPLY=($(compgen -W "$first" -- "$word")) ;;
  esac
}
complete -o default -F _messagerie messagerie
`
}

/** Inside single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** As _arguments and _describe want descriptions. */
function plain(text: string): string {
  return text.replace(/[[\]:\\]/g, (c) => `\\${c}`)
}

function zsh(commands: readonly Command[]): string {
  const listed = [...commands, { name: 'help', summary: 'say more of a command' }]
  const cases = commands.map((one) => {
    const options = Object.entries(one.options).map(([name, { type, help, value = 'VALUE', choices }]) => {
      const values = choices === undefined ? '' : `(${choices.join(' ')})`
      const wants = type === 'string' ? `:${value}:${/^(?:FILE|DIR|FOLDER)$/.test(value) ? '_files' : values}` : ''
      return quoted(`*--${name}[${plain(help)}]${wants}`)
    })
    const first = one.words === undefined ? '' : `'1:what:(${one.words.join(' ')})' `
    const rest = one.name === 'completion' ? first : `${first}'*:file:_files'`
    return `    ${one.name}) _arguments ${[...options, `'--help[say more]'`, rest].join(' ')} ;;`
  })
  return `#compdef messagerie
# Completions of messagerie for zsh.
_messagerie() {
  local -a commands
  commands=(
${listed.map(({ name, summary }) => `    ${quoted(`${name}:${plain(summary)}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )) || [[ $CURRENT -eq 3 && $words[2] == help ]]; then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = _messagerie ]; then _messagerie "$@"; else compdef _messagerie messagerie; fi
`
}

function fish(commands: readonly Command[]): string {
  const lines = ['# Completions of messagerie for fish.']
  const add = (condition: string, rest: string) => lines.push(`complete -c messagerie -n '${condition}' ${rest}`)
  for (const { name, summary } of [...commands, { name: 'help', summary: 'say more of a command' }])
    add('__fish_use_subcommand', `-f -a ${name} -d ${fishQuoted(summary)}`)
  add('__fish_use_subcommand', `-f -l version -d 'print the version'`)
  for (const { name, options, words } of commands) {
    const condition = `__fish_seen_subcommand_from ${name}`
    for (const [option, { type, help, choices }] of Object.entries(options)) {
      const wants = choices === undefined ? ' -r' : ` -x -a '${choices.join(' ')}'`
      add(condition, `-l ${option}${type === 'string' ? wants : ''} -d ${fishQuoted(help)}`)
    }
    if (words !== undefined) {
      const first = `${condition}; and not __fish_seen_subcommand_from ${words.join(' ')}`
      add(first, `-f -a '${words.join(' ')}'`)
    }
  }
  add('__fish_seen_subcommand_from help', `-f -a '${commands.map(({ name }) => name).join(' ')}'`)
  return `${lines.join('\n')}\n`
}

function fishQuoted(text: string): string {
  return `'${text.replace(/['\\]/g, (c) => `\\${c}`)}'`
}

/** Text of roff: no line begins a request, no backslash or dash is read as another sign. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(['.])/gm, '\\&$1')
}

function page(commands: readonly Command[]): string {
  const lines = [
    '.TH MESSAGERIE 1',
    '.SH NAME',
    'messagerie \\- read, check and write Internet mail',
    '.SH SYNOPSIS',
    '.B messagerie',
    '.I COMMAND',
    '[\\fIOPTION\\fR]... \\fIFILE\\fR...',
    '.SH DESCRIPTION',
    roff(
      'FILE `-` is standard input. `messagerie help COMMAND` and `messagerie COMMAND --help` say what is said here of one command.',
    ),
    '.SH COMMANDS',
  ]
  for (const { summary, usage, options, examples } of commands) {
    lines.push(`.SS ${roff(`messagerie ${usage}`)}`, `${roff(`${summary[0]!.toUpperCase()}${summary.slice(1)}`)}.`)
    for (const [name, { type, help, value = 'VALUE' }] of Object.entries(options))
      lines.push('.TP', `.B ${roff(`--${name}`)}${type === 'string' ? ` \\fI${roff(value)}\\fR` : ''}`, roff(help))
    lines.push('.PP', 'Examples:', '.PP', '.nf', ...examples.map((example) => roff(example)), '.fi')
  }
  lines.push(
    '.SH EXIT STATUS',
    '0 fine, 1 something was found, 2 wrong use or unreadable input.',
    '.SH ENVIRONMENT',
    'NO_COLOR: where it is set, nothing is coloured.',
  )
  return `${lines.join('\n')}\n`
}
