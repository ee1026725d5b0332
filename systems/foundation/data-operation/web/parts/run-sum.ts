/** A department's part in a sum from this browser: a one-time key goes out, then masked numbers; the numbers themselves never do. */
import { makeSumKey, maskValues, toBase64 } from '../../../../../engines/privacy/web/sum-party.ts';
import { call } from '../../../../../ui/call.ts';
import contract from '../../contract.ts';
import type { SumPart } from '../../routes/sum-routes.ts';
import { findSum, keepSum } from './party-store.ts';

export interface SumLine {
  readonly value: number | null;
  readonly people: number | null;
}

function nameOf(id: string, part: SumPart): string {
  return `${id}:${part.attempt}`;
}

/** What this browser holds of this attempt. */
export type Held = 'nothing' | 'key' | 'masked';

export async function heldOf(id: string, part: SumPart): Promise<Held> {
  const kept = await findSum(nameOf(id, part));
  if (kept === undefined) return 'nothing';
  return kept.masked === undefined ? 'key' : 'masked';
}

export async function joinSum(id: string, part: SumPart): Promise<void> {
  const kept = (await findSum(nameOf(id, part))) ?? { own: await makeSumKey() };
  // Kept before it is sent: a reply that is lost does not leave the platform with a key that nobody has.
  await keepSum(nameOf(id, part), kept);
  await call(contract.routes.joinSum, { id, attempt: part.attempt, key: kept.own.key });
}

export function rosterOf(part: SumPart) {
  return {
    round: part.run,
    attempt: part.attempt,
    about: part.about,
    columns: 2 * part.groups.length,
    members: part.parties.flatMap(({ party, key }) => (key === null ? [] : [{ party, key }])),
  };
}

/** What is wrong with a line; undefined when nothing is. */
export function lineProblem(part: SumPart, { value, people }: SumLine): string | undefined {
  const { low, high, step } = part.number;
  if (value === null || people === null) return '请填写，没有就填 0';
  if (value < low || value > high) return `应在 ${low} 到 ${high} 之间`;
  if (Math.abs(value / step - Math.round(value / step)) > 1e-6) return `应是 ${step} 的整数倍`;
  if (!Number.isInteger(people) || people < 0 || people > part.mostPeople) return '人数应为不太大的整数';
  return undefined;
}

/** Throws a CallError with the platform's reason, or SumProblem when this browser will not mask. */
export async function giveSum(id: string, part: SumPart, lines: readonly SumLine[]): Promise<void> {
  const name = nameOf(id, part);
  const kept = await findSum(name);
  if (kept === undefined) throw new Error('no key');
  const values = [
    ...lines.map(({ value }) => BigInt(Math.round((value ?? 0) / part.number.step))),
    ...lines.map(({ people }) => BigInt(people ?? 0)),
  ];
  const masked =
    kept.masked ?? (await maskValues({ own: kept.own, party: part.party, roster: rosterOf(part), values }));
  // Two different vectors under the same masks would tell their difference: what was made once is what is sent, however often.
  await keepSum(name, { ...kept, masked });
  await call(contract.routes.giveSum, {
    id,
    attempt: part.attempt,
    roster: masked.roster,
    masked: toBase64(masked.masked),
    tags: { ...masked.tags },
  });
}
