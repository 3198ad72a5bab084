/**
 * What programs of Node have from the start: every charset, and what judges messages, which bundles for browsers and workers have when they ask for it;
 * what `util.inspect` shows and long texts in large pieces, which those have no use for. In src/ a module `…-at-start` gives nothing, or what serves
 * everywhere. The files for Node, the command and the tests have these in their place.
 */
const AT_START = {
  'charset/text-at-start': "export { textOf } from './long-text.js'",
  'charset/many-at-start':
    "import { makeCodec } from './many-octets.js'\nexport function manyAtStart() { return makeCodec }",
  'charset/encoders-at-start':
    "import { encodeMany } from './encode-many.js'\nexport function encodersAtStart() { return encodeMany }",
  'tree/inspect-at-start':
    "export { inspected } from './inspect.js'\nexport const INSPECT = Symbol.for('nodejs.util.inspect.custom')",
  'compose/checks-at-start':
    "import { allChecks } from './all-checks.js'\nexport function checksAtStart() { return allChecks() }",
}
/** There the functions that ask for it have nothing to do, and carry nothing. */
const ASKED = {
  'charset/use-decoders': 'export function useDecoders() {}',
  'charset/use-charsets': 'export function useCharsets() {}',
  'compose/use-checks': 'export function useChecks() {}',
}

/** Doors without the whole kit: a bundle of these alone stays small on every platform, and asks for charsets. */
export const LIGHT = ['read', 'scan', 'field', 'codec', 'html', 'imap', 'jmap', 'present', 'calendar', 'dkim']

/** A plugin for rolldown and Vite. @param asking false: the functions that ask stay as they are, for tests */
export function atStart(asking = true) {
  const modules = asking ? { ...AT_START, ...ASKED } : AT_START
  const load = (id) => modules[/.*[\\/]src[\\/](.*)\.ts$/.exec(id)?.[1].replaceAll('\\', '/')]
  return { name: 'at-start', load }
}
