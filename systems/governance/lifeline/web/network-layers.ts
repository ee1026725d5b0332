/** A water network as layers of the map: pipes, nodes coloured by pressure, ranked pipes, valves. */
import type { Feature, FeatureCollection } from 'geojson';
import type { OutputOf } from '../../../../kernel/contract.ts';
import type { MapLayer } from '../../../../ui/map-frame.tsx';
import type contract from '../contract.ts';

export type NetworkState = OutputOf<typeof contract.routes.networkState>;
export type Analysis = NonNullable<OutputOf<typeof contract.routes.analysis>['analysis']>;
export type Closure = NonNullable<OutputOf<typeof contract.routes.closure>['nearest']>;
type Box = readonly [number, number, number, number];

const colours = {
  low: '#cf1322',
  tight: '#fa8c16',
  enough: '#389e0d',
  high: '#1257b8',
  source: '#531dab',
  none: '#8c8c8c',
};
const none = colours.none;

function collection(features: readonly Feature[]): { readonly geojson: FeatureCollection } {
  return { geojson: { type: 'FeatureCollection', features: [...features] } };
}

function lineOf(id: string, line: readonly (readonly [number, number])[], properties: object): Feature {
  return {
    type: 'Feature',
    id,
    properties: { id, ...properties },
    geometry: { type: 'LineString', coordinates: line.map(([lon, lat]) => [lon, lat]) },
  };
}

function pointOf(
  id: string,
  { lon, lat }: { readonly lon: number; readonly lat: number },
  properties: object,
): Feature {
  return {
    type: 'Feature',
    id,
    properties: { id, ...properties },
    geometry: { type: 'Point', coordinates: [lon, lat] },
  };
}

/** Parts of the pressure wanted: below it, less than half as much again, less than three times, more. */
const tight = 1.5;
const high = 3;

export function bandOf(kind: string, pressure: number | null, required: number): keyof typeof colours {
  if (kind !== 'junction') return 'source';
  if (pressure === null) return 'none';
  if (pressure < required) return 'low';
  if (pressure < required * tight) return 'tight';
  return pressure < required * high ? 'enough' : 'high';
}

function bandTitles(required: number): Readonly<Record<string, string>> {
  const at = (times: number) => (required * times).toFixed(2);
  return {
    low: `低于 ${at(1)} MPa`,
    tight: `${at(1)}—${at(tight)} MPa`,
    enough: `${at(tight)}—${at(high)} MPa`,
    high: `${at(high)} MPa 以上`,
    source: '水源、水池',
    none: '没有结果',
  };
}

export function pipeLayer(pipes: NetworkState['pipes']): MapLayer {
  return {
    id: 'pipes',
    title: '管段',
    kind: 'line',
    from: collection(
      pipes.filter(({ line }) => line.length > 1).map(({ code, line }) => lineOf(code, line, { code })),
    ),
    colour: '#7a8ba6',
  };
}

export function pressureLayer(state: NetworkState): MapLayer {
  return {
    id: 'pressures',
    title: `${state.hour} 时压力`,
    kind: 'point',
    from: collection(
      state.nodes.map(({ code, kind, position, pressure }) =>
        pointOf(code, position, { code, band: bandOf(kind, pressure, state.required) }),
      ),
    ),
    colours: { by: 'band', values: colours, other: none, titles: bandTitles(state.required) },
  };
}

const ranks: Readonly<Record<string, string>> = { '1': '#a8071a', '2': '#d4380d', '3': '#d46b08' };

export function rankLayer(ranked: Analysis['ranked']): MapLayer {
  return {
    id: 'ranked',
    title: '候选漏损管段',
    kind: 'line',
    from: collection(
      ranked
        .slice(0, 3)
        .filter(({ line }) => line.length > 1)
        .map(({ pipe, line }, index) => lineOf(pipe, line, { pipe, rank: String(index + 1) })),
    ),
    colours: {
      by: 'rank',
      values: ranks,
      other: none,
      titles: { '1': '第一', '2': '第二', '3': '第三' },
    },
    label: 'pipe',
  };
}

export function valveLayer(valves: Closure['valves']): MapLayer {
  return {
    id: 'valves',
    title: '须关阀门',
    kind: 'point',
    from: collection(
      valves.flatMap(({ code, position }) => (position === null ? [] : [pointOf(code, position, { code })])),
    ),
    colour: '#531dab',
    label: 'code',
  };
}

export function boxOf(lines: readonly (readonly (readonly [number, number])[])[]): Box | undefined {
  const all = lines.flat();
  if (all.length === 0) return undefined;
  const lons = all.map(([lon]) => lon);
  const lats = all.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
