/**
 * Describes families of readers as data: how each decides where a message can be read in two ways. RFC 5322 §3.6 (fields), RFC 2045 §5.1,
 * RFC 2231 §3, §4 (parameters), RFC 2046 §5.1.1 (what stands outside of parts), RFC 2045 §6.4, §6.8 (encodings).
 */

/** Where a filename is looked for: `*` is the RFC 2231 form, `name` is that of Content-Type. */
export type FilenameSource = 'filename*' | 'filename' | 'name*' | 'name'

/**
 * How a MIME field is cut (RFC 2045 §5.1): by the grammar as this library has it; by the grammar up to the first octet that it does not allow; at `;`,
 * with quotes taken off and nothing else undone, line breaks kept; octet for octet, comments taken for text; as the last, comments left out and
 * encoded-words decoded everywhere.
 */
export type Syntax = 'grammar' | 'strict' | 'split' | 'scan' | 'loose'

/** How one family of readers decides where a message can be read in two ways. */
export interface Profile {
  /** For people: what kind of program reads so. */
  readonly about: string
  /** Which one counts of a field that may stand once and stands several times. `all`: addresses are joined, of other fields the first counts. */
  readonly fields: 'first' | 'last' | 'all'
  /** Which one counts of a parameter that stands twice. */
  readonly parameters: 'first' | 'last'
  /** Does it know RFC 2231? */
  readonly extended: boolean
  /** Where a filename is looked for, in this order; the first that is there counts. */
  readonly filename: readonly FilenameSource[]
  /** What becomes of something that looks like a body part in a preamble or an epilogue. */
  readonly outside: 'skipped' | 'parts'
  /** Base64 after padding: not read; decoded as a block of its own; decoded on as if no padding were there. */
  readonly padding: 'stops' | 'blocks' | 'skips'
  /** Which count of several addresses in one element of a list. */
  readonly address: 'first' | 'last' | 'all'
  /**
   * What is taken for the address in an element of an address list without an addr-spec: what stands in angles beside a name, or holds an `@`; the
   * same with its comments; its first word; all its words, as one local part.
   */
  readonly lone: 'named' | 'shown' | 'word' | 'words'
  /** How a multipart under base64 or quoted-printable is read: as it stands, or decoded first. */
  readonly encoded: 'as it is' | 'decoded'
  /** How a MIME field is cut. */
  readonly syntax: Syntax
  /** A control in a filename or an address: a character, or the end of the text (C strings, lines). */
  readonly controls: 'kept' | 'ends'
  /** CR without LF: an octet, or the end of a line. */
  readonly bareCr: 'octet' | 'line'
  /** Which count of several mailboxes in From. */
  readonly authors: 'first' | 'last' | 'all'
  /**
   * An address, date or identifier with what the grammar of RFC 5322 §3 does not have, obsolete forms (§4) and octets above 7F among that: read as it can
   * be, nothing, or what it says when its encoded-words are decoded.
   */
  readonly values: 'any' | 'exact' | 'decoded'
  /** How a body is read whose type is no multipart and has a `boundary`: as content, or as parts. */
  readonly leaf: 'content' | 'parts'
  /** The part of a multipart/related that is shown: the one that `start` and `type` say (RFC 2387 §3), or the first. */
  readonly root: 'declared' | 'first'
  /** The type of parts of a multipart/digest without Content-Type (RFC 2046 §5.1.5). */
  readonly digest: 'message/rfc822' | 'text/plain'
  /** `xn--` labels: as they stand, or in Unicode. */
  readonly domains: 'ascii' | 'unicode'
  /** Octets in base64 that are not of its alphabet: skipped, or the end; `-` and `_` may be those of RFC 4648 §5. */
  readonly alphabet: 'skips' | 'stops' | 'url'
  /** A line of a header section that is no field: skipped, or the beginning of the body. */
  readonly noField: 'skipped' | 'ends'
  /** How text is read that is not in its declared charset and is UTF-8. */
  readonly charset: 'declared' | 'utf-8'
}

/** The families of readers by name. */
export type ProfileName = 'first-wins' | 'last-wins' | 'plain-only' | 'name-first' | 'shows-all'

const ANY_NAME: readonly FilenameSource[] = ['filename*', 'filename', 'name*', 'name']

/** The families of readers that `ambiguities` compares, by name; each a combination of ways met in programs. */
export const READER_PROFILES: Readonly<Record<ProfileName, Profile>> = {
  'first-wins': {
    about: 'keeps the first of what comes twice and stops at the first end: line-by-line readers',
    fields: 'first',
    parameters: 'first',
    extended: true,
    filename: ANY_NAME,
    outside: 'skipped',
    padding: 'stops',
    address: 'first',
    lone: 'words',
    encoded: 'as it is',
    syntax: 'strict',
    controls: 'ends',
    bareCr: 'line',
    authors: 'first',
    values: 'exact',
    leaf: 'content',
    root: 'first',
    digest: 'message/rfc822',
    domains: 'ascii',
    alphabet: 'stops',
    noField: 'ends',
    charset: 'declared',
  },
  'last-wins': {
    about: 'keeps fields and parameters in a table, where a later one replaces an earlier one',
    fields: 'last',
    parameters: 'last',
    extended: true,
    filename: ANY_NAME,
    outside: 'skipped',
    padding: 'blocks',
    address: 'last',
    lone: 'named',
    encoded: 'as it is',
    syntax: 'scan',
    controls: 'kept',
    bareCr: 'octet',
    authors: 'last',
    values: 'any',
    leaf: 'parts',
    root: 'first',
    digest: 'text/plain',
    domains: 'unicode',
    alphabet: 'skips',
    noField: 'skipped',
    charset: 'declared',
  },
  'plain-only': {
    about: 'knows the parameters of RFC 2045 and not those of RFC 2231',
    fields: 'first',
    parameters: 'first',
    extended: false,
    filename: ['filename', 'name'],
    outside: 'skipped',
    padding: 'stops',
    address: 'last',
    lone: 'word',
    encoded: 'as it is',
    syntax: 'split',
    controls: 'kept',
    bareCr: 'line',
    authors: 'all',
    values: 'any',
    leaf: 'content',
    root: 'first',
    digest: 'text/plain',
    domains: 'ascii',
    alphabet: 'stops',
    noField: 'skipped',
    charset: 'declared',
  },
  'name-first': {
    about: 'takes the name of Content-Type before the filename of Content-Disposition',
    fields: 'first',
    parameters: 'first',
    extended: true,
    filename: ['name*', 'name', 'filename*', 'filename'],
    outside: 'skipped',
    padding: 'blocks',
    address: 'last',
    lone: 'named',
    encoded: 'as it is',
    syntax: 'grammar',
    controls: 'kept',
    bareCr: 'octet',
    authors: 'all',
    values: 'any',
    leaf: 'content',
    root: 'declared',
    digest: 'message/rfc822',
    domains: 'ascii',
    alphabet: 'skips',
    noField: 'skipped',
    charset: 'declared',
  },
  'shows-all': {
    about: 'shows whatever may be content: joins lists, opens what stands outside of parts, decodes on',
    fields: 'all',
    parameters: 'first',
    extended: true,
    filename: ANY_NAME,
    outside: 'parts',
    padding: 'skips',
    address: 'all',
    lone: 'shown',
    encoded: 'decoded',
    syntax: 'loose',
    controls: 'kept',
    bareCr: 'line',
    authors: 'all',
    values: 'decoded',
    leaf: 'parts',
    root: 'declared',
    digest: 'message/rfc822',
    domains: 'unicode',
    alphabet: 'url',
    noField: 'ends',
    charset: 'utf-8',
  },
}

export const PROFILE_NAMES = /* @__PURE__ */ Object.keys(READER_PROFILES) as readonly ProfileName[]
