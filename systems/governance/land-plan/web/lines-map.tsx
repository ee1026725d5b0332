/** Control lines around an area on the city's map, with the area itself and what of it is taken. */
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { type ReactNode, useMemo } from 'react';
import { useCityStyle } from '../../../../engines/maps/web/use-city-style.ts';
import type { OutputOf } from '../../../../kernel/contract.ts';
import type { Point } from '../../../../kernel/register.ts';
import { type MapFeature, MapFrame, type MapLayer } from '../../../../ui/map-frame.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { areaText } from './area-text.ts';

export type Box = readonly [west: number, south: number, east: number, north: number];
type ViewLayer = OutputOf<typeof contract.routes.view>['layers'][number];

/** The city, when there is no land yet to look around. */
export const wholeCity: Box = [114.85, 32.4, 116.85, 34.1];

export function boxOf(shape: { readonly coordinates: readonly unknown[] }): Box {
  let [west, south, east, north] = [180, 90, -180, -90];
  const look = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [x, y] = part as readonly unknown[];
    if (typeof x === 'number' && typeof y === 'number') {
      west = Math.min(west, x);
      south = Math.min(south, y);
      east = Math.max(east, x);
      north = Math.max(north, y);
    } else for (const inner of part) look(inner);
  };
  look(shape.coordinates);
  return [west, south, east, north];
}

/** Half as much again on each side, so that neighbours show. */
export function widen([west, south, east, north]: Box): Box {
  const [x, y] = [Math.max((east - west) / 2, 0.002), Math.max((north - south) / 2, 0.002)];
  return [west - x, south - y, east + x, north + y];
}

function collection(
  geometries: readonly { readonly shape: MultiPolygon | Polygon; readonly properties: object }[],
) {
  const geojson: FeatureCollection = {
    type: 'FeatureCollection',
    features: geometries.map(({ shape, properties }) => ({
      type: 'Feature',
      properties: { ...properties },
      geometry: shape,
    })),
  };
  return { geojson };
}

function toLayer({ line, title, colour, total, parcels }: ViewLayer): MapLayer {
  const note = total > parcels.length ? `（显示较大的 ${parcels.length} 个）` : '';
  return {
    id: `line-${line}`,
    title: `${title}${note}`,
    kind: 'area',
    colour,
    from: collection(
      parcels.map(({ id, number, name, squareMetres, shape }) => ({
        shape,
        properties: { id, number, name: name ?? '', area: areaText(squareMetres), line: title },
      })),
    ),
  };
}

export interface LinesMapProps {
  readonly box: Box;
  /** Default: all versions in force. */
  readonly version?: string;
  readonly land?: MultiPolygon | Polygon | undefined;
  readonly corners?: readonly (readonly [number, number])[];
  readonly taken?: readonly {
    readonly title: string;
    readonly colour: string;
    readonly pieces: MultiPolygon;
  }[];
  readonly height: number | string;
  readonly onPoint?: (at: Point) => void;
  readonly label: string;
}

const noTaken: NonNullable<LinesMapProps['taken']> = [];
const noCorners: NonNullable<LinesMapProps['corners']> = [];

export function LinesMap(props: LinesMapProps): ReactNode {
  const { land, taken = noTaken, corners = noCorners } = props;
  const [west, south, east, north] = props.box;
  const asked = useCall(
    contract.routes.view,
    { ...(props.version === undefined ? {} : { version: props.version }), west, south, east, north },
    { keep: true, fresh: 60_000 },
  );
  const { style } = useCityStyle();
  const layers = useMemo((): readonly MapLayer[] => {
    const lines = (asked.data?.layers ?? []).map(toLayer).toReversed();
    const pieces = taken.map(
      ({ title, colour, pieces: shape }, index): MapLayer => ({
        id: `taken-${index}`,
        title: `占用：${title}`,
        kind: 'area',
        colour,
        from: collection([{ shape, properties: {} }]),
      }),
    );
    const own: MapLayer[] = land
      ? [
          {
            id: 'land',
            title: '用地范围',
            kind: 'line',
            colour: '#000000',
            from: collection([{ shape: land, properties: {} }]),
          },
        ]
      : [];
    const dots: MapLayer[] =
      corners.length === 0
        ? []
        : [
            {
              id: 'corners',
              title: '界址点',
              kind: 'point',
              colour: '#d4380d',
              from: {
                geojson: {
                  type: 'FeatureCollection',
                  features: corners.map(([x, y]) => ({
                    type: 'Feature',
                    properties: {},
                    geometry: { type: 'Point', coordinates: [x, y] },
                  })),
                },
              },
            },
          ];
    return [...lines, ...pieces, ...own, ...dots];
  }, [asked.data, land, taken, corners]);
  return (
    <MapFrame
      layers={layers}
      height={props.height}
      fit={props.box}
      label={props.label}
      card={parcelCard}
      {...(style ? { style } : {})}
      {...(props.onPoint ? { onPoint: props.onPoint } : {})}
    />
  );
}

function parcelCard({ layer, properties }: MapFeature): ReactNode {
  if (!layer.id.startsWith('line-')) return null;
  return (
    <div>
      <b>{String(properties['line'])}</b>
      <div>
        {String(properties['number'])} {String(properties['name'])}
      </div>
      <div>{String(properties['area'])}</div>
    </div>
  );
}
