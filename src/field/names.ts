/**
 * Lists field names by grammar, in lower case: RFC 5322 §3.6, RFC 2045–2049, 2076, 2110, 2156, 2183, 2369, 2557, 2919, 3282, 3834, 4021, 5536,
 * 6376, 8058, 8098, 8601, 8617, and those of practice. The tables of readers and writers and their types come from this one.
 */

/** Lists of mailboxes and groups. `error-to` is an old spelling of errors-to. */
export const ADDRESSES = [
  'from',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'resent-from',
  'resent-reply-to',
  'resent-to',
  'resent-cc',
  'resent-bcc',
  'disposition-notification-to',
  'return-receipt-to',
  'errors-to',
  'error-to',
  'apparently-to',
  'approved',
  'mail-followup-to',
  'mail-reply-to',
  'envelope-to',
  'x-envelope-to',
  'x-confirm-reading-to',
] as const

/** One mailbox. */
export const MAILBOX = ['sender', 'resent-sender', 'x-sender', 'originator-return-address'] as const

export const DATES = [
  'date',
  'resent-date',
  'expires',
  'expiry-date',
  'reply-by',
  'deferred-delivery',
  'latest-delivery-time',
  'delivery-date',
  'injection-date',
  'date-received',
  'nntp-posting-date',
] as const

/** One identifier. */
export const ID = ['message-id', 'resent-message-id', 'content-id', 'supersedes', 'original-message-id'] as const

export const IDS = ['in-reply-to', 'references', 'obsoletes', 'see-also', 'article-updates'] as const

/** A token and parameters. */
export const PARAMETERIZED = ['archive', 'injection-info', 'disposition-notification-options'] as const

/** URLs in angles. */
export const URLS = ['list-help', 'list-subscribe', 'list-unsubscribe', 'list-owner', 'list-archive'] as const

/** Words apart by commas. */
export const WORDS = ['newsgroups', 'followup-to', 'distribution', 'posted-to'] as const

export const URL_VALUES = ['content-location', 'content-base'] as const

export const TAGS = ['dkim-signature', 'domainkey-signature', 'arc-seal', 'arc-message-signature'] as const

export const AUTH = [
  'authentication-results',
  'arc-authentication-results',
  'x-original-authentication-results',
] as const

/** Text for people. A field whose name is not listed here is read in this way, too. */
export const UNSTRUCTURED = [
  'subject',
  'comments',
  'content-description',
  'organization',
  'summary',
  'user-agent',
  'x-mailer',
  'thread-topic',
] as const

/** Codes and paths: never encoded-words. */
export const PLAIN = [
  'content-duration',
  'content-features',
  'path',
  'control',
  'also-control',
  'xref',
  'lines',
  'content-length',
  'status',
  'encrypted',
  'precedence',
  'priority',
  'importance',
  'sensitivity',
  'x-priority',
  'x-msmail-priority',
  'delivered-to',
  'x-original-to',
  'original-recipient',
  'original-encoded-information-types',
  'received-spf',
  'incomplete-copy',
  'autoforwarded',
  'auto-forwarded',
  'alternate-recipient',
  'disclose-recipients',
  'conversion',
  'conversion-with-loss',
  'content-identifier',
  'content-return',
  'delivery-report',
  'dl-expansion-history',
  'generate-delivery-report',
  'prevent-nondelivery-report',
  'message-type',
  'discarded-x400-ipms-extensions',
  'discarded-x400-mts-extensions',
  'x400-content-identifier',
  'x400-content-return',
  'x400-content-type',
  'x400-mts-identifier',
  'x400-originator',
  'x400-received',
  'x400-recipients',
  'x400-trace',
  'nntp-posting-host',
  'thread-index',
  'x-spam-flag',
  'x-spam-level',
  'x-spam-status',
] as const

/** RFC 5322 §3.6.7, and what one large provider adds. */
export const RECEIVED = ['received', 'x-received'] as const
