/** The card of a clicked feature: its name, its values as people read them, and the way to its record. */
import type { ReactNode } from 'react';
import { Failed, Loading } from '../../../ui/empty.tsx';
import type { MapFeature } from '../../../ui/map-frame.tsx';
import { useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { FeatureLink } from './record-link.ts';
import { DeskLink } from './desk-link.tsx';
import { readCard } from './layer/read-card.ts';
import type { CatalogueLayer } from './layer/to-map-layer.ts';

export function FeatureCard(props: {
  readonly feature: MapFeature;
  readonly layer: CatalogueLayer;
  readonly link: FeatureLink | undefined;
  readonly onNearest?: (() => void) | undefined;
}): ReactNode {
  const { feature, layer } = props;
  const { at, zoom } = feature;
  // Tiles carry codes and a place rounded to their grid; the names come with the record nearest to it.
  const asked = useCall(
    contract.routes.nearest,
    { layer: layer.id, lon: at.lon, lat: at.lat, limit: 100, metres: reachOf(zoom) },
    { fresh: 30_000 },
  );
  if (asked.isPending) return <Loading rows={3} />;
  if (asked.isError) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  const found = asked.data.features.find((one) => one.id === String(feature.id));
  if (!found) return <p className="city-muted">这条记录刚刚有变化，请在地图上重新点选</p>;
  const rows = readCard(layer, found);
  const [head, ...rest] = rows;
  return (
    <div className="maps-card">
      <p className="maps-card-layer">
        <span className="city-map-dot" style={{ background: found.colour }} />
        {layer.title}
      </p>
      <h3>{head?.text ?? layer.title}</h3>
      <dl>
        {rest.map((row) => (
          <div key={row.name}>
            <dt>{row.title}</dt>
            <dd>{row.text}</dd>
          </div>
        ))}
      </dl>
      <p className="maps-card-actions">
        {props.link && <DeskLink to={props.link.to}>{props.link.title}</DeskLink>}
        {props.onNearest && (
          <button type="button" className="city-link" onClick={props.onNearest}>
            看附近
          </button>
        )}
      </p>
    </div>
  );
}

/** Metres that a tile's grid may have moved the point at this zoom (4096 steps a tile of 40,075 km ÷ 2^zoom), and some more. */
function reachOf(zoom: number): number {
  return Math.ceil(Math.min(50_000, 20 + (4 * 40_075_000) / 4096 / 2 ** Math.floor(zoom)));
}
