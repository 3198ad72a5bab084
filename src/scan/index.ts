/** The door `messagerie/scan`: the push scanner and the events that it reports. */
export { Scanner, type ScannerOptions } from './scanner.js'
export { CheckedSink, type EntityKind, MESSAGE, PART, type Sink } from './sink.js'
