/** Names of addresses that programs send from, or that nobody reads. RFC 3834 §2, RFC 2142, and custom. */

const END = '(?=$|[-._+=]|\\d)'
/**
 * Names that take no answer, with or without a tag or a further word: `noreply`, `info-no.reply`, `bounce+17`. They stand between separators, so that
 * `casinoreply` and `postma` are none of them.
 */
const SILENT = new RegExp(
  `(?:^|[-._+=])(?:${[
    'no[-._]?repl(?:y|ies)',
    'no[-._]?respon[ds]e?',
    'no[-._]?answer',
    '(?:do|does)[-._]?not[-._]?(?:reply|respond|answer)',
    'dont[-._]?reply',
    'never[-._]?reply',
    'unmonitored',
    'nicht[-._]?antworten',
    'keine[-._]?antwort',
    'ne[-._]?pas[-._]?repondre',
    'pas[-._]?de[-._]?reponse',
    'sans[-._]?reponse',
    'no[-._]?(?:responder|conteste|contestar|responda)',
    'nao[-._]?(?:responda|responder)',
    'non[-._]?rispondere',
    'niet[-._]?(?:beantwoorden|antwoorden|reageren)',
    'nie[-._]?odpowiadac',
    'neodpovidat',
    'ei[-._]?vastausta',
    'svara[-._]?(?:inte|ej)',
    'yanitlamayin',
    'cevaplamayin',
    'mailer[-._]?daemon',
    'mail[-._]?daemon',
    'postmaster',
    'bounces?',
    'autoreply',
    'autoresponder',
    'auto[-._]reply',
    'listserv',
    'majordomo',
  ].join('|')})${END}`,
  'i',
)
const WHOLE = /^(?:owner-.*|.*-owner|.*-request|root|daemon|mdaemon|nobody)$/i
const MAX_LOCAL = 100

/** Is this local part the name of a program, or of an address that takes no answer? Linear: a fixed number of tries at each separator of 100 octets. */
export function isRobot(local: string): boolean {
  const name = local.slice(0, MAX_LOCAL)
  return SILENT.test(name) || WHOLE.test(name)
}
