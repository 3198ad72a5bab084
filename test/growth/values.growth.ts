/** Law 8 on values: time grows with the value of a field, not faster. */
import { describe } from 'vitest'
import { FIELDS } from './fields.js'
import { grows } from './grows.js'

describe('values', () => grows(FIELDS))
