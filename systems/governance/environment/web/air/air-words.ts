/** Air as people read it: names, units, colours that can be read, and the layer of stations. Pure. */
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { MapLayer } from '../../../../../ui/map-frame.tsx';
import type contract from '../../contract.ts';
import table from '../../data/air-quality-index.json' with { type: 'json' };

export type Board = OutputOf<typeof contract.routes.airBoard>;
export type Shown = Board['hours'][number];
export type Station = Board['stations'][number];

export const pollutantNames = {
  pm25: 'PM2.5',
  pm10: 'PM10',
  so2: 'SO₂',
  no2: 'NO₂',
  co: 'CO',
  o3: 'O₃',
} as const;
export type PollutantName = keyof typeof pollutantNames;

export function unitOf(pollutant: PollutantName): string {
  return pollutant === 'co' ? 'mg/m³' : 'µg/m³';
}

/** Black on the light levels (优 良 轻度), white on the dark ones: contrast 4.5:1. */
export function inkOn(level: string | null): string {
  return level !== null && level > '3' ? '#ffffff' : '#1b2638';
}

export function primaryText(shown: { readonly primary: readonly string[] } | null): string {
  const names = (shown?.primary ?? []).flatMap((each) =>
    each in pollutantNames ? [pollutantNames[each as PollutantName]] : [],
  );
  return names.length === 0 ? '—' : names.join('、');
}

const levels = table.levels.rows;

export function stationLayers(stations: readonly Station[]): readonly MapLayer[] {
  const features = stations.map(({ id, name, position, now }) => ({
    type: 'Feature' as const,
    properties: { id, name: now?.aqi == null ? name : `${name} ${now.aqi}`, level: now?.level ?? 'none' },
    geometry: { type: 'Point' as const, coordinates: [position.lon, position.lat] },
  }));
  return [
    {
      id: 'stations',
      title: '空气站',
      kind: 'point',
      from: { geojson: { type: 'FeatureCollection', features } },
      label: 'name',
      colours: {
        by: 'level',
        values: Object.fromEntries(levels.map(({ code, colour }) => [code, colour])),
        titles: Object.fromEntries(levels.map(({ code, name }) => [code, name])),
        other: '#8c8c8c',
      },
    },
  ];
}

/** 09 时 in Shanghai. */
export function hourText(iso: string): string {
  const hour = new Date(Date.parse(iso) + 8 * 3_600_000).getUTCHours();
  return `${String(hour).padStart(2, '0')} 时`;
}

export function dayHourText(iso: string): string {
  const at = new Date(Date.parse(iso) + 8 * 3_600_000);
  return `${at.getUTCMonth() + 1}-${at.getUTCDate()} ${hourText(iso)}`;
}
