/** What the twin view draws: lines on the ground, entities as points, their values as columns, and sums where there are too many. Pure. */
import type { Feature } from 'geojson';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { stateNames } from '../../../../../engines/telemetry/contract.ts';
import type { MapLayer } from '../../../../../ui/map-frame.tsx';
import type contract from '../../contract.ts';
import type { Placed } from '../../routes/twin-routes.ts';
import { colourOf, coloursOf, gravestOf } from './state-words.ts';

export type TwinReply = OutputOf<typeof contract.routes.twinView>;
export type TwinLines = OutputOf<typeof contract.routes.twinLines>['lines'];

/** Metres on a pixel at zoom 0 on the equator; the world is 512 pixels wide there. */
const metresAPixel = 40_075_016.686 / 512;
const metresADegree = 111_320;
/** Of a column, in pixels: half its breadth, its height at the top of the scale, and what is seen of a value at the bottom of it. */
const halfBreadth = 5;
const wholeHeight = 110;
const leastHeight = 6;
/** Names stand beside the entities from here on. */
const namesFromZoom = 12;

function collection(features: readonly Feature[]): MapLayer['from'] {
  return { geojson: { type: 'FeatureCollection', features: [...features] } };
}

export function keyOf(entity: Placed): string {
  return `${entity[0]}/${entity[1]}`;
}

/** A column keeps its size on the screen, so its metres follow the zoom. */
function columnOf(entity: Placed, share: number, zoom: number): Feature {
  const [, , name, lon, lat, state] = entity;
  const pixel = (metresAPixel * Math.cos((lat * Math.PI) / 180)) / 2 ** zoom;
  const north = (halfBreadth * pixel) / metresADegree;
  const east = north / Math.cos((lat * Math.PI) / 180);
  const corner = (part: number) => {
    const angle = (part * Math.PI) / 3;
    return [lon + east * Math.cos(angle), lat + north * Math.sin(angle)];
  };
  return {
    type: 'Feature',
    properties: {
      id: keyOf(entity),
      name,
      state,
      height: (leastHeight + share * (wholeHeight - leastHeight)) * pixel,
    },
    geometry: { type: 'Polygon', coordinates: [[0, 1, 2, 3, 4, 5, 0].map(corner)] },
  };
}

function pointOf(entity: Placed): Feature {
  const [, , name, lon, lat, state] = entity;
  return {
    type: 'Feature',
    properties: { id: keyOf(entity), name, state },
    geometry: { type: 'Point', coordinates: [lon, lat] },
  };
}

function entityLayers(entities: readonly Placed[], zoom: number, dark: boolean): readonly MapLayer[] {
  const colours = coloursOf(dark);
  const named = zoom >= namesFromZoom;
  // The gravest last, so that they lie on top.
  const points = entities
    .toSorted((a, b) => stateNames.indexOf(b[5]) - stateNames.indexOf(a[5]))
    .map(pointOf);
  return [
    {
      // Another name, so that the names go when the map is seen from afar again.
      id: named ? 'twin-named' : 'twin-points',
      title: '实体',
      kind: 'point',
      from: collection(points),
      colours,
      glow: dark,
      ...(named ? { label: 'name' } : {}),
    },
    {
      id: 'twin-columns',
      title: '数值',
      kind: 'area',
      height: 'height',
      colours,
      from: collection(
        entities.flatMap((entity) => (entity[8] === null ? [] : [columnOf(entity, entity[8], zoom)])),
      ),
    },
  ];
}

function cellLayers(cells: TwinReply['cells'], dark: boolean): readonly MapLayer[] {
  return stateNames.toReversed().map((state) => ({
    id: `twin-cells-${state}`,
    title: '汇总',
    kind: 'point',
    clusters: true,
    colour: colourOf(state, dark),
    from: collection(
      cells
        .filter(({ counts }) => gravestOf(counts) === state)
        .map(({ lon, lat, counts }) => ({
          type: 'Feature',
          properties: { count: stateNames.reduce((sum, name) => sum + counts[name], 0) },
          geometry: { type: 'Point', coordinates: [lon, lat] },
        })),
    ),
  }));
}

export function twinLayers(reply: TwinReply | undefined, zoom: number, dark: boolean): readonly MapLayer[] {
  if (reply === undefined) return [];
  const { entities, cells } = reply;
  return entities === null ? cellLayers(cells, dark) : entityLayers(entities, zoom, dark);
}

export function lineLayers(lines: TwinLines): readonly MapLayer[] {
  return lines.map(({ title, colour, register, rows }) => ({
    id: `twin-line-${register}`,
    title,
    kind: 'line',
    colour,
    opacity: 0.8,
    width: 2.4,
    from: collection(
      rows.map(({ id, name, line }) => ({
        type: 'Feature',
        properties: { id, name },
        geometry: { type: 'LineString', coordinates: line },
      })),
    ),
  }));
}

/** Around the entity that is open. */
export function chosenLayer(at: { readonly lon: number; readonly lat: number } | null | undefined): MapLayer {
  return {
    id: 'twin-chosen',
    title: '选中',
    kind: 'point',
    colour: '#ffffff',
    glow: true,
    opacity: 0.9,
    from: collection(
      at == null
        ? []
        : [{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [at.lon, at.lat] } }],
    ),
  };
}
