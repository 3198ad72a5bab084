/** The door `messagerie/news`: Netnews articles, and the way between news and mail. RFC 5536, RFC 5537. */
export { type Article, article, type ControlMessage, parseControl, parseXref, type Xref } from './article.js'
export { type ArticleFault, type CheckArticleOptions, checkArticle } from './check.js'
export { type Gated, type ToMailOptions, type ToNewsOptions, toMail, toNews } from './gateway.js'
export { type NewsPath, type PathDiagnostic, type PathEntry, parsePath, prependPath } from './path.js'
