/**
 * The door `messagerie/outlook`. Turns `.msg` files of Outlook into messages. MS-OXMSG.
 * @module
 */
export type { LegacyOptions } from '../legacy/files/found.js'
export type { MsgDefect } from './msg-defects.js'
export type { MsgProperty, MsgValue } from './msg-properties.js'
export { type MsgFile, readMsg } from './read-msg.js'
