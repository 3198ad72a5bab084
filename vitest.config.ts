import { atStart } from './build-start.mjs'

/** A limit that a loaded machine keeps: tests that measure time have limits of their own. Charsets and checks are there as in programs of Node. */
export default { plugins: [atStart(false)], test: { testTimeout: 60_000, hookTimeout: 60_000 } }
