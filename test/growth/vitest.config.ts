/** The tests that measure: one after the other, so that they do not disturb each other. `npm run check:growth`, FULL=1 for all sizes. */
export default {
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/growth/**/*.growth.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
  },
}
