/** What has come so far, told a few times a second: a person who waits sees it move. */
import type { Reading } from './received.ts';

const everyMilliseconds = 400;
/** Receiving fills this part of the bar. */
const [begin, end] = [0.05, 0.5];
/** Where nobody knows how much will come, this many bytes are half of the way. */
const halfBytes = 50 * 1_048_576;

export interface Came {
  readonly bytes: number;
  readonly rows?: number;
  /** Rows or bytes that will come, where that is known. */
  readonly of?: number | undefined;
}

function shareOf({ bytes, rows, of }: Came): number {
  if (of !== undefined && of > 0) return Math.min(1, (rows ?? bytes) / of);
  return bytes / (bytes + halfBytes);
}

export function tellProgress(reading: Pick<Reading, 'progress'>): (came: Came) => void {
  let next = 0;
  return (came) => {
    const now = Date.now();
    if (now < next) return;
    next = now + everyMilliseconds;
    const size = `${(came.bytes / 1_048_576).toFixed(1)} MB`;
    const words = came.rows === undefined ? `已接收${size}` : `已接收${came.rows}行，${size}`;
    // Nobody waits for a message about progress, and the load does not fail by it.
    void reading.progress(begin + shareOf(came) * (end - begin), words).catch(() => undefined);
  };
}
