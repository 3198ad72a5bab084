/** Law 8 on the later doors: time grows with the input, not faster. */
import { describe } from 'vitest'
import { LATER } from './doors.js'
import { grows } from './grows.js'

describe('later doors', () => grows(LATER))
