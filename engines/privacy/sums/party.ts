/**
 * A department's side of a sum: everything that touches its numbers. Runs in its own browser or Node and sends nothing by itself. Pairwise masks
 * as Bonawitz et al. 2017 (CCS, section 4.0: no drop-out recovery), one-time keys for each attempt (docs/decisions/033).
 */
import { fromHex, pointBytes, pointName, wholePoint } from '../match/point.ts';
import { addLanes, laneBytes, largestLane, toLanes } from './ring.ts';
import { type Roster, rosterDigest } from './roster.ts';

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;
/** Of two parties each knows the other's number from the sum: no setting may go below this. */
export const fewestParties = 3;
/** Every party adds 1 in a lane of its own: a sum whose masks did not cancel shows another number of parties. */
const checkLane = 1n;
const text = (value: string) => new TextEncoder().encode(value);

export interface SumKey {
  /** Not extractable: a page can use it and never read it. */
  readonly secret: CryptoKey;
  /** x of the point, 64 hexadecimal digits. */
  readonly key: string;
}

/** For one attempt only: two vectors under the same masks would give away their difference. */
export async function makeSumKey(): Promise<SumKey> {
  const pair = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const whole = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { secret: pair.privateKey, key: pointName(whole.slice(1, 1 + pointBytes)) };
}

/** Why these numbers must not be masked. */
export class SumProblem extends Error {
  readonly why: 'own-key' | 'few' | 'repeated' | 'range' | 'columns' | 'key';
  constructor(why: SumProblem['why']) {
    super(`sum: ${why}`);
    this.why = why;
  }
}

/** What a party looks at itself and takes nobody's word for. */
function checkRoster(given: Given): void {
  const { roster, party, own, values } = given;
  const { members } = roster;
  if (members.length < fewestParties) throw new SumProblem('few');
  const names = new Set(members.map((each) => each.party));
  const keys = new Set(members.map((each) => each.key));
  if (names.size !== members.length || keys.size !== members.length) throw new SumProblem('repeated');
  if (members.find((each) => each.party === party)?.key !== own.key) throw new SumProblem('own-key');
  if (values.length !== roster.columns) throw new SumProblem('columns');
  const most = largestLane(members.length);
  if (values.some((value) => value > most || value < -most)) throw new SumProblem('range');
}

interface Pair {
  readonly mask: Uint8Array;
  readonly tag: string;
}

async function pairWith(
  own: SumKey,
  key: string,
  given: { readonly salt: Uint8Array<ArrayBuffer>; readonly bytes: number },
): Promise<Pair> {
  const whole = wholePoint(fromHex(key));
  if (whole === undefined) throw new SumProblem('key');
  const point = await crypto.subtle.importKey('raw', new Uint8Array(whole), curve, false, []);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: point }, own.secret, pointBytes * 8);
  const root = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey', 'deriveBits']);
  const from = (info: string) => ({ name: 'HKDF', hash: 'SHA-256', salt: given.salt, info: text(info) });
  const stream = await crypto.subtle.deriveKey(from('mask'), root, { name: 'AES-CTR', length: 256 }, false, [
    'encrypt',
  ]);
  // The key serves this one stream, so that its counter may begin at nothing.
  const counter = { name: 'AES-CTR', counter: new Uint8Array(16), length: 64 };
  const mask = await crypto.subtle.encrypt(counter, stream, new Uint8Array(given.bytes));
  const tag = await crypto.subtle.deriveBits(from('tag'), root, 128);
  return { mask: new Uint8Array(mask), tag: pointName(new Uint8Array(tag)) };
}

interface Given {
  readonly own: SumKey;
  readonly party: string;
  readonly roster: Roster;
  readonly values: readonly bigint[];
}

export interface Masked {
  /** Digest of the roster that the masks are bound to. */
  readonly roster: string;
  readonly masked: Uint8Array;
  /** For each other party 32 hexadecimal digits that only the two can know: ends whose keys differ are found by them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Throws SumProblem. */
export async function maskValues(given: Given): Promise<Masked> {
  checkRoster(given);
  const { own, party, roster } = given;
  const digest = await rosterDigest(roster);
  let masked = toLanes([checkLane, ...given.values]);
  const tags: Record<string, string> = {};
  for (const other of roster.members) {
    if (other.party === party) continue;
    const pair = await pairWith(own, other.key, {
      salt: fromHex(digest),
      bytes: (roster.columns + 1) * laneBytes,
    });
    masked = addLanes(masked, pair.mask, party < other.party ? 1 : -1);
    tags[other.party] = pair.tag;
  }
  return { roster: digest, masked, tags };
}
