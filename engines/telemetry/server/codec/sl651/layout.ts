/** Where the fields of an SL 651 frame stand, in both modes: what the reading and the writing side have in common. */
import type { Sl651Message } from './message.ts';

export type Mode = Sl651Message['mode'];

/** Bytes of the header up to STX, and of what follows the body; an ASCII frame writes each byte as two digits. */
export const layout = {
  binary: { start: 2, unit: 1, header: 14, tail: 3 },
  ascii: { start: 1, unit: 2, header: 24, tail: 5 },
} as const;

export const soh = 0x01;
export const stx = 0x02;
export const syn = 0x16;
export const binaryMark = Buffer.from([0x7e, 0x7e]);
export const headerFields = 11;
export const longestBody = 0xfff;
export const packetFields = 3;

/** Four digits of serial, twelve of time, then words. */
export const asciiBody = /^([0-9A-Fa-f]{4})(\d{12})(?: ([!-~]+(?: [!-~]+)*))?$/;
