/** What a code list is about, in the words of the fields that use it; its id where the person may read none of them. */
import { useCallback, useMemo } from 'react';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function useListTitles(): (list: string) => string {
  const { data } = useCall(contract.routes.catalogue, {}, { fresh: 60_000 });
  const titles = useMemo(() => {
    const found = new Map<string, Set<string>>();
    for (const { fields } of data?.registers ?? []) {
      for (const { codeList, title } of fields) {
        if (codeList === null) continue;
        const words = found.get(codeList) ?? new Set();
        found.set(codeList, words.add(title));
      }
    }
    return found;
  }, [data]);
  return useCallback((list: string) => [...(titles.get(list) ?? [list])].slice(0, 3).join('、'), [titles]);
}
