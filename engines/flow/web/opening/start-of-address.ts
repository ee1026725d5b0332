/** What the page before knows already: the records that a case will be about, by their ids in the address. Texts are never taken from an address. */
import { isId } from '../../../../kernel/ids.ts';
import type { CaseFields } from '../case/case-fields.ts';

export function startOfAddress(
  search: URLSearchParams,
  fields: CaseFields,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...search].filter(([name, value]) => fields[name]?.type === 'ref' && isId(value)),
  );
}
