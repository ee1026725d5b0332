/** The three 16-bit cyclic redundancy checks of the device protocols, each by a table of 256 steps. */

/** Eight shifts to the right of each byte, polynomial 0xA001 (0x8005 reflected). */
const reflected = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  return crc;
});

/** Eight shifts to the left of each byte, polynomial 0x1021. */
const forward = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
  return crc & 0xffff;
});

/**
 * HJ 212-2017 annex A. Called "ANSI CRC16" there, but no Modbus: the LOW byte of the register is dropped and its high byte
 * combined with the next byte before the eight shifts. '…&&RtdInterval=30&&' of the standard gives 1C80.
 */
export function crc16Hj212(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = 0xffff;
  for (let at = from; at < to; at += 1) crc = reflected[(crc >> 8) ^ (bytes[at] ?? 0)] ?? 0;
  return crc;
}

/** CRC-16/MODBUS, as SL 651-2014 asks for: start 0xFFFF, '123456789' gives 4B37. */
export function crc16Modbus(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = 0xffff;
  for (let at = from; at < to; at += 1) crc = (crc >> 8) ^ (reflected[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return crc;
}

/** CRC-16/CCITT-FALSE, as JT/T 809 asks for: start 0xFFFF, '123456789' gives 29B1. */
export function crc16Ccitt(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = 0xffff;
  for (let at = from; at < to; at += 1)
    crc = ((crc << 8) & 0xffff) ^ (forward[(crc >> 8) ^ (bytes[at] ?? 0)] ?? 0);
  return crc;
}
