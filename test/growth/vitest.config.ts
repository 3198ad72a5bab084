/** The tests that measure: one after the other, so that they do not disturb each other. `npm run check:growth`, FULL=1 for all sizes. */
export default {
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/growth/**/*.growth.ts'],
    fileParallelism: false,
    // What looks wrong is looked at again: growth that is real fails each time.
    retry: 2,
    testTimeout: 120_000,
  },
}
