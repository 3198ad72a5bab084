/** Law 8 on what is composed, stored, or older than MIME: time grows with the input, not faster. */
import { describe } from 'vitest'
import { grows } from './grows.js'
import { LISTS } from './lists.js'

describe('lists, stores, older forms', () => grows(LISTS))
