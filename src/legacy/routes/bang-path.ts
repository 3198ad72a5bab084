/** Reads paths from the left: UUCP `a!b!user` and DECnet `a::b::user`. RFC 976 §2, RFC 1036 §2.1.6. */
import { quote } from '../../field/address/addr-spec.js'

/** The hosts to go through in order, and what the last of them is given. */
export function splitPath(local: string): { hops: string[]; rest: string; bang: boolean; decnet: boolean } {
  const hops = local.split(/!|::/)
  const rest = hops.pop()!
  return { hops, rest, bang: local.indexOf('!') !== -1, decnet: local.indexOf('::') !== -1 }
}

/** `a!b!user`, or with `::` for `!`. A user that is more than a word stands in quotes. */
export function writePath(hops: readonly string[], user: string, separator: '!' | '::'): string {
  return [...hops, /[\s"\\]/.test(user) ? quote(user) : user].join(separator)
}
