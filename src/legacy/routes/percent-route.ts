/** Reads routes by `%` inside a local part: each host turns the last `%` into an `@`. RFC 1123 §5.2.16, RFC 976 §2.4. */
import { writeLocalPart } from '../../field/address/addr-spec.js'

/** `user%host%gate`: gate, then host. */
export function splitPercent(local: string): { hops: string[]; user: string } {
  const [user = '', ...hosts] = local.split('%')
  return { hops: hosts.reverse(), user }
}

/** `user%host%gate@relay` of relay, gate, host. */
export function writePercent(hops: readonly string[], user: string): string {
  const names = hops.slice(1).reverse()
  return `${writeLocalPart([user, ...names].join('%'))}@${hops[0]}`
}
