/** Starts a measuring process and reads the JSON that it prints; a slow one is ended, so that it cannot hang the run. */

import { spawn } from 'node:child_process'

/** `{ ...answer }`, `{ timeout: ms }` or `{ error: text }`. `onLine` receives each line as it comes, for processes that answer many times; until the first line `startTimeout` holds. */
export function child(command, args, { timeout, onLine, startTimeout = timeout } = {}) {
  return new Promise((resolve) => {
    const running = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let problems = ''
    let timer
    let late = false
    const arm = (limit) => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        late = true
        running.kill('SIGKILL')
      }, limit)
    }
    arm(startTimeout)
    running.stdout.on('data', (data) => {
      out += data
      if (!onLine) return
      arm(timeout)
      const lines = out.split('\n')
      out = lines.pop()
      for (const line of lines) onLine(line)
    })
    running.stderr.on('data', (data) => {
      problems += data
    })
    running.on('error', (error) => {
      clearTimeout(timer)
      resolve({ error: error.message })
    })
    running.on('close', (code) => {
      clearTimeout(timer)
      if (late) resolve({ timeout })
      else if (code !== 0) resolve({ error: lastWords(problems) })
      else resolve(onLine ? {} : JSON.parse(out))
    })
  })
}

const lastWords = (text) => (/^\w*Error.*$/m.exec(text)?.[0] ?? text.trim().split('\n').at(-1) ?? '').slice(0, 120)

export const node = (script, args, options) =>
  child(process.execPath, ['--expose-gc', '--no-warnings', script, ...args], options)
