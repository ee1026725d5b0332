/** Reads one case and the fields of its type, and keeps both fresh while the page is open. */
import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call, type CallError } from '../../../../ui/call.ts';
import { useLive } from '../../../../ui/live.ts';
import { useCall } from '../../../../ui/use-call.ts';
import registersContract from '../../../registers/contract.ts';
import flowContract, { type CaseDetail } from '../../contract.ts';
import { type CaseFields, toFields } from './case-fields.ts';

export type { CaseDetail, Entry, Offer, Request } from '../../contract.ts';

export function useCase(type: string, id: string): UseQueryResult<CaseDetail, CallError> {
  const asked = useCall(flowContract.routes.detail, { type, id }, { fresh: 5_000, leads: true });
  const client = useQueryClient();
  const renew = () =>
    void client.invalidateQueries({ queryKey: ['call', flowContract.routes.detail.path, { type, id }] });
  useLive('row.changed', (payload) => {
    const changed = payload as { readonly id?: unknown } | null;
    if (changed?.id === id) renew();
  });
  useLive('reconnected', renew);
  return asked;
}

export interface CaseType {
  readonly title: string;
  readonly titleField: string;
  readonly fields: CaseFields;
  readonly mayReveal: boolean;
}

/** Undefined while it is on its way; a person who may follow a case but not read its register gets no fields. */
export function useCaseType(type: string): {
  readonly type: CaseType | undefined;
  readonly settled: boolean;
} {
  const asked = useCall(registersContract.routes.describe, { register: type }, { fresh: 10 * 60_000 });
  const known = asked.data;
  const found = useMemo(
    () =>
      known && {
        title: known.title,
        titleField: known.titleField,
        fields: toFields(known.fields),
        mayReveal: known.may.reveal,
      },
    [known],
  );
  return { type: found, settled: !asked.isPending };
}

/** The real value of a masked field; the reason is kept in the audit. */
export async function revealField(type: string, id: string, field: string, reason: string): Promise<unknown> {
  return (await call(registersContract.routes.reveal, { register: type, id, field, reason })).value;
}
