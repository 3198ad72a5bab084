/** A limit that a loaded machine keeps: tests that measure time have limits of their own. */
export default { test: { testTimeout: 60_000, hookTimeout: 60_000 } }
