/** Row ids for a whole import: UUID version 7 (RFC 9562 §5.7) in the order of the rows, made without a call to the system for each. */
import { randomFillSync } from 'node:crypto';

const poolRows = 1024;

export function batchIds(start: number): () => string {
  const pool = Buffer.alloc(poolRows * 8);
  let made = 0;
  let random = '';
  let prefix = '';
  let prefixOf = -1;
  return function nextBatchId() {
    const slot = made % poolRows;
    if (slot === 0) random = randomFillSync(pool).toString('hex');
    // 4096 ids a millisecond; a large file runs some milliseconds ahead of the clock, which hurts nobody.
    const millisecond = start + (made >> 12);
    if (millisecond !== prefixOf) {
      const time = millisecond.toString(16).padStart(12, '0');
      prefix = `${time.slice(0, 8)}-${time.slice(8)}-7`;
      prefixOf = millisecond;
    }
    const counter = (made & 0xfff).toString(16).padStart(3, '0');
    const tail = random.slice(slot * 16, slot * 16 + 15);
    made += 1;
    return `${prefix}${counter}-a${tail.slice(0, 3)}-${tail.slice(3)}`;
  };
}
