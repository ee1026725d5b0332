/** Questions about whole layers: what there is, what lies in an area, how dense it is, how it came about; each narrowed by the layer's decision. */
import type { Principal } from '../../../kernel/access.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import type { AccessService, Permit } from '../../access/index.ts';
import type { PlacedRow, PointReader, RegisterService } from '../../registers/index.ts';
import type { LayerSurvey, MapService, PlacedFeature } from '../service.ts';
import { hexagonRing, sphereMetresADegree } from '../geometry/hexagon.ts';
import type { DeclaredLayer } from './declared-layers.ts';

interface AnalysisDeps {
  readonly layers: ReadonlyMap<string, DeclaredLayer>;
  readonly layerOf: (id: string) => DeclaredLayer;
  readonly toFeature: (layer: DeclaredLayer, row: PlacedRow) => PlacedFeature;
  readonly access: AccessService;
  readonly points: PointReader;
  readonly registers: RegisterService;
}

type Analysis = Pick<MapService, 'survey' | 'within' | 'hexagons' | 'timed'>;

const wholeWorld = { west: -180, south: -90, east: 180, north: 90 } as const;
/** As the lists of registers count. */
const mostCounted = 10_000;
/** More rows than any layer of the city has; the count within an area stays exact. */
const mostWithin = 10_000_000;
/** A date means its beginning in Shanghai. */
export function millisecondsOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  const text = String(value ?? '');
  return Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+08:00` : text);
}

export function layerAnalysis({
  layers,
  layerOf,
  toFeature,
  access,
  points,
  registers,
}: AnalysisDeps): Analysis {
  function fieldsOf(layer: DeclaredLayer, decision: Permit, types: readonly string[]) {
    const { register } = layer.source;
    const hidden = registers.hidden(register, decision);
    return registers
      .fieldsOf(register)
      .filter((field) => types.includes(field.type) && !hidden.has(field.name));
  }
  function timesOf(layer: DeclaredLayer, decision: Permit) {
    const own = fieldsOf(layer, decision, ['moment', 'date']).map(({ name, title }) => ({ name, title }));
    return [...own, { name: 'createdAt', title: '登记时间' }];
  }
  function numbersOf(layer: DeclaredLayer, decision: Permit) {
    return fieldsOf(layer, decision, ['integer', 'decimal']).map(({ name, title, unit }) => ({
      name,
      title,
      unit,
    }));
  }
  function refuse(path: string): never {
    throw commonErrors.invalid({}, [{ path, message: '图层没有这个字段，或本人不能查看' }]);
  }

  async function surveyOf(principal: Principal, layer: DeclaredLayer): Promise<LayerSurvey> {
    const { id, title, systemTitle, register } = layer.info;
    const { owner } = registers.get(register).declaration;
    const named = { id, title, systemTitle, owner };
    const decision = access.decide(principal, layer.permission);
    if (!decision.permit)
      return { ...named, visible: false, count: null, changedAt: null, times: [], numbers: [] };
    const [counted, changedAt] = await Promise.all([
      points.countIn(decision, layer.source, wholeWorld, mostCounted + 1),
      points.lastChange(decision, layer.source),
    ]);
    return {
      ...named,
      visible: true,
      count: counted > mostCounted ? null : counted,
      changedAt,
      times: timesOf(layer, decision),
      numbers: numbersOf(layer, decision),
    };
  }

  return {
    survey: (principal) => Promise.all([...layers.values()].map((layer) => surveyOf(principal, layer))),
    async within(principal, id, area, limit, after) {
      const layer = layerOf(id);
      const decision = access.require(principal, layer.permission);
      const source = { ...layer.source, within: area };
      const [matched, rows] = await Promise.all([
        points.countIn(decision, source, wholeWorld, mostWithin),
        points.pagePoints(decision, source, wholeWorld, { after, limit: limit + 1 }),
      ]);
      const shown = rows.slice(0, limit);
      return {
        features: shown.map((row) => toFeature(layer, row)),
        matched,
        next: rows.length > limit ? shown.at(-1)?.id : undefined,
      };
    },
    async hexagons(principal, id, { area, side, meridian, sum, most }) {
      const layer = layerOf(id);
      const decision = access.require(principal, layer.permission);
      if (sum !== undefined && !numbersOf(layer, decision).some(({ name }) => name === sum)) refuse('sum');
      const grid = { side, meridian, metresADegree: sphereMetresADegree };
      const source = area === undefined ? layer.source : { ...layer.source, within: area };
      const cells = await points.hexagons(decision, source, grid, sum, most);
      return cells.map(({ column, row, count, sum: total }) => ({
        ring: hexagonRing({ column, row }, grid),
        count,
        sum: total,
      }));
    },
    async timed(principal, id, [west, south, east, north], field, limit) {
      const layer = layerOf(id);
      const decision = access.require(principal, layer.permission);
      if (!timesOf(layer, decision).some(({ name }) => name === field)) refuse('field');
      const source = { ...layer.source, properties: [...new Set([...layer.source.properties, field])] };
      const rows = await points.pointsIn(decision, source, { west, south, east, north }, limit + 1);
      const features = rows.slice(0, limit).flatMap((row) => {
        const at = millisecondsOf(row.values[field]);
        const { id: rowId, lon, lat } = row;
        return Number.isNaN(at) ? [] : [{ id: rowId, lon, lat, colour: layer.colourOf(row.values), at }];
      });
      return { features, more: rows.length > limit };
    },
  };
}
