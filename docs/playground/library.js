/** What the page needs of the library; build.mjs makes messagerie.js of it. */
export { READINGS } from '../../src/defects/readings.ts'
export { ambiguities, compose, MessageSpecError, parse } from '../../src/index.ts'
export { splitMbox } from '../../src/store/index.ts'
