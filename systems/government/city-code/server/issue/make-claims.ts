/** What a code may say of its holder in a scene: answers, not data. Over sixty yes or no, never the birth date. */
import { maskName } from '../../../../../kernel/mask.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { type ClaimKey, letterOf } from '../../data/scenes.ts';
import type { holder } from '../../registers/holder.ts';

/** Whole years at the end of the day in Shanghai; on the birthday one is a year older (民法典 第二百零一条 aside: 周岁 counts from the day after). */
export function ageOn(idCard: string, day: string): number {
  const born = `${idCard.slice(6, 10)}-${idCard.slice(10, 12)}-${idCard.slice(12, 14)}`;
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) >= born.slice(5) ? years : years - 1;
}

function answer(
  claim: ClaimKey,
  row: Pick<Row<typeof holder>, 'name' | 'idCard'>,
  now: Date,
  carried: boolean,
): string | undefined {
  const age = ageOn(row.idCard, shanghaiDate(now));
  switch (claim) {
    case 'masked-name':
      return maskName(row.name);
    case 'over-60':
      return age >= 60 ? '1' : '0';
    case 'minor':
      return age < 18 ? '1' : '0';
    case 'carried':
      return carried ? '1' : undefined;
    case 'face-check':
      return undefined;
  }
}

export function makeClaims(
  wanted: readonly string[],
  row: Pick<Row<typeof holder>, 'name' | 'idCard'>,
  now: Date,
  more: { readonly carried?: boolean; readonly paper?: boolean } = {},
): Readonly<Record<string, string>> {
  const claims: Record<string, string> = {};
  for (const key of [...wanted, 'carried'] as ClaimKey[]) {
    const value = answer(key, row, now, more.carried === true);
    if (value !== undefined) claims[letterOf(key)] = value;
  }
  // Paper can be copied: whoever scans it must look at the person.
  if (more.paper === true) claims[letterOf('face-check')] = '1';
  return claims;
}
