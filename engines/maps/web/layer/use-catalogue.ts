/** The layers that this person may see, with a revision that rises when the rows behind a layer change. */
import type { UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { CallError } from '../../../../ui/call.ts';
import { useLive } from '../../../../ui/live.ts';
import type { MapLayer } from '../../../../ui/map/map-layer.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { type CatalogueLayer, toMapLayer } from './to-map-layer.ts';

export function useCatalogue(): UseQueryResult<{ layers: CatalogueLayer[] }, CallError> {
  return useCall(contract.routes.catalogue, {}, { fresh: 5 * 60_000 });
}

/** Many changes in a moment (an import) ask the tiles once. */
const restMilliseconds = 2_000;

/** Revisions by register id; all rise together after the line was down, since nobody knows what was missed. */
export function useRevisions(live: boolean): {
  readonly of: (register: string) => number;
  readonly at: number;
} {
  const [revisions, setRevisions] = useState<Readonly<Record<string, number>>>({});
  const waiting = useRef<{ registers: Set<string>; timer: ReturnType<typeof setTimeout> | undefined }>({
    registers: new Set(),
    timer: undefined,
  });
  const hear = useCallback(
    (register: string) => {
      if (!live) return;
      const held = waiting.current;
      held.registers.add(register);
      held.timer ??= setTimeout(() => {
        const changed = [...held.registers];
        held.registers.clear();
        held.timer = undefined;
        setRevisions((old) => ({
          ...old,
          ...Object.fromEntries(changed.map((id) => [id, (old[id] ?? 0) + 1])),
        }));
      }, restMilliseconds);
    },
    [live],
  );
  useLive('row.changed', (payload) => hear(registerOf(payload)));
  useLive('reconnected', () => hear('*'));
  return useMemo(
    () => ({
      of: (register) => (revisions[register] ?? 0) + (revisions['*'] ?? 0),
      at: Object.values(revisions).reduce((sum, one) => sum + one, 0),
    }),
    [revisions],
  );
}

/** The same array until a layer really changed, so that the map does not draw anew on each render. */
export function useMapLayers(
  layers: readonly CatalogueLayer[],
  revisionOf: (register: string) => number,
): readonly MapLayer[] {
  return useMemo(
    () => layers.map((layer) => toMapLayer(layer, revisionOf(layer.register))),
    [layers, revisionOf],
  );
}

function registerOf(payload: unknown): string {
  if (typeof payload === 'string') return payload;
  const named = (payload as { register?: unknown } | null)?.register;
  return typeof named === 'string' ? named : '*';
}
