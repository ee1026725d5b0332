/** What of a register's rows may be placed on a map, and how they are counted. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decision } from '../../../kernel/access.ts';
import type { RowInput } from '../../../kernel/register.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import {
  openRegisters,
  type PointReader,
  pointReader,
  type RegisterEngine,
  registerTables,
} from '../index.ts';
import {
  areas,
  chief,
  countyA,
  countyB,
  grantAccess,
  lampCodes,
  lampContract,
  lamps,
} from './test-support/lamps.ts';

const source = { register: 'lamp.lamps', point: 'at', properties: ['code', 'idCard', 'createdAt'] };
const box = { west: 115.8, south: 32.8, east: 115.9, north: 32.9 };
const everything: Decision = { permit: true, rows: [{ kind: 'all' }], clearance: 'internal' };
const onlyA: Decision = { permit: true, rows: [{ kind: 'area', area: countyA }], clearance: 'internal' };

let store: TestStore;
let engine: RegisterEngine;
let points: PointReader;

beforeAll(async () => {
  const access = grantAccess([chief]);
  store = await openTestStore({ tables: registerTables([lampContract]) });
  engine = await openRegisters({
    contracts: [lampContract],
    store,
    access,
    findArea: (code) => areas.get(code),
    locate: () => countyA,
  });
  await engine.service.codeLists.load(lampCodes);
  points = pointReader(engine);
  const lamp = (index: number, more: RowInput<typeof lamps>): RowInput<typeof lamps> => ({
    code: `L-${index}`,
    place: countyA,
    kind: 'led',
    ...more,
  });
  await store.transaction((work) =>
    engine.service
      .of(lamps)
      .trusted.insertMany(work, 'chief', [
        lamp(1, { at: { lon: 115.81, lat: 32.81 } }),
        lamp(2, { at: { lon: 115.82, lat: 32.82 }, kind: 'sodium' }),
        lamp(3, { at: { lon: 115.89, lat: 32.89 }, place: countyB }),
        lamp(4, { at: { lon: 116.5, lat: 33 } }),
        lamp(5, { at: { lon: 115.85, lat: 32.85 } }),
      ]),
  );
  const rows = engine.service.rows('lamp.lamps');
  const [fifth] = (await rows.list(chief, { where: { code: 'L-5' } })).rows;
  if (fifth === undefined) throw new Error('L-5 is missing');
  await rows.archive(chief, fifth.id, fifth.version, '拆除');
});
afterAll(() => store.close());

describe('地图取点', () => {
  test('只取范围内、权限内、未撤销的', async () => {
    const codes = async (decision: Decision, filter?: Record<string, string>) =>
      (await points.pointsIn(decision, filter === undefined ? source : { ...source, filter }, box, 10))
        .map((row) => row.values['code'])
        .sort();
    expect(await codes(everything)).toEqual(['L-1', 'L-2', 'L-3']);
    expect(await codes(onlyA)).toEqual(['L-1', 'L-2']);
    expect(await codes(everything, { kind: 'sodium' })).toEqual(['L-2']);
    expect(await points.countIn(onlyA, source, box, 10)).toBe(2);
    expect(await points.countIn(everything, source, box, 2)).toBe(2);
  });

  test('按格汇总:东北两边的点归下一格', async () => {
    const clusters = await points.clusterPoints(everything, source, box, { lon: 0.05, lat: 0.05 });
    expect(clusters.map((each) => each.count).sort()).toEqual([1, 2]);
    expect(clusters.find((each) => each.count === 2)?.id).toBeNull();
    expect(clusters.find((each) => each.count === 1)?.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(
      await points.clusterPoints(everything, source, { ...box, east: 115.89 }, { lon: 1, lat: 1 }),
    ).toMatchObject([{ count: 2 }]);
  });

  test('没有许可就没有点;不存在的字段和台账启动时就能发现', async () => {
    const refused: Decision = { permit: false, reason: '无权' };
    await expect(points.pointsIn(refused, source, box, 1)).rejects.toMatchObject({ code: 'city.forbidden' });
    await expect(points.pointsIn(everything, { ...source, point: 'code' }, box, 1)).rejects.toThrow(
      RangeError,
    );
    await expect(points.pointsIn(everything, { ...source, properties: ['nothing'] }, box, 1)).rejects.toThrow(
      RangeError,
    );
    await expect(
      points.pointsIn(everything, { ...source, filter: { phone: '139*' } }, box, 1),
    ).rejects.toMatchObject({ code: 'city.forbidden' });
  });
});
