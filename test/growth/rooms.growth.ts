/** Law 8 on the shapes of single rooms: time grows with the input, not faster. */
import { describe } from 'vitest'
import { grows } from './grows.js'
import { ROOMS } from './rooms.js'

describe('rooms', () => grows(ROOMS))
