/**
 * What `util.inspect` shows of a message: lines of text in the files for Node (build-start.mjs). In modules for bundlers the object itself, since browsers
 * do not ask.
 */

/** The method that Node asks; the symbol is registered, so that nothing of Node is imported. */
export const INSPECT: unique symbol = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom') as never

export function inspected(value: object): unknown {
  return value
}
