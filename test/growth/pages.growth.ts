/** Law 8 on HTML, on what an author wrote, and on Email objects: time grows with the input, not faster. */
import { describe } from 'vitest'
import { grows } from './grows.js'
import { PAGES } from './pages.js'

describe('pages, Email objects', () => grows(PAGES))
