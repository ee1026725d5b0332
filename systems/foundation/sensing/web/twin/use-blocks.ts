/** Buildings that stand up: uploaded layers of 城市一张图 with a column of heights, as far as the viewer may see them. */
import { useMemo } from 'react';
import type { MapLayer } from '../../../../../ui/map-frame.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import oneMap from '../../../one-map/contract.ts';

const tenMinutes = 600_000;
/** Beside the colours of states a building is ground. */
const onDark = '#35577f';
const onLight = '#b9c7da';

export function useBlocks(dark: boolean): readonly MapLayer[] {
  // A city without the one map has none.
  const { data } = useCall(oneMap.routes.catalogue, {}, { fresh: tenMinutes });
  return useMemo(
    () =>
      (data?.layers ?? [])
        .filter(({ source, visible, height }) => source === 'upload' && visible && height)
        .map(({ id, title, changedAt }) => ({
          id: `twin-block-${id}`,
          title,
          kind: 'area',
          height: 'height',
          colour: dark ? onDark : onLight,
          opacity: 0.8,
          from: {
            tiles: `/api/one-map/layers/${id.replace('upload:', '')}/tiles/{z}/{x}/{y}?at=${Date.parse(changedAt ?? '') || 0}`,
            sourceLayer: 'area',
            maxZoom: 18,
          },
        })),
    [data, dark],
  );
}
