/** Defines what an address field holds: mailboxes, and groups of them. RFC 5322 §3.4, RFC 6854. */

/**
 * One mailbox (RFC 5322 §3.4). `local` is the local part without quoting, `domain` as it was written (compare it without case); both are
 * empty rather than absent. `address` is the addr-spec, with the local part in quotes where it needs them; it is empty where a name stands
 * without an address that can be read.
 */
export interface Mailbox {
  /** Tells a mailbox from a group. */
  readonly kind: 'mailbox'
  /**
   * Display name, decoded: the phrase, or where there is none the comments beside the address. Absent when there is neither. Only text:
   * never read an address out of it.
   */
  readonly name?: string
  /** The addr-spec, `local@domain`, the local part in quotes where it needs them. Empty where a name stands without an address that can be read. */
  readonly address: string
  /** The local part without quotes and backslashes. Empty where there is none. */
  readonly local: string
  /** The domain as it was written: compare it without regard to case. Empty where there is none. */
  readonly domain: string
  /** Domains of an obsolete source route, in order (RFC 5322 §4.4). For display only: the address does not need it. */
  readonly route?: readonly string[]
  /** Text of all comments, decoded, joined by spaces. */
  readonly comment?: string
  /** What the angles held where that is no address, as it stands, of at most 254 octets: `noreply@shop,example`. Only to be looked at. */
  readonly invalid?: string
}

/** A named group of mailboxes (RFC 5322 §3.4): `Team: ann@example.org, bob@example.org;`. */
export interface Group {
  /** Tells a group from a mailbox. */
  readonly kind: 'group'
  /** Its display name, decoded. */
  readonly name: string
  /** Its mailboxes, in order; may be empty, as in `undisclosed-recipients:;`. */
  readonly members: readonly Mailbox[]
}

/** Mailboxes and groups in order; `mailboxes` has the members of groups in their place. */
export interface AddressList extends ReadonlyArray<Mailbox | Group> {
  /** All mailboxes in order, those of groups in their place. */
  readonly mailboxes: readonly Mailbox[]
}

/**
 * Gives an array its `mailboxes`; not enumerable, so that the list compares and prints as a plain array. Without groups the list is that
 * itself. An array that a caller has frozen meanwhile stays its `mailboxes`, of a list that is a copy.
 */
export function addressList(items: (Mailbox | Group)[]): AddressList {
  const mailboxes = hasGroup(items) ? items.flatMap((item) => (item.kind === 'group' ? item.members : [item])) : items
  const list = Object.isExtensible(items) ? items : items.slice()
  return Object.defineProperty(list, 'mailboxes', { value: mailboxes }) as unknown as AddressList
}

export function hasGroup(items: readonly (Mailbox | Group)[]): boolean {
  for (let i = 0; i < items.length; i++) if (items[i]!.kind === 'group') return true
  return false
}

/** What an absent field gives. */
export const NO_ADDRESSES: AddressList = /* @__PURE__ */ Object.freeze(addressList([]))
