/**
 * The door `messagerie/scan`. The scanner under `parse`: it cuts octets into events as they arrive.
 * @module
 */
export { Scanner, type ScannerOptions } from './scanner.js'
export { CheckedSink, type EntityKind, MESSAGE, PART, type Sink } from './sink.js'
