/** What lies nearest to a place, nearest first; a click moves the map there. */
import type { ReactNode } from 'react';
import type { Point } from '../../../kernel/register.ts';
import { Empty, Shown } from '../../../ui/empty.tsx';
import { useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import { readCard } from './layer/read-card.ts';
import type { CatalogueLayer } from './layer/to-map-layer.ts';
import { distanceText } from './place/find-place.ts';

export interface NearestListProps {
  readonly layer: CatalogueLayer;
  readonly at: Point;
  /** How far to look, metres; default 1,000. */
  readonly metres?: number;
  /** Default 10. */
  readonly limit?: number;
  readonly onChoose?: (feature: { readonly id: string; readonly lon: number; readonly lat: number }) => void;
}

export function NearestList(props: NearestListProps): ReactNode {
  const { layer, at, metres = 1000 } = props;
  const asked = useCall(contract.routes.nearest, {
    layer: layer.id,
    lon: at.lon,
    lat: at.lat,
    metres,
    limit: props.limit ?? 10,
  });
  return (
    <Shown of={asked} rows={4}>
      {({ features }) =>
        features.length === 0 ? (
          <Empty text={`${distanceText(metres)}内没有${layer.title}`} />
        ) : (
          <ol className="maps-nearest">
            {features.map((feature) => (
              <li key={feature.id}>
                <button type="button" onClick={() => props.onChoose?.(feature)}>
                  <span className="city-map-dot" style={{ background: feature.colour }} />
                  <span className="maps-nearest-name">
                    {readCard(layer, feature)[0]?.text ?? layer.title}
                  </span>
                  <span className="city-muted city-number">{distanceText(feature.metres)}</span>
                </button>
              </li>
            ))}
          </ol>
        )
      }
    </Shown>
  );
}
