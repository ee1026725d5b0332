/** What the work list shows: the chosen view and stage in the address, the numbers, and both kept fresh by live news. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useSearchParams } from 'react-router';
import flow from '../../../../../engines/flow/contract.ts';
import { useLive } from '../../../../../ui/live.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { caseType } from '../rows/case-words.ts';

/** Many changes in a moment ask once. */
const restMilliseconds = 2_000;

export function useBoard() {
  const [address, setAddress] = useSearchParams();
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const view = address.get('view') ?? undefined;
  const stage = address.get('f.stage') ?? undefined;
  const area = address.get('f.caseArea') ?? undefined;
  const numbers = useCall(contract.routes.board, area === undefined ? {} : { area: area.slice(0, 12) }, {
    keep: true,
    every: 60_000,
  });
  const requests = useCall(flow.routes.requests, { type: caseType, size: 100 }, { every: 60_000 });

  const renew = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: ['list', 'urban-management.board'] });
      void client.invalidateQueries({ queryKey: ['call', contract.routes.board.path] });
      void client.invalidateQueries({ queryKey: ['call', flow.routes.requests.path] });
    }, restMilliseconds);
  }, [client]);
  useLive('row.changed', (payload) => {
    if ((payload as { readonly register?: unknown } | null)?.register === caseType) renew();
  });
  useLive('reconnected', renew);

  function change(part: Readonly<Record<string, string | undefined>>): void {
    const next = new URLSearchParams(address);
    next.delete('page');
    for (const [name, value] of Object.entries(part)) {
      if (value === undefined) next.delete(name);
      else next.set(name, value);
    }
    setAddress(next, { replace: true });
  }
  const board = numbers.data;
  return {
    board,
    requests: requests.data,
    view: board?.views.find((one) => one.view === view),
    viewName: view,
    stage,
    renew,
    chooseView: (next: string | undefined) => change({ view: next, 'f.stage': undefined }),
    chooseStage: (next: string | undefined) => change({ 'f.stage': next, view: undefined }),
  };
}
