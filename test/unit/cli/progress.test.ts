/** Progress on a terminal, and silence elsewhere. */
import { describe, expect, it } from 'vitest'
import { Progress } from '../../../src/cli/progress.js'

function terminal(isTTY: boolean) {
  const written: string[] = []
  return { written, stream: { isTTY, columns: 80, write: (text: string) => written.push(text) } }
}

describe('Progress', () => {
  it('draws a bar, not more than ten times a second, and takes it away', () => {
    const { written, stream } = terminal(true)
    let now = 0
    const progress = new Progress('octets', 200, stream, () => now)
    progress.add(10)
    expect(written).toEqual([])
    now = 301
    progress.add(90)
    now = 350
    progress.add(50)
    now = 450
    progress.add(50)
    progress.end()
    expect(written.map((text) => text.replace('\r\u001b[K', ''))).toEqual([
      '[###############...............]  50 % octets 100',
      '[##############################] 100 % octets 200',
      '',
    ])
  })

  it('tells what is done where the end is not known', () => {
    const { written, stream } = terminal(true)
    let now = 0
    const progress = new Progress('files', undefined, stream, () => now)
    now = 1000
    progress.add(1500)
    expect(written).toEqual(['\r\u001b[Kfiles 1,500'])
  })

  it('writes nothing where there is no terminal', () => {
    const { written, stream } = terminal(false)
    let now = 0
    const progress = new Progress('files', 10, stream, () => now)
    now = 1000
    progress.add(10)
    progress.end()
    expect(written).toEqual([])
  })
})
