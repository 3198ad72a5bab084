/**
 * The scaling attacks: input shapes that grow with n and have to cost linear time.
 *
 * Without dependencies, because the tests and the benchmark both build their hostile input here.
 */

import type { Shape } from './parts.js'
import { BODY, HEADER, HTML, STRUCTURE } from './shapes-message.js'
import { ADDRESS, DATE, PARAM, UNSTRUCTURED } from './shapes-value.js'

export type { Shape } from './parts.js'

export const SHAPES: readonly Shape[] = [
  ...STRUCTURE,
  ...HEADER,
  ...UNSTRUCTURED,
  ...ADDRESS,
  ...PARAM,
  ...DATE,
  ...BODY,
  ...HTML,
]
