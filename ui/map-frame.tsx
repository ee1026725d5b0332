/** The one map: offline ground, the city's layers with a legend, a card for what is clicked, fit, locate; the library loads when a map is first shown. */
import type { Map as LibraryMap, Marker, StyleSpecification } from 'maplibre-gl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Point } from '../kernel/register.ts';
import { Icon } from './icon.tsx';
import { locate } from './locate.ts';
import { loadMapLibre } from './map/load-maplibre.ts';
import type { MapLayer } from './map/map-layer.ts';
import { MapLegend } from './map/map-legend.tsx';
import { type MapFeature, useMap } from './map/use-map.ts';
import { useSources } from './sources.ts';
import { useThemeChoice } from './theme-context.ts';

export type { MapColours, MapLayer } from './map/map-layer.ts';
export type { MapFeature } from './map/use-map.ts';

export interface MapFrameProps {
  /** Keep the array the same between renders (useMemo), or the layers are drawn again. */
  readonly layers?: readonly MapLayer[];
  /** Px, or '100%' in a parent with a height. Default 420. */
  readonly height?: number | string;
  /** A style or its address; default the city's own. Keep an object the same between renders. */
  readonly style?: string | StyleSpecification;
  /** [west, south, east, north]. */
  readonly fit?: readonly [number, number, number, number];
  readonly centre?: Point;
  readonly zoom?: number;
  /** Degrees away from straight down, so that blocks are seen to stand; the map may then be turned and tilted. Default 0. */
  readonly pitch?: number;
  /** Flies there each time another object is given. */
  readonly go?: { readonly centre: Point; readonly zoom: number };
  readonly marker?: Point;
  /** Shown when a feature is clicked; null for none. */
  readonly card?: (feature: MapFeature) => ReactNode;
  readonly onFeature?: (feature: MapFeature) => void;
  /** Any click, for choosing a place. */
  readonly onPoint?: (at: Point) => void;
  /** The library's map when it stands, undefined when it is gone: for views that are kept or move together. Keep the function the same. */
  readonly onMap?: (map: LibraryMap | undefined) => void;
  readonly legend?: boolean;
  /** What the map shows, for people who do not see it. */
  readonly label?: string;
}

const none: readonly MapLayer[] = [];

export function MapFrame(props: MapFrameProps): ReactNode {
  const plot = useRef<HTMLDivElement>(null);
  const { mapStyle } = useSources();
  const dark = useThemeChoice().choice.mode === 'dark';
  const layers = props.layers ?? none;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(
    () => new Set(layers.filter((one) => one.off).map((one) => one.id)),
  );
  const [feature, setFeature] = useState<MapFeature | undefined>(undefined);
  const { map, state } = useMap(plot, {
    style: props.style ?? mapStyle,
    dark,
    layers,
    hidden,
    centre: props.centre,
    zoom: props.zoom,
    pitch: props.pitch,
    onFeature: (hit) => {
      setFeature(hit);
      if (hit) props.onFeature?.(hit);
    },
    onPoint: props.onPoint,
  });

  const { onMap } = props;
  useEffect(() => {
    onMap?.(map);
    return () => onMap?.(undefined);
  }, [map, onMap]);

  const box = props.fit?.join(',');
  useEffect(() => {
    if (!map || !box) return;
    const [west = 0, south = 0, east = 0, north = 0] = box.split(',').map(Number);
    map.fitBounds([west, south, east, north], { padding: 24, duration: 0, maxZoom: 16 });
  }, [map, box]);

  const { go } = props;
  useEffect(() => {
    if (map && go) map.flyTo({ center: [go.centre.lon, go.centre.lat], zoom: go.zoom, duration: 600 });
  }, [map, go]);

  const lon = props.marker?.lon;
  const lat = props.marker?.lat;
  useEffect(() => {
    if (!map || lon === undefined || lat === undefined) return undefined;
    let pin: Marker | undefined;
    let gone = false;
    void loadMapLibre().then((library) => {
      if (!gone) pin = new library.Marker({ color: '#c8281e' }).setLngLat([lon, lat]).addTo(map);
    });
    return () => {
      gone = true;
      pin?.remove();
    };
  }, [map, lon, lat]);

  const card = feature && props.card?.(feature);
  return (
    <div
      className="city-map"
      style={{ height: props.height ?? 420 }}
      role="region"
      aria-label={props.label ?? '地图'}
    >
      <div ref={plot} className="city-map-plot" />
      {state === 'failed' && <p className="city-map-failed">这台设备不能显示地图，请改用列表查看</p>}
      <div className="city-map-tools">
        {props.fit && (
          <button
            type="button"
            title="回到全图"
            aria-label="回到全图"
            onClick={() =>
              map?.fitBounds([...(props.fit ?? [0, 0, 0, 0])] as [number, number, number, number], {
                padding: 24,
              })
            }
          >
            <Icon name="full" />
          </button>
        )}
        <button type="button" title="我的位置" aria-label="我的位置" onClick={() => flyToMe(map)}>
          <Icon name="locate" />
        </button>
      </div>
      {props.legend !== false && layers.length > 0 && (
        <MapLegend layers={layers} hidden={hidden} onHidden={setHidden} />
      )}
      {card && (
        <div className="city-map-card" role="dialog" aria-label="地图要素">
          <button
            type="button"
            className="city-map-card-close"
            aria-label="关闭"
            onClick={() => setFeature(undefined)}
          >
            ×
          </button>
          {card}
        </div>
      )}
    </div>
  );
}

function flyToMe(
  map: { flyTo: (to: { center: [number, number]; zoom: number }) => unknown } | undefined,
): void {
  locate((point) => map?.flyTo({ center: [point.lon, point.lat], zoom: 15 }));
}
