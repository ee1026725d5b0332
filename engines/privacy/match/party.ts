/**
 * The asking party's side of a match: everything that touches its list. Runs in its own browser or Node and sends nothing by itself. One key
 * serves a whole project, so that the city can hold the lists of two runs against each other without seeing either (docs/decisions/024).
 */
import { hashToPoint, joinPoints, pointBytes, splitPoints, wholePoint } from './point.ts';
import { paddedSize, shuffled } from './shuffle.ts';

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;
/** Points raised at once: enough to keep the machine's threads busy, few enough that a page goes on moving (20 ms of hashing). */
const together = 64;

export interface PartyKey {
  /** Not extractable: a page can use it and never read it. */
  readonly secret: CryptoKey;
  /** x of a·G: what the project binds this key by. */
  readonly commitment: Uint8Array;
}

export async function makePartyKey(): Promise<PartyKey> {
  const pair = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const whole = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { secret: pair.privateKey, commitment: whole.slice(1, 1 + pointBytes) };
}

async function raise(secret: CryptoKey, x: Uint8Array): Promise<Uint8Array> {
  const whole = wholePoint(x);
  if (whole === undefined) throw new Error('match: not a point of the curve');
  const point = await crypto.subtle.importKey('raw', new Uint8Array(whole), curve, false, []);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: 'ECDH', public: point }, secret, pointBytes * 8),
  );
}

export interface Watch {
  readonly progress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal;
}

async function inTurns<T>(
  list: readonly T[],
  one: (item: T) => Promise<Uint8Array>,
  { progress, signal }: Watch,
): Promise<readonly Uint8Array[]> {
  const made: Uint8Array[] = [];
  for (let at = 0; at < list.length; at += together) {
    signal?.throwIfAborted();
    made.push(...(await Promise.all(list.slice(at, at + together).map(one))));
    progress?.(made.length, list.length);
  }
  return made;
}

export interface Blinded {
  readonly points: Uint8Array;
  /** Which place of the list stands at each place of the points; undefined where nothing but padding stands. Stays here. */
  readonly places: readonly (number | undefined)[];
}

/** H(x)^a of every key in a new order, filled up to whole steps with points that belong to nobody. `keys` are normal and different. */
export async function blindKeys(
  given: {
    readonly key: PartyKey;
    readonly scope: string;
    readonly keys: readonly string[];
    readonly step: number;
  },
  watch: Watch = {},
): Promise<Blinded> {
  const { key, scope, keys, step } = given;
  const all: (number | undefined)[] = keys.map((_, index) => index);
  while (all.length < paddedSize(keys.length, step)) all.push(undefined);
  const places = shuffled(all);
  const points = await inTurns(
    places,
    (place) =>
      raise(key.secret, hashToPoint(scope, place === undefined ? crypto.randomUUID() : (keys[place] ?? ''))),
    watch,
  );
  return { points: joinPoints(points), places };
}

/** (H(y)^b)^a of all that the city offers, in a new order: from here on nobody can say which was which. */
export async function raiseOffer(key: PartyKey, offer: Uint8Array, watch: Watch = {}): Promise<Uint8Array> {
  const points = splitPoints(offer);
  if (points === undefined) throw new Error('match: a part of a point');
  return joinPoints(await inTurns(shuffled(points), (point) => raise(key.secret, point), watch));
}

/** The keys behind the places that the city let go. */
export function keysAt(
  blinded: Pick<Blinded, 'places'>,
  keys: readonly string[],
  found: readonly number[],
): readonly string[] {
  return found.flatMap((at) => {
    const place = blinded.places[at];
    const key = place === undefined ? undefined : keys[place];
    return key === undefined ? [] : [key];
  });
}
