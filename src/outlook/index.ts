/** The door `messagerie/outlook`: message files of Outlook read as messages. No sockets, no files. MS-OXMSG. */
export type { LegacyOptions } from '../legacy/files/found.js'
export type { MsgDefect } from './msg-defects.js'
export type { MsgProperty, MsgValue } from './msg-properties.js'
export { type MsgFile, readMsg } from './read-msg.js'
