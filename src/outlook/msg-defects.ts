/** Defines the defects of .msg files. They are no defects of messages: the octets are those of another format. No RFC; MS-OXMSG. */
import type { Budget } from '../legacy/files/found.js'

/** What is wrong with a file, or is not carried over. */
export interface MsgDefect {
  /**
   * - `invalid`: not of the form; `message` says what.
   * - `truncated`, `missing`: something that is declared and not there.
   * - `too-many`, `too-deep`: over a limit; the rest is not read.
   * - `no-address`: somebody without an Internet address: the address that is written encapsulates another (`IMCEAEX-…@invalid`).
   * - `by-reference`: an attachment that is a path or a link, not a content.
   * - `damaged-rtf`: the RTF body is not what its checksum and size say.
   */
  readonly code:
    | 'invalid'
    | 'truncated'
    | 'missing'
    | 'too-many'
    | 'too-deep'
    | 'no-address'
    | 'by-reference'
    | 'damaged-rtf'
  /** Storages down to where it is, as `__attach_version1.0_#00000000/__substg1.0_3701000d`; '' for the file. */
  readonly path: string
  /** What is wrong, in words. */
  readonly message: string
}

/** Which names the ids above 7FFF stand for. */
export type MsgNames = ReadonlyMap<number, { readonly name: string; readonly set: string }>

/** Defects kept. */
const MAX_DEFECTS = 200

/** What one file shares over its embedded messages. */
export interface MsgContext {
  readonly names: MsgNames
  readonly budget: Budget
  readonly defects: MsgDefect[]
}

export function complainAt(context: MsgContext, path: string): (code: MsgDefect['code'], message: string) => void {
  return (code, message) => {
    if (context.defects.length < MAX_DEFECTS) context.defects.push({ code, path, message })
  }
}
