/** `messagerie trace`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { trace } from '../../../src/cli/trace.js'
import { run } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'messagerie-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('messagerie trace', () => {
  it('prints the way', () => {
    const file = join(folder, 'a.eml')
    writeFileSync(
      file,
      'Return-Path: <x@y.org>\nReceived: from b.org by c.org with ESMTP; Mon, 1 Jan 2024 00:05:00 +0000\nReceived: from a.org ([192.0.2.1]) by b.org; Mon, 1 Jan 2024 00:02:00 +0000\n\n',
    )
    const { code, text } = run(trace, [file])
    expect(code).toBe(0)
    expect(text).toBe(
      '  1  2024-01-01T00:02:00+00:00  a.org [192.0.2.1] → b.org\n' +
        '  2  2024-01-01T00:05:00+00:00  b.org → c.org (ESMTP) +180 s\nReturn-Path: <x@y.org>\n',
    )
    expect(JSON.parse(run(trace, [file], { json: true }).text).loop.is).toBe('none')
  })

  it('says that there is no trace', () => {
    const file = join(folder, 'none.eml')
    writeFileSync(file, 'Subject: x\n\n')
    expect(run(trace, [file])).toEqual({
      code: 0,
      text: 'no Received field: the message passed no host, or its trace was removed\n',
    })
  })

  it('ends with 1 for a loop', () => {
    const file = join(folder, 'b.eml')
    writeFileSync(file, 'Delivered-To: a@b.org\nDelivered-To: a@b.org\n\n')
    const { code, text } = run(trace, [file])
    expect(code).toBe(1)
    expect(text).toContain('loop: certain (delivered 2 times to a@b.org)')
  })
})
