/** Reads Auto-Submitted: whether a program wrote the message. RFC 3834 §5. */
import { ignore, type Report } from '../../defects/defect.js'
import { DEFAULT_LIMITS, type Limits } from '../../defects/limits.js'
import { formatParameterized, type Parameterized, readParameterized } from '../mime/disposition.js'
import { toOctets } from '../octets.js'

/** `value` in lower case: `no`, `auto-generated`, `auto-replied`, or an extension, which counts as not `no`. */
export function readAutoSubmitted(
  octets: string,
  report: Report,
  limits: Pick<Limits, 'maxParameters'> = DEFAULT_LIMITS,
): Parameterized {
  const { value, params } = readParameterized(octets, report, limits)
  return { value: value.toLowerCase(), params }
}

/** As `readAutoSubmitted`, for text or bytes and without defects. */
export function parseAutoSubmitted(value: string | Uint8Array): Parameterized {
  return readAutoSubmitted(toOctets(value), ignore)
}

/** @throws TypeError for a keyword that is no token and for parameters that cannot be written */
export const formatAutoSubmitted = formatParameterized
