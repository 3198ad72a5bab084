import { atStart } from '../../build-start.mjs'

/** The tests that measure: one after the other, so that they do not disturb each other. `npm run check:growth`, FULL=1 for all sizes. */
export default {
  plugins: [atStart(false)],
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/growth/**/*.growth.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    // The collector works in the thread whose time is taken, and in a nursery that holds what a quick round makes: its helpers' time, and the
    // step where a nursery runs over, say nothing about growth.
    execArgv: ['--single-threaded-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'],
  },
}
