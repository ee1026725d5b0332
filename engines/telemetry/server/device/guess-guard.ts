/**
 * Slows the guessing of one device's secret from one network: after some wrong ones each further try from there must wait, twice as long
 * each time. Whoever guesses from elsewhere shuts himself out and never the device.
 */
import { isIPv6 } from 'node:net';

interface Wrong {
  readonly times: number;
  /** Milliseconds; before it no secret is looked at. */
  readonly until: number;
}

export interface GuessBounds {
  /** Wrong secrets in a row, for one device from one network, that cost nothing. */
  readonly tries: number;
  /** First wait, milliseconds; it doubles up to an hour. */
  readonly wait: number;
}

const longest = 3_600_000;
/** A long waiting list is what an attacker who tries many names would make. */
const mostKept = 100_000;

/** An IPv6 caller has a whole /64 to choose addresses from (RFC 6177); an IPv4 one wrapped into IPv6 is the same caller. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = (plain.split('%')[0] ?? '').split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  const words = [...first, ...Array.from({ length: zeros }, () => '0'), ...last];
  return words
    .slice(0, 4)
    .map((word) => Number.parseInt(word, 16).toString(16))
    .join(':');
}

function keyOf(device: string, from: string): string {
  return `${device} ${networkOf(from)}`;
}

export class GuessGuard {
  readonly #wrong = new Map<string, Wrong>();

  mayTry(device: string, from: string, now: number): boolean {
    return (this.#wrong.get(keyOf(device, from))?.until ?? 0) <= now;
  }

  failed(device: string, from: string, now: number, { tries, wait }: GuessBounds): void {
    const key = keyOf(device, from);
    const times = (this.#wrong.get(key)?.times ?? 0) + 1;
    const over = times - tries;
    const until = over < 0 ? 0 : now + Math.min(longest, wait * 2 ** Math.min(over, 20));
    this.#wrong.delete(key);
    const [oldest] = this.#wrong.keys();
    if (oldest !== undefined && this.#wrong.size >= mostKept) this.#wrong.delete(oldest);
    this.#wrong.set(key, { times, until });
  }

  passed(device: string, from: string): void {
    this.#wrong.delete(keyOf(device, from));
  }
}
