/** What a scanner keeps to work without a network: public keys, revoked serials, scenes, the city's time, and what it accepted meanwhile. */
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type contract from '../../contract.ts';

export interface Anchors {
  readonly given: OutputOf<typeof contract.routes.anchors>;
  /** This device's clock when they came. */
  readonly at: number;
}

export interface WaitingRecord {
  readonly code: string;
  readonly at: string;
}

const [anchorPlace, recordPlace, seenPlace] = ['city-code.anchors', 'city-code.records', 'city-code.seen'];
const mostRecords = 5000;
/** After this time a mark is refused by its minute alone. */
const rememberFor = 10 * 60_000;

function read<T>(place: string): T | undefined {
  try {
    const text = localStorage.getItem(place);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

function write(place: string, value: unknown): void {
  try {
    localStorage.setItem(place, JSON.stringify(value));
  } catch {
    // A full or closed store: the page works while it is open.
  }
}

export function readAnchors(): Anchors | undefined {
  return read<Anchors>(anchorPlace);
}

export function writeAnchors(anchors: Anchors): void {
  write(anchorPlace, anchors);
}

/** The city's time as well as it is known here. */
export function cityTime({ given, at }: Anchors): Date {
  return new Date(Date.now() + Date.parse(given.now) - at);
}

export function waitingRecords(): readonly WaitingRecord[] {
  return read<readonly WaitingRecord[]>(recordPlace) ?? [];
}

export function keepWaiting(records: readonly WaitingRecord[]): void {
  write(recordPlace, records.slice(-mostRecords));
}

/** True the first time only, for all windows of this device and after the page was closed and opened: serial and minute, no person. */
export function isFirstHere(serial: string, minute: number): boolean {
  const mark = `${serial}.${minute}`;
  const now = Date.now();
  const seen = read<Readonly<Record<string, number>>>(seenPlace) ?? {};
  if (Object.hasOwn(seen, mark)) return false;
  // A clock that was set back makes marks of the future: they are kept as long as those of now.
  const recent = Object.entries(seen).filter(([, at]) => Math.abs(now - at) < rememberFor);
  write(seenPlace, Object.fromEntries([...recent, [mark, now]]));
  return true;
}
