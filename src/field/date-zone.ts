/** Reads zones of dates: numbers, the names of RFC 5322 §4.3, both, and what is neither. RFC 5322 §3.3, RFC 5256 §2.2. */

/** What a zone says. */
interface Zone {
  /** Minutes east of UTC; undefined for -0000 and what is not known. */
  readonly minutes: number | undefined
  /** The zone is valid, but not in the form of RFC 5322 §3.3. */
  readonly obsolete: boolean
  /** The zone fits no grammar, not even that of RFC 5322 §4.3: a name that nobody defined, two signs, three digits, minutes over 59. */
  readonly odd: boolean
}

/** Zones of North America that RFC 5322 §4.3 defines, from the east: EDT is -0400, PST -0800. */
const AMERICAN = /^([ECMP])([DS])T$/
const UNIVERSAL = /^(?:UTC?|GMT|Z)$/

/**
 * Minutes of the zones that RFC 5322 §4.3 defines. Every other name means -0000 there, the military letters except Z too: RFC 822 got
 * their signs wrong, so nobody can tell what a sender meant.
 */
function minutesOf(name: string): number | undefined {
  const zone = AMERICAN.exec(name)
  if (zone !== null) return -60 * (4 + 'ECMP'.indexOf(zone[1]!) + 'DS'.indexOf(zone[2]!))
  return UNIVERSAL.test(name) ? 0 : undefined
}

/** Hours and minutes of a zone; three digits are one of hours. */
const NUMERIC_ZONE = /^([+-])?(\d{1,2}):?(\d\d)$/
/** Behind a name the minutes may be missing: `GMT+2`. */
const OFFSET = /^([+-])(\d{1,2})(?::?(\d\d))?$/
const NAME = /^[A-Za-z]+$/
/** `GMT+0200` */
const NAME_OFFSET = /^[A-Za-z]+([+-][0-9:]+)$/
/** Military zones of one letter, which mean -0000 (RFC 5322 §4.3). */
const MILITARY = /^[A-IK-Z]$/i

/** Is it a sign with an offset, as it may stand behind a name? */
export function isOffset(token: string): boolean {
  return OFFSET.test(token)
}

/**
 * Reads the token of a zone.
 * @param iso the day is in the form of ISO 8601, in which an offset may be hours alone
 * @param behind gives the offset that follows a name, '' without one
 */
export function zoneOf(token: string, iso: boolean, behind: () => string): Zone {
  const numeric = NUMERIC_ZONE.exec(token) ?? (iso ? OFFSET.exec(token) : null)
  // QUIRK(RFC 5322 §3.3): no sign counts as plus. Sent by: scripts that print "0000".
  if (numeric !== null)
    return offsetOf(numeric, token.length !== 5 || numeric[1] === undefined || token.indexOf(':') !== -1)
  const glued = NAME_OFFSET.exec(token)?.[1]
  if (glued === undefined && !NAME.test(token)) return { minutes: undefined, obsolete: true, odd: true }
  const offset = OFFSET.exec(glued ?? behind())
  if (offset !== null) return offsetOf(offset, true)
  const minutes = minutesOf(token.toUpperCase())
  return { minutes, obsolete: true, odd: minutes === undefined && !MILITARY.test(token) }
}

/** Sign, hours and minutes. -0000 says that the zone is not known (RFC 5322 §3.3). */
function offsetOf([zone, sign, hours, minutes = '00']: RegExpExecArray, obsolete: boolean): Zone {
  const offset = Number(hours) * 60 + Number(minutes)
  const digits = zone.replace(/[+-]/, '').length
  return {
    minutes: sign !== '-' ? offset : offset === 0 ? undefined : -offset,
    obsolete,
    odd: Number(minutes) > 59 || (digits === 3 && zone.indexOf(':') === -1),
  }
}
