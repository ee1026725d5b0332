/** Puts a file on the map: every row sound, or nothing is written; wrong rows are left out only when the sender says so. */
import { access } from '../../../../../engines/access/service.ts';
import {
  type Bounds,
  metresBetween,
  type Position,
  type ReadGeometry,
  shapeArea,
  toGeoJson,
} from '../../../../../engines/maps/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import type { Problem } from '../../../../../kernel/errors.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Context, Handler, Services } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { feature } from '../../registers/feature.ts';
import { layer } from '../../registers/layer.ts';
import type { layerRoutes } from '../../routes/layer-routes.ts';
import { knownDepartments, ownsFor } from '../names.ts';
import { setting } from '../setting.ts';
import {
  agreeDatum,
  columnsOf,
  personalColumns,
  readSent,
  type RowProblem,
  type SoundRow,
  soundRows,
} from './read-upload.ts';
import { columnKinds } from './column-kinds.ts';
import { boundsOfGeometry, type LayerRow } from './uploaded.ts';

const mostProblems = 100;

function lengthOf(path: readonly Position[]): number {
  return path.reduce((sum, [lon, lat], index) => {
    const before = path[index - 1];
    return before === undefined ? 0 : sum + metresBetween(before[0], before[1], lon, lat);
  }, 0);
}

export function measureOf(geometry: ReadGeometry): number | null {
  if (geometry.kind === 'point') return null;
  const value =
    geometry.kind === 'area'
      ? shapeArea(geometry.shape)
      : geometry.paths.reduce((sum, path) => sum + lengthOf(path), 0);
  return Math.round(value * 100) / 100;
}

export function toGeometry(geometry: ReadGeometry): { readonly type: string; readonly coordinates: unknown } {
  if (geometry.kind === 'area') return toGeoJson(geometry.shape);
  if (geometry.kind === 'line') return { type: 'MultiLineString', coordinates: geometry.paths };
  const [only, ...others] = geometry.places;
  return others.length === 0
    ? { type: 'Point', coordinates: only }
    : { type: 'MultiPoint', coordinates: geometry.places };
}

function kindOf(rows: readonly SoundRow[]): 'point' | 'line' | 'area' | 'mixed' {
  const kinds = new Set(rows.map(({ geometry }) => geometry.kind));
  const [only] = kinds;
  return only !== undefined && kinds.size === 1 ? only : 'mixed';
}

function wholeBounds(rows: readonly SoundRow[]): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { geometry } of rows) {
    const bounds = boundsOfGeometry(geometry);
    west = Math.min(west, bounds[0]);
    south = Math.min(south, bounds[1]);
    east = Math.max(east, bounds[2]);
    north = Math.max(north, bounds[3]);
  }
  return [west, south, east, north];
}

export interface LayerFacts {
  readonly title: string;
  readonly department: string;
  readonly sharedWith: readonly string[];
  readonly note: string;
  readonly colour: string;
  readonly datum: string;
  readonly fileName: string;
  readonly titleColumn: string;
  readonly heightColumn: string;
  readonly skipped: number;
}

/** A layer with all its features, in the caller's transaction. */
export async function writeLayer(
  services: Services,
  work: Work,
  by: string,
  facts: LayerFacts,
  rows: readonly SoundRow[],
): Promise<LayerRow> {
  const [west, south, east, north] = wholeBounds(rows);
  const columns = columnsOf(rows);
  const kinds = columnKinds(
    columns,
    rows.map(({ properties }) => properties),
  );
  const kept = services.use(registers);
  const row = await kept.of(layer).trusted.insert(work, by, {
    title: facts.title,
    department: facts.department,
    sharedWith: knownDepartments(facts.sharedWith),
    note: facts.note || null,
    kind: kindOf(rows),
    datum: facts.datum,
    fileName: facts.fileName,
    columns,
    numberColumns: kinds.numbers,
    timeColumns: kinds.times,
    titleColumn: facts.titleColumn || null,
    heightColumn: facts.heightColumn || null,
    colour: facts.colour,
    features: rows.length,
    skipped: facts.skipped,
    west,
    south,
    east,
    north,
  });
  const values = rows.map(({ row: serial, properties, geometry }): RowInput<typeof feature> => {
    const [w, s, e, n] = boundsOfGeometry(geometry);
    const title = properties[facts.titleColumn] ?? properties['name'] ?? properties['名称'];
    return {
      layer: row.id,
      serial,
      title:
        title === null || title === undefined || title === ''
          ? `第 ${serial} 行`
          : String(title).slice(0, 200),
      kind: geometry.kind,
      place: { lon: (w + e) / 2, lat: (s + n) / 2 },
      measure: measureOf(geometry),
      geometry: toGeometry(geometry),
      properties,
    };
  });
  await kept.of(feature).trusted.insertMany(work, by, values);
  return row;
}

function toProblems(problems: readonly RowProblem[]): readonly Problem[] {
  return problems
    .slice(0, mostProblems)
    .map(({ row, message }) => ({ path: `rows.${row}`, message: `第 ${row} 行：${message}` }));
}

/** The department asked for, or the caller's own when he has but one. Throws one-map.notOwner. */
function ownDepartment(context: Context, asked: string | undefined): string {
  const department = asked ?? context.principal.departments[0];
  const decision = context.use(access).decide(context.principal, 'one-map:import');
  if (department === undefined || !ownsFor(decision, department)) throw errors.notOwner();
  if (knownDepartments([department]).length === 0) throw errors.notOwner();
  return department;
}

export const importLayer: Handler<typeof layerRoutes.importLayer> = async (input, context) => {
  const department = ownDepartment(context, input.department);
  const { name, layer: read, withoutPlaces } = await readSent(context, input);
  if (withoutPlaces !== undefined)
    throw errors.noPlaces({}, [{ path: 'addressColumn', message: '请选择地址列' }]);
  const declared = agreeDatum(input, read, name);
  const { sound, problems: unsound } = soundRows(read, declared, setting(context, 'feature-vertices'));
  const problems = [...read.problems, ...unsound].sort((a, b) => a.row - b.row);
  if (problems.length > 0 && !input.skipWrong)
    throw errors.rowsRefused({ count: problems.length }, toProblems(problems));
  if (sound.length === 0) throw errors.noRows({}, toProblems(problems));
  const personal = personalColumns(sound);
  if (personal.length > 0) throw errors.personalColumns({ columns: personal.join('、') });
  const row = await context.use(store).transaction((work) =>
    writeLayer(
      context,
      work,
      context.principal.id,
      {
        title: input.title,
        department,
        sharedWith: input.sharedWith,
        note: input.note,
        colour: input.colour,
        datum: declared.datum,
        fileName: name,
        titleColumn: input.titleColumn,
        heightColumn: input.heightColumn,
        skipped: problems.length,
      },
      sound,
    ),
  );
  return { id: row.id, features: sound.length, skipped: problems.length };
};

export const readFile: Handler<typeof layerRoutes.readFile> = async (input, context) => {
  const { name, layer: read, withoutPlaces } = await readSent(context, input);
  const chosen = input.datum ?? read.declared?.datum;
  const unsound =
    chosen === undefined
      ? []
      : soundRows(read, agreeDatum(input, read, name), setting(context, 'feature-vertices')).problems;
  const problems = [...read.problems, ...unsound].sort((a, b) => a.row - b.row);
  const count = (kind: string) => read.rows.filter(({ geometry }) => geometry.kind === kind).length;
  return {
    fileName: name,
    rows: read.rows.length + read.problems.length,
    points: count('point'),
    lines: count('line'),
    areas: count('area'),
    columns: [...(withoutPlaces ?? columnsOf(read.rows))],
    declared: read.declared?.datum ?? null,
    needsAddress: withoutPlaces !== undefined,
    problems: problems.slice(0, mostProblems).map(({ row, message }) => ({ row, message })),
    problemCount: problems.length,
  };
};
