/** CNS 11643 as RFC 1922 lists it, cell by cell, held against the packed planes. */
import { describe, expect, it } from 'vitest'
import { Cns } from '../../../src/charset/cns.js'
import type { DoubleByteCodec } from '../../../src/charset/double-byte.js'

/** Runs `first Big5 code`-`last`:`first CNS code`, from RFC 1922 A.1, A.2, A.4 and A.5. */
const PLANE_1 =
  'A140-A1F5:2121 A1F6:2258 A1F7:2257 A1F8-A2AE:2259 A2AF-A3BF:2421 A3C0-A3E0:4221 A440-ACFD:4421 ' +
  'ACFE:5753 AD40-AFCF:5323 AFD0-BBC7:5754 BBC8-BE51:6B51 BE52:6B50 BE53-C1AA:6F5C C1AB-C2CA:7536 ' +
  'C2CB:7535 C2CC-C360:7737 C361-C3B8:782E C3B9:7865 C3BA:7864 C3BB-C455:7866 C456:782D C457-C67E:7962 ' +
  'C6A1-C6BE:2621 C6BF:2723 C6C0:2724 C6C1:2726 C6C2:2728 C6C3:272D C6C4:272E C6C5:272F C6C6:2734 ' +
  'C6C7:2737 C6C8:273A C6C9:273C C6CA:2742 C6CB:2747 C6CC:274E C6CD:2753 C6CE:2754 C6CF:2755 C6D0:2759 ' +
  'C6D1:275A C6D2:2761 C6D3:2766 C6D4:2829 C6D5:282A C6D6:2863 C6D7:286C'

/** From RFC 1922 A.3. */
const PLANE_2 =
  'C940-C949:2121 C94B-C96B:212B C96C-C9BD:214D C9BE:214C C9BF-C9EC:217D C9ED-CAF6:224E CAF7:224D ' +
  'CAF8-D779:2439 D77A:3F6A D77B-DBA6:387E DBA7-DDFB:3F6B DDFC:4176 DDFD-E8A2:4424 E8A3-E975:554C ' +
  'E976-EB5A:5723 EB5B-EBF0:5A29 EBF1:554B EBF2-ECDD:5B3F ECDE:5722 ECDF-EDA9:5C6A EDAA-EEEA:5D75 ' +
  'EEEB:642F EEEC-F055:6039 F056:5D74 F057-F0CA:6243 F0CB:5A28 F0CC-F162:6337 F163-F16A:6430 F16B:6761 ' +
  'F16C-F267:6438 F268:6934 F269-F2C2:6573 F2C3-F374:664E F375-F465:6762 F466-F4B4:6935 F4B5:664D ' +
  'F4B6-F4FC:6962 F4FD-F662:6A4C F663:6A4B F664-F976:6C52 F977-F9C3:7167 F9C4:7166 F9C5:7234 F9C6:7240 ' +
  'F9C7-F9D1:7235 F9D2-F9D5:7241'

/** Gives the code itself, so that a cell shows which code of Big5 it has. */
const big5 = { tables: { pair: (lead: number, trail: number) => (lead << 8) | trail } } as unknown as DoubleByteCodec

/** Code of Big5 by row and column. */
function expected(runs: string): Map<number, number> {
  const cells = new Map<number, number>()
  for (const run of runs.split(' ')) {
    const [codes, target] = run.split(':') as [string, string]
    const [first, last] = codes.split('-') as [string, string | undefined]
    let cns = Number.parseInt(target, 16)
    for (let code = Number.parseInt(first, 16); code <= Number.parseInt(last ?? first, 16); code++) {
      const trail = code & 0xff
      if (!((trail >= 0x40 && trail <= 0x7e) || (trail >= 0xa1 && trail <= 0xfe))) continue
      cells.set(cns, code)
      cns += (cns & 0xff) === 0x7e ? 0xa3 : 1
    }
  }
  return cells
}

describe('CNS 11643', () => {
  it.each([
    [1, PLANE_1],
    [2, PLANE_2],
  ])('plane %i is that of RFC 1922', (number, runs) => {
    const cns = new Cns(big5)
    const wanted = expected(runs)
    for (let row = 0x21; row <= 0x7e; row++) {
      for (let column = 0x21; column <= 0x7e; column++) {
        const cell = cns.cell(number, row, column)
        if (cell !== (wanted.get((row << 8) | column) ?? 0)) throw new Error(`${number} ${row} ${column}: ${cell}`)
      }
    }
    expect(wanted.size).toBeGreaterThan(5000)
  })
})
