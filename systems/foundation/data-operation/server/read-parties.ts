/** Who adds what in an encrypted sum, out of what the applicant wrote. Pure. */
import type { Terms } from '../../../../engines/privacy/contract.ts';
import { errors } from '../errors.ts';

/** Ids of departments, sorted. Throws data-operation.badTerms for one that is named twice. */
export function readParties(text: string | null | undefined): readonly string[] {
  const names = (text ?? '')
    .split(/[\s,，、;；]+/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (new Set(names).size !== names.length) throw errors.badTerms({ part: '参与部门', hint: '不能重复' });
  return names.toSorted();
}

export interface SumTerms {
  readonly field: string;
  readonly groups: readonly string[];
  readonly number: Terms['numbers'][number];
}

/** One number by one grouping. Throws data-operation.badTerms. */
export function sumTerms({ groupings, numbers }: Terms): SumTerms {
  const [grouping, ...moreGroupings] = groupings;
  const [number, ...moreNumbers] = numbers;
  if (
    grouping === undefined ||
    number === undefined ||
    moreGroupings.length + moreNumbers.length > 0 ||
    new Set(grouping.groups).size !== grouping.groups.length
  )
    throw errors.badTerms({ part: '加密求和', hint: '应写明一种分组和一个数值' });
  return { field: grouping.field, groups: grouping.groups, number };
}
