/** The city's one map as a part of any page: layers of the catalogue, live, with a legend and a card for what is clicked. */
import { type ReactNode, useMemo, useState } from 'react';
import type { Point } from '../../../kernel/register.ts';
import { Loading } from '../../../ui/empty.tsx';
import { useSession } from '../../../ui/session.ts';
import { type MapFeature, MapFrame, type MapLayer } from '../../../ui/map-frame.tsx';
import { FeatureCard } from './feature-card.tsx';
import { type CatalogueLayer, firstShown } from './layer/to-map-layer.ts';
import { useCatalogue, useMapLayers, useRevisions } from './layer/use-catalogue.ts';
import type { Box } from './place/find-place.ts';
import { type FeatureLink, recordLink } from './record-link.ts';
import { useCityStyle } from './use-city-style.ts';
import './maps.css';

export interface CityMapProps {
  /** Layer ids '<contract id>.<layer>', the first on top; default all that the person may see. Those he may not see are left out. */
  readonly layers?: readonly string[];
  /** Layers drawn besides the city's own (a draft, a selection). Keep the array the same between renders. */
  readonly extra?: readonly MapLayer[];
  /** Px, or '100%' in a parent with a height. Default 420. */
  readonly height?: number | string;
  /** [west, south, east, north]; default the whole city. */
  readonly fit?: Box;
  readonly centre?: Point;
  readonly zoom?: number;
  readonly marker?: Point;
  /** Flies there each time another object is given. */
  readonly go?: { readonly centre: Point; readonly zoom: number };
  /** Layers show changes within seconds; default true. */
  readonly live?: boolean;
  readonly legend?: boolean;
  /** Where a feature leads; undefined for nowhere. Default: its record's page. */
  readonly link?: (feature: MapFeature, layer: CatalogueLayer) => FeatureLink | undefined;
  /** Replaces the card. */
  readonly card?: (feature: MapFeature, layer: CatalogueLayer) => ReactNode;
  readonly onFeature?: (feature: MapFeature, layer: CatalogueLayer) => void;
  readonly onNearest?: (feature: MapFeature, layer: CatalogueLayer) => void;
  readonly onPoint?: (at: Point) => void;
  /** What the map shows, for people who do not see it. */
  readonly label?: string;
}

const noLayers: readonly MapLayer[] = [];
const unknown: readonly CatalogueLayer[] = [];

export function CityMap(props: CityMapProps): ReactNode {
  const asked = useCatalogue();
  const { pages } = useSession();
  const revisions = useRevisions(props.live ?? true);
  const { style, whole, settled } = useCityStyle();
  const [dive, setDive] = useState<
    { readonly after: CityMapProps['go']; readonly to: CityMapProps['go'] } | undefined
  >(undefined);
  const known = asked.data?.layers ?? unknown;
  const wanted = props.layers?.join(',');
  const chosen = useMemo(() => {
    if (wanted === undefined) return known;
    return wanted.split(',').flatMap((id) => known.filter((layer) => layer.id === id));
  }, [known, wanted]);
  const drawn = useMapLayers(chosen, revisions.of);
  const open = useMemo(
    () => new Set(wanted === undefined ? firstShown(known, undefined) : wanted.split(',')),
    [known, wanted],
  );
  const { extra = noLayers } = props;
  // The first layer matters most, so it is drawn last, above the others.
  const layers = useMemo(
    () => [
      ...drawn.toReversed().map((layer) => (open.has(layer.id) ? layer : { ...layer, off: true })),
      ...extra,
    ],
    [drawn, extra, open],
  );
  const layerOf = (feature: MapFeature) => chosen.find((layer) => layer.id === feature.layer.id);

  function hear(feature: MapFeature): void {
    if (isCluster(feature))
      return setDive({ after: props.go, to: { centre: feature.at, zoom: Math.min(feature.zoom + 2, 17) } });
    const layer = layerOf(feature);
    if (layer) props.onFeature?.(feature, layer);
  }
  function card(feature: MapFeature): ReactNode {
    const layer = layerOf(feature);
    if (!layer || isCluster(feature)) return null;
    if (props.card) return props.card(feature, layer);
    const link = props.link ? props.link(feature, layer) : recordLink(pages, layer.register, feature.id);
    return (
      <FeatureCard
        key={String(feature.id)}
        feature={feature}
        layer={layer}
        link={link}
        onNearest={props.onNearest && (() => props.onNearest?.(feature, layer))}
      />
    );
  }

  // The frame learns which layers start switched off when it is first drawn, so it waits for them.
  if (asked.isPending || !settled)
    return (
      <div className="city-map" style={{ height: props.height ?? 420 }}>
        <Loading />
      </div>
    );
  const fit = props.fit ?? (props.centre ? undefined : whole);
  // A cluster opened since the page last said where to go.
  const go = dive && dive.after === props.go ? dive.to : props.go;
  return (
    <MapFrame
      layers={layers}
      height={props.height ?? 420}
      legend={props.legend ?? true}
      card={card}
      onFeature={hear}
      label={props.label ?? '城市一张图'}
      {...(style ? { style } : {})}
      {...(fit ? { fit } : {})}
      {...(props.centre ? { centre: props.centre } : {})}
      {...(props.zoom === undefined ? {} : { zoom: props.zoom })}
      {...(props.marker ? { marker: props.marker } : {})}
      {...(go ? { go } : {})}
      {...(props.onPoint ? { onPoint: props.onPoint } : {})}
    />
  );
}

function isCluster(feature: MapFeature): boolean {
  return Number(feature.properties['count'] ?? 1) > 1;
}
