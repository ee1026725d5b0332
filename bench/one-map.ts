/** How fast rows are counted in a buffer and by hexagons among many points, under the decision; beside bare queries in the same run. */
import { parseArgs } from 'node:util';
import { bufferShape, type MultiPolygon, type Position } from '../engines/maps/index.ts';
import { sql, type Store } from '../engines/store/index.ts';
import { defineContract } from '../kernel/contract.ts';
import { area, defineRegister, integer, point, text } from '../kernel/register.ts';
import { openPartsMap, timeEach } from './support/open-parts-map.ts';
import { percentile } from './support/percentile.ts';

const contract = defineContract({
  id: 'bench',
  title: '测试',
  plan: [],
  permissions: { read: '查看' },
  registers: {
    parts: defineRegister({
      title: '部件',
      owner: 'city',
      share: 'none',
      open: 'none',
      fields: {
        code: text({ title: '编码', class: 'public' }),
        amount: integer({ title: '数量', class: 'public' }),
        place: area({ title: '区划', class: 'public' }),
        at: point({ title: '位置', class: 'public' }),
      },
      allow: { read: 'read' },
      scope: { area: 'place' },
      titleField: 'code',
    }),
  },
  routes: {},
  layers: { parts: { title: '部件', from: 'parts', point: 'at', allow: 'read', properties: ['code'] } },
});
const layer = 'bench.parts';
const rounds = 40;

function print(name: string, mine: readonly number[], yardstick: string, theirs: readonly number[]): void {
  for (const [label, share] of [
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const) {
    const [own, other] = [percentile(mine, share), percentile(theirs, share)];
    console.log(
      `figure ${name}-${label} ${own.toFixed(2)} ms yardstick ${yardstick}=${other.toFixed(2)} ratio ${(own / other).toFixed(2)}`,
    );
  }
}

/** What a hand-written query would do: the same ring, no decision, count and first page. */
async function bareCount(store: Store, shape: MultiPolygon): Promise<number> {
  const ring = `(${(shape[0]?.[0] ?? []).map(([lon, lat]) => `(${lon},${lat})`).join()})`;
  const counted = await sql<{ count: number }>`
    select count(*) as count from bench_parts where at <@ box(${ring}::polygon) and at <@ ${ring}::polygon
  `.execute(store.db);
  await sql`select id, code, at from bench_parts where at <@ box(${ring}::polygon) and at <@ ${ring}::polygon limit 51`.execute(
    store.db,
  );
  return counted.rows[0]?.count ?? 0;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rows: { type: 'string', default: '200000' } } });
  const { store, reader, make, close } = await openPartsMap(contract, {
    rows: Number(values.rows),
    more: { amount: (index) => String(index % 100) },
  });
  try {
    const maps = make();
    for (const metres of [500, 2000, 10_000]) {
      const shapes = Array.from({ length: rounds }, () => {
        const at: Position = [115.76 + Math.random() * 0.12, 32.86 + Math.random() * 0.08];
        return bufferShape({ kind: 'point', at }, metres);
      });
      for (const shape of shapes.slice(0, 5)) {
        const [mine, bare] = [await maps.within(reader, layer, shape, 50), await bareCount(store, shape)];
        if (mine.matched !== bare) throw new Error(`counted ${mine.matched}, bare ${bare}`);
      }
      const mine = await timeEach(shapes, (shape) => maps.within(reader, layer, shape, 50));
      const bare = await timeEach(shapes, (shape) => bareCount(store, shape));
      print(`overlay-${metres}m`, mine, 'bare', bare);
    }
    const sides = Array.from({ length: 10 }, () => 1000);
    const ask = (side: number) =>
      maps.hexagons(reader, layer, { side, meridian: 115.8, sum: 'amount', most: 4001 });
    const hexagons = await timeEach(sides, ask);
    const squares = await timeEach(sides, () =>
      sql`select floor(at[0] / 0.02), floor(at[1] / 0.016), count(*), sum(amount) from bench_parts group by 1, 2`.execute(
        store.db,
      ),
    );
    print('hexagons-1000m', hexagons, 'bare-squares', squares);
  } finally {
    await close();
  }
}
