/** The class of water in its colour, as 生态环境监测 declares it; '—' where nothing was sampled. */
import type { ReactNode } from 'react';
import type { FeatureCollection } from 'geojson';
import type { MapLayer } from '../../../../ui/map-frame.tsx';
import environment from '../../environment/contract.ts';

const { values: colours, other } = environment.layers?.section?.colours ?? { values: {}, other: '#8c8c8c' };
const none = '未监测';

export function gradeColour(grade: string | null): string {
  return (grade === null ? undefined : (colours as Readonly<Record<string, string>>)[grade]) ?? other;
}

export function Grade(props: { readonly grade: string | null; readonly name: string | null }): ReactNode {
  if (props.grade === null) return '—';
  return (
    <span className="river-grade">
      <i style={{ background: gradeColour(props.grade) }} />
      {props.name}
    </span>
  );
}

interface Drawn {
  readonly id: string;
  readonly name: string;
  readonly line: readonly (readonly [number, number])[];
  readonly grade: string | null;
}

const titles = {
  '1': 'I 类',
  '2': 'II 类',
  '3': 'III 类',
  '4': 'IV 类',
  '5': 'V 类',
  '6': '劣 V 类',
  '0': none,
};

/** Rivers or reaches as coloured lines with their names. */
export function riverLayer(id: string, title: string, rows: readonly Drawn[]): MapLayer {
  const geojson: FeatureCollection = {
    type: 'FeatureCollection',
    features: rows
      .filter(({ line }) => line.length > 1)
      .map((row) => ({
        type: 'Feature',
        id: row.id,
        properties: { id: row.id, name: row.name, grade: row.grade ?? '0' },
        geometry: { type: 'LineString', coordinates: row.line.map(([lon, lat]) => [lon, lat]) },
      })),
  };
  return {
    id,
    title,
    kind: 'line',
    from: { geojson },
    label: 'name',
    colours: { by: 'grade', values: { ...colours, '0': other }, other, titles },
  };
}

/** [west, south, east, north] around places; undefined for none. */
export function boxOf(
  line: readonly (readonly [number, number])[],
): readonly [number, number, number, number] | undefined {
  if (line.length === 0) return undefined;
  const lons = line.map(([lon]) => lon);
  const lats = line.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
