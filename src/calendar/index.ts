/**
 * The door `messagerie/calendar`. Reads invitations, answers and cancellations. It computes no time zones. RFC 6047, RFC 5546, RFC 5545.
 * @module
 */
export { type CalendarItem, type CalendarPerson, type CalendarTime, type ItipPart, itip } from './itip.js'
