/** One map, or two that move together with a divider between them that is dragged or moved by keys. */
import type { Map as LibraryMap } from 'maplibre-gl';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { FeatureCard } from '../../../../engines/maps/web/feature-card.tsx';
import type { CatalogueLayer } from '../../../../engines/maps/web/layer/to-map-layer.ts';
import { recordLink } from '../../../../engines/maps/web/record-link.ts';
import { useCityStyle } from '../../../../engines/maps/web/use-city-style.ts';
import type { Point } from '../../../../kernel/register.ts';
import { Loading } from '../../../../ui/empty.tsx';
import { type MapFeature, MapFrame, type MapLayer } from '../../../../ui/map-frame.tsx';
import { useSession } from '../../../../ui/session.ts';
import { type ListedLayer, uploadKey } from './drawn-layers.ts';
import { FeatureBox } from './feature-box.tsx';

export interface SwipeMapProps {
  readonly left: readonly MapLayer[];
  readonly right: readonly MapLayer[] | undefined;
  readonly declared: readonly CatalogueLayer[];
  readonly listed: readonly ListedLayer[];
  readonly onMap: (map: LibraryMap | undefined) => void;
  readonly onPoint: ((at: Point) => void) | undefined;
  readonly start: { readonly centre: Point; readonly zoom: number } | undefined;
  readonly fit: readonly [number, number, number, number] | undefined;
  readonly go: { readonly centre: Point; readonly zoom: number } | undefined;
  readonly marker: Point | undefined;
}

export function SwipeMap(props: SwipeMapProps): ReactNode {
  const { onMap, onPoint, start, go, marker } = props;
  const { style, whole, settled } = useCityStyle();
  const [one, setOne] = useState<LibraryMap | undefined>(undefined);
  const [other, setOther] = useState<LibraryMap | undefined>(undefined);
  const [dive, setDive] = useState<{
    readonly after: SwipeMapProps['go'];
    readonly to: SwipeMapProps['go'];
  }>();
  const [split, setSplit] = useState(50);
  const hearOne = useCallback(
    (map: LibraryMap | undefined) => {
      setOne(map);
      onMap(map);
    },
    [onMap],
  );
  useEffect(() => (one && other ? together(one, other) : undefined), [one, other]);
  if (!settled) return <Loading />;
  const fit = props.fit ?? (start ? undefined : whole);
  const wanted = dive && dive.after === go ? dive.to : go;
  const shared = {
    height: '100%' as const,
    legend: false,
    ...(style ? { style } : {}),
    ...(onPoint ? { onPoint } : {}),
    ...(start ? { centre: start.centre, zoom: start.zoom } : {}),
    card: (feature: MapFeature) => (onPoint ? null : <Card {...props} feature={feature} />),
    onFeature: (feature: MapFeature) => {
      if (Number(feature.properties['count'] ?? 1) > 1 && feature.layer.clusters)
        setDive({ after: go, to: { centre: feature.at, zoom: Math.min(feature.zoom + 2, 17) } });
    },
  };
  return (
    <div className="one-map-swipe">
      <MapFrame
        {...shared}
        layers={props.left}
        label={props.right ? '左侧地图' : '城市一张图'}
        onMap={hearOne}
        {...(fit ? { fit } : {})}
        {...(wanted ? { go: wanted } : {})}
        {...(marker ? { marker } : {})}
      />
      {props.right && (
        <>
          <div className="one-map-over" style={{ clipPath: `inset(0 0 0 ${split}%)` }}>
            <MapFrame {...shared} layers={props.right} label="右侧地图" onMap={setOther} />
          </div>
          <input
            type="range"
            className="one-map-split"
            aria-label="左右分界"
            min={0}
            max={100}
            value={split}
            onChange={(event) => setSplit(Number(event.target.value))}
          />
          <div className="one-map-line" style={{ left: `${split}%` }} />
        </>
      )}
    </div>
  );
}

/** Moves either map as the other moves. */
function together(one: LibraryMap, other: LibraryMap): () => void {
  let following = false;
  const follow = (leader: LibraryMap, follower: LibraryMap) => () => {
    if (following) return;
    following = true;
    follower.jumpTo({
      center: leader.getCenter(),
      zoom: leader.getZoom(),
      bearing: leader.getBearing(),
      pitch: leader.getPitch(),
    });
    following = false;
  };
  const [first, second] = [follow(one, other), follow(other, one)];
  first();
  one.on('move', first);
  other.on('move', second);
  return () => {
    one.off('move', first);
    other.off('move', second);
  };
}

function Card(props: SwipeMapProps & { readonly feature: MapFeature }): ReactNode {
  const { feature, declared, listed } = props;
  const { pages } = useSession();
  const { properties } = feature;
  const [id = ''] = feature.layer.id.split('/');
  if (feature.layer.id === 'hexagons')
    return (
      <p>
        {String(properties['count'])} 条，合计值 {String(properties['value'])}
      </p>
    );
  if (feature.layer.id === 'notes') return <p>{String(properties['text'])}</p>;
  const own = declared.find((layer) => layer.id === id);
  if (own && Number(properties['count'] ?? 1) <= 1)
    return (
      <FeatureCard
        key={String(feature.id)}
        feature={feature}
        layer={own}
        link={recordLink(pages, own.register, feature.id)}
      />
    );
  const upload = uploadKey(id);
  const title = listed.find((layer) => layer.id === id)?.title ?? '';
  return upload === undefined ? null : (
    <FeatureBox key={String(feature.id)} layer={upload} id={String(feature.id)} title={title} />
  );
}
