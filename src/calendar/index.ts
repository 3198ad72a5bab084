/** The door `messagerie/calendar`: calendar mail, what is asked of whom. No sockets, no time zones. RFC 6047, RFC 5546, RFC 5545. */
export { type CalendarItem, type CalendarPerson, type CalendarTime, type ItipPart, itip } from './itip.js'
