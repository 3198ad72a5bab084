/** Writes an input to a folder once (the messages one after the other) with what the workers need to know beside it. */

import { writeFileSync } from 'node:fs'
import path from 'node:path'

export function storeInput(folder, input, scale, seed, draw = 0) {
  const { messages, facts, shape } = input.make(scale, seed, draw)
  const file = path.join(folder, `${input.id}.eml`)
  const sizes = messages.map((message) => message.length)
  writeFileSync(file, messages.length === 1 ? messages[0] : Buffer.concat(messages))
  const plan = {
    id: input.id,
    title: input.title,
    shape,
    sizes,
    check: input.check,
    mbox: input.mbox ?? false,
    expect: facts.end(),
  }
  writeFileSync(`${file}.json`, JSON.stringify(plan))
  return { file, plan }
}
