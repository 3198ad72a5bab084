/** Lists top-level names that stand for a network: gateways know them, DNS does not. No RFC (RFC 1123 §5.3.7.6). */

/** Name, in lower case, and the network. */
export const PSEUDO_DOMAINS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['bitnet', 'BITNET'],
  ['csnet', 'CSNET'],
  ['decnet', 'DECnet'],
  ['earn', 'EARN'],
  ['fidonet', 'FidoNet'],
  ['hepnet', 'HEPnet'],
  ['janet', 'JANET'],
  ['junet', 'JUNET'],
  ['mailnet', 'Mailnet'],
  ['mfenet', 'MFENET'],
  ['netnorth', 'NetNorth'],
  ['span', 'SPAN'],
  ['uucp', 'UUCP'],
  ['vnet', 'VNET'],
  ['x400', 'X.400'],
])

/** The network that a host name ends with, if it is one. */
export function networkOf(host: string): string | undefined {
  return PSEUDO_DOMAINS.get(host.slice(host.lastIndexOf('.') + 1).toLowerCase())
}
