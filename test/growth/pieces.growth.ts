/** Law 8 on octets in pieces: time grows with their number, not faster. */
import { describe } from 'vitest'
import { grows } from './grows.js'
import { PIECES } from './pieces.js'

describe('octets in pieces', () => grows(PIECES))
