/** The catalogue entries and values of asked indicators. */
import { useMemo } from 'react';
import { useCall } from '../../../../ui/use-call.ts';
import contract, { type CatalogueEntry } from '../../contract.ts';
import { type Question, questionInput } from './indicator-question.ts';

/** Entries in the asked order; those that the person may not compute are left out. Undefined asks for all. */
export function useCatalogue(ids?: readonly string[]) {
  const asked = useCall(contract.routes.catalogue, {}, { fresh: 300_000 });
  const key = ids?.join(',');
  const entries = useMemo((): readonly CatalogueEntry[] | undefined => {
    if (asked.data === undefined || key === undefined) return asked.data;
    const known = new Map(asked.data.map((entry) => [entry.id, entry]));
    return key.split(',').flatMap((id) => known.get(id) ?? []);
  }, [asked.data, key]);
  return { entries, error: asked.error, retry: () => void asked.refetch() };
}

export function useValues(entries: readonly CatalogueEntry[] | undefined, question: Question) {
  const indicators = (entries ?? []).map(({ id }) => id).join(',');
  return useCall(
    contract.routes.compute,
    { indicators, ...questionInput(question) },
    { enabled: indicators !== '', fresh: 30_000, keep: true },
  );
}
