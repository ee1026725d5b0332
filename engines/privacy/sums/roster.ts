/** Who takes part in one attempt and with which keys: what every mask is bound to, and what parties compare by word of mouth. */
import { pointName } from '../match/point.ts';

export interface Roster {
  readonly round: string;
  readonly attempt: number;
  /** What is added: all parties must mean the same, so it is bound into every mask. */
  readonly about: string;
  /** Numbers of each party, without the check lane. */
  readonly columns: number;
  /** By name; `key` is x of a one-time P-256 point, 64 hexadecimal digits. */
  readonly members: readonly { readonly party: string; readonly key: string }[];
}

export function sortParties<T extends { readonly party: string }>(members: readonly T[]): readonly T[] {
  return members.toSorted((one, other) => (one.party < other.party ? -1 : 1));
}

/** 64 hexadecimal digits; equal for equal rosters only. */
export async function rosterDigest(roster: Roster): Promise<string> {
  const { round, attempt, about, columns, members } = roster;
  const parts = sortParties(members).map(({ party, key }) => [party, key]);
  const text = JSON.stringify(['shuzi-fuyang-sum-v1', round, attempt, about, columns, parts]);
  return pointName(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

/** Twenty digits in fours for reading out over the telephone: a platform that gave two parties different keys shows two codes. */
export function spokenCode(digest: string): string {
  const digits = (BigInt(`0x${digest.slice(0, 32)}`) % 10n ** 20n).toString().padStart(20, '0');
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}
