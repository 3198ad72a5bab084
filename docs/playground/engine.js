/** The page's side of the worker: a request is a promise. */

/**
 * The worker starts from a blob: URL, because such a worker inherits the policy of the page, `connect-src 'none'` included; one that starts from
 * its own file would have none.
 */
function start() {
  const address = new URL('./worker.js', import.meta.url).href
  const blob = new Blob([`import ${JSON.stringify(address)}`], { type: 'text/javascript' })
  const url = URL.createObjectURL(blob)
  const policy = globalThis.trustedTypes?.createPolicy('worker', { createScriptURL: () => url })
  return new Worker(policy === undefined ? url : policy.createScriptURL(''), { type: 'module', name: 'messagerie' })
}

const worker = start()
const waiting = new Map()
let last = 0

worker.addEventListener('message', ({ data: { id, result, error } }) => {
  const { resolve, reject } = waiting.get(id)
  waiting.delete(id)
  if (error === undefined) resolve(result)
  else reject(new Error(error))
})
worker.addEventListener('error', (event) => {
  const reason = new Error(
    event.message || 'the worker did not load: run docs/playground/build.mjs, and serve the folder over HTTP',
  )
  for (const { reject } of waiting.values()) reject(reason)
  waiting.clear()
})

/**
 * @param given { generation: that of the message that is meant, … }
 * @returns the answer; undefined where the worker holds another message by now
 */
export function ask(operation, given = {}) {
  const id = ++last
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    worker.postMessage({ id, operation, given })
  })
}
