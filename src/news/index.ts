/**
 * The door `messagerie/news`. Reads Netnews articles, checks them, and turns articles into mail and mail into articles. RFC 5536, RFC 5537.
 * @module
 */
export { type Article, article, type ControlMessage, parseControl, parseXref, type Xref } from './article.js'
export { type ArticleFault, type CheckArticleOptions, checkArticle } from './check.js'
export { type Gated, type ToMailOptions, type ToNewsOptions, toMail, toNews } from './gateway.js'
export { type NewsPath, type PathDiagnostic, type PathEntry, parsePath, prependPath } from './path.js'
