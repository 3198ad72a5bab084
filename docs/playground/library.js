/** What the page needs of the library; build.mjs makes messagerie.js of it. It shows what is wrong with a message, in every charset. */
import { useCharsets } from '../../src/codec/index.ts'
import { useChecks } from '../../src/index.ts'

useCharsets()
useChecks()

export { READINGS } from '../../src/defects/readings.ts'
export { ambiguities, compose, MessageSpecError, parse } from '../../src/index.ts'
export { splitMbox } from '../../src/store/index.ts'
