/** What the page draws besides declared layers: uploaded ones, the drawing and its buffer, hexagons, places in time, notes. Pure. */
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { type CatalogueLayer, toMapLayer } from '../../../../engines/maps/web/layer/to-map-layer.ts';
import type { OutputOf } from '../../../../kernel/contract.ts';
import type { MapLayer } from '../../../../ui/map-frame.tsx';
import type contract from '../contract.ts';
import type { Drawing } from '../routes/shapes.ts';
import type { Stack } from './stack.ts';

export type ListedLayer = OutputOf<typeof contract.routes.catalogue>['layers'][number];
export type Hexagons = OutputOf<typeof contract.routes.hexagons>;
export type Timed = OutputOf<typeof contract.routes.timed>['features'];

const uploadPrefix = 'upload:';

export function uploadKey(id: string): string | undefined {
  return id.startsWith(uploadPrefix) ? id.slice(uploadPrefix.length) : undefined;
}

/** The last entry of the legend is for what is in no class. */
function classColours(legend: ListedLayer['legend']): NonNullable<MapLayer['colours']> {
  const classes = legend.slice(0, -1);
  return {
    by: 'class',
    values: Object.fromEntries(classes.map(({ colour }, place) => [String(place), colour])),
    titles: Object.fromEntries(classes.map(({ title }, place) => [String(place), title])),
    other: legend.at(-1)?.colour ?? '#8c8c8c',
  };
}

function uploadedLayers(layer: ListedLayer, opacity: number, standing: boolean): readonly MapLayer[] {
  const key = uploadKey(layer.id) ?? '';
  const kinds = layer.kind === 'mixed' ? (['area', 'line', 'point'] as const) : ([layer.kind] as const);
  return kinds.map(
    (kind): MapLayer => ({
      id: `${layer.id}/${kind}`,
      title: layer.title,
      kind,
      colour: layer.colour ?? '#1677ff',
      ...(layer.legend.length > 0 ? { colours: classColours(layer.legend) } : {}),
      ...(layer.labelled ? { label: 'title' } : {}),
      opacity,
      from: {
        // A layer that was changed has other tiles under the same address; the mark tells the browser so.
        tiles: `/api/one-map/layers/${key}/tiles/{z}/{x}/{y}?at=${Date.parse(layer.changedAt ?? '') || 0}`,
        sourceLayer: kind,
        maxZoom: 18,
      },
      ...(kind === 'area' && layer.height && standing ? { height: 'height' } : {}),
    }),
  );
}

/** Bottom first, as the map draws. */
export function stackLayers(
  stack: Stack,
  declared: readonly CatalogueLayer[],
  listed: readonly ListedLayer[],
  revisionOf: (register: string) => number,
  standing: boolean,
): readonly MapLayer[] {
  return stack.toReversed().flatMap(({ id, opacity }): readonly MapLayer[] => {
    const own = declared.find((layer) => layer.id === id);
    if (own !== undefined) return [{ ...toMapLayer(own, revisionOf(own.register)), opacity }];
    const upload = listed.find((layer) => layer.id === id && layer.source === 'upload');
    return upload === undefined ? [] : uploadedLayers(upload, opacity, standing);
  });
}

function collection(features: readonly Feature[]): { readonly geojson: FeatureCollection } {
  return { geojson: { type: 'FeatureCollection', features: [...features] } };
}

function featureOf(geometry: Geometry, properties: Feature['properties'] = {}): Feature {
  return { type: 'Feature', geometry, properties };
}

const ink = '#d4380d';

export function drawingLayers(
  { kind, path }: Drawing,
  buffer: { readonly type: 'MultiPolygon'; readonly coordinates: number[][][][] } | undefined,
): readonly MapLayer[] {
  const places = path.map(([lon, lat]) => [lon, lat]);
  const [first] = places;
  const lines: Feature[] = [];
  if (places.length > 1 && kind !== 'point')
    lines.push(
      featureOf({
        type: 'LineString',
        coordinates: kind === 'area' && first !== undefined ? [...places, first] : places,
      }),
    );
  return [
    {
      id: 'buffer',
      title: '缓冲区',
      kind: 'area',
      colour: '#722ed1',
      from: collection(buffer === undefined ? [] : [featureOf(buffer)]),
    },
    { id: 'drawing-line', title: '画线', kind: 'line', colour: ink, from: collection(lines) },
    {
      id: 'drawing-points',
      title: '画点',
      kind: 'point',
      colour: ink,
      from: collection(places.map((coordinates) => featureOf({ type: 'Point', coordinates }))),
    },
  ];
}

export function hexagonLayer({ cells, classes }: Hexagons): MapLayer {
  return {
    id: 'hexagons',
    title: '六边形统计',
    kind: 'area',
    opacity: 1.8,
    colours: {
      by: 'class',
      values: Object.fromEntries(classes.map(({ colour }, index) => [String(index), colour])),
      other: '#cccccc',
    },
    from: collection(
      cells.map(({ ring, count, value, class: place }) =>
        featureOf({ type: 'Polygon', coordinates: [ring] }, { class: place, count, value }),
      ),
    ),
  };
}

export function timedLayer(features: Timed, from: number, to: number): MapLayer {
  return {
    id: 'timed',
    title: '时间轴',
    kind: 'point',
    colour: '#722ed1',
    from: collection(
      features
        .filter(({ at }) => at >= from && at <= to)
        .map(({ id, lon, lat }) => featureOf({ type: 'Point', coordinates: [lon, lat] }, { id })),
    ),
  };
}

export function noteLayer(
  notes: readonly { readonly lon: number; readonly lat: number; readonly text: string }[],
): MapLayer {
  return {
    id: 'notes',
    title: '批注',
    kind: 'point',
    colour: '#d48806',
    label: 'text',
    from: collection(
      notes.map(({ lon, lat, text }) => featureOf({ type: 'Point', coordinates: [lon, lat] }, { text })),
    ),
  };
}
