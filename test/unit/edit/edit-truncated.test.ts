/** Edits where a header section holds nothing but lines that are no fields, or where the input ends in it (RFC 5322 §2.2). */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/message/parse.js'

describe('fields added to a message in a message', () => {
  it('does not run into the line that the outer section ended in', () => {
    const message = parse('Content-Type:message/rfc822')
    message.message!.headers.append('X-Added', 'here')
    expect(message.toString()).toBe('Content-Type:message/rfc822\r\n\r\nX-Added: here\r\n')
    expect(parse(message.toBytes()).message!.headers.get('x-added')).toBe('here')
  })

  it('a line end that is there is kept', () => {
    const message = parse('Content-Type: message/rfc822\n')
    message.message!.headers.append('X-Added', 'here')
    expect(message.toString()).toBe('Content-Type: message/rfc822\n\nX-Added: here\n')
  })
})

it('a field put on top does not take a leading continuation for its own', () => {
  const message = parse(' no field\nnor this\n\nbody')
  message.headers.prepend('X-Added', 'here')
  expect(message.toString()).toBe(' no field\nnor this\nX-Added: here\n\nbody')
  expect(parse(message.toBytes()).headers.get('x-added')).toBe('here')
})
