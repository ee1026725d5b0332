/** Networks small enough to be reckoned by hand, and random ones against every way there is; how long the process is held. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Position } from '../../geometry/shapes.ts';
import { buildNetwork, type Network, NetworkTooLarge, pathLength, type Road } from './build-network.ts';
import { findLeg, linePiece, reachWithin, type RouteBy, toRoad } from './find-route.ts';
import { MinHeap } from './min-heap.ts';
import { planRoute } from './plan-route.ts';
import { takeTurns, TooLong } from '../../../../kernel/take-turns.ts';

const limits = { tolerance: 2, mostEdges: 10_000, mostMilliseconds: 60_000 };
const wishes = { by: 'length' as RouteBy, mostAway: 500, mostMilliseconds: 60_000 };
const lon = 115.8;
const lat = 32.9;
/** A hundredth of a degree east and north of the corner. */
const at = (x: number, y: number): Position => [lon + x / 100, lat + y / 100];

function road(id: string, path: readonly Position[], more: Partial<Road> = {}): Road {
  return { id, name: id, paths: [path], way: 'both', kilometresAnHour: 36, ...more };
}

const namesOf = (answer: Awaited<ReturnType<typeof planRoute>>) =>
  answer.found ? answer.route.steps.map(({ name }) => name) : answer.why;

describe('路网', () => {
  test('两米内的端点是同一个路口，两米外的不是', async () => {
    // A degree of latitude is some 111 km: 1e-5° is 1.1 m.
    const near = await buildNetwork(
      [road('甲', [at(0, 0), at(1, 0)]), road('乙', [[lon + 0.01, lat + 1e-5], at(1, 1)])],
      limits,
    );
    expect([near.nodes.length, near.parts]).toEqual([3, 1]);
    const far = await buildNetwork(
      [road('甲', [at(0, 0), at(1, 0)]), road('乙', [[lon + 0.01, lat + 3e-5], at(1, 1)])],
      limits,
    );
    expect([far.nodes.length, far.parts]).toEqual([4, 2]);
  });

  test('路在别的路的端点处断开，长度不变', async () => {
    const through = [at(0, 0), at(1, 0), at(2, 0)];
    const network = await buildNetwork([road('直', through), road('岔', [at(1, 0), at(1, 1)])], limits);
    expect(network.edges).toHaveLength(3);
    const metres = network.edges
      .filter((edge) => edge.road === 0)
      .reduce((sum, edge) => sum + edge.metres, 0);
    expect(metres).toBeCloseTo(pathLength(through), 6);
  });

  test('超过路段上限就不建', async () => {
    const roads = Array.from({ length: 12 }, (_, x) => road(`${x}`, [at(x, 0), at(x, 1)]));
    await expect(buildNetwork(roads, { ...limits, mostEdges: 10 })).rejects.toThrow(NetworkTooLarge);
  });
});

describe('路径', () => {
  // A square with a quick way round and a slow diagonal.
  const square = [
    road('南街', [at(0, 0), at(2, 0)], { kilometresAnHour: 72 }),
    road('东街', [at(2, 0), at(2, 2)], { kilometresAnHour: 72 }),
    road('斜街', [at(0, 0), at(2, 2)], { kilometresAnHour: 18 }),
  ];

  test('按长度走斜街，按时间绕行；长度和时间与手算一致', async () => {
    const network = await buildNetwork(square, limits);
    const short = await planRoute(network, [at(0, 0), at(2, 2)], wishes);
    expect(namesOf(short)).toEqual(['斜街']);
    const quick = await planRoute(network, [at(0, 0), at(2, 2)], { ...wishes, by: 'time' });
    expect(namesOf(quick)).toEqual(['南街', '东街']);
    if (!quick.found) return;
    const metres = pathLength([at(0, 0), at(2, 0), at(2, 2)]);
    expect(quick.route.metres).toBeCloseTo(metres, 3);
    expect(quick.route.seconds).toBeCloseTo(metres / 20, 3);
    expect(quick.route.steps[0]?.bearing).toBeCloseTo(90, 0);
    expect(quick.route.steps[1]?.bearing).toBeCloseTo(0, 0);
    expect(pathLength(quick.route.line)).toBeCloseTo(metres, 3);
  });

  test('单行线按方向走；只能逆行时说明', async () => {
    const oneWay = [
      road('单', [at(0, 0), at(2, 0)], { way: 'forward' }),
      road('绕', [at(2, 0), at(1, 1), at(0, 0)]),
    ];
    const network = await buildNetwork(oneWay, limits);
    expect(namesOf(await planRoute(network, [at(0.1, 0), at(1.9, 0)], wishes))).toEqual(['单']);
    expect(namesOf(await planRoute(network, [at(1.9, 0), at(0.1, 0)], wishes))).toEqual(['单', '绕', '单']);
    const alone = await buildNetwork(oneWay.slice(0, 1), limits);
    expect(namesOf(await planRoute(alone, [at(1.5, 0), at(0.5, 0)], wishes))).toBe('one-way');
    const turned = await buildNetwork([road('反', [at(0, 0), at(2, 0)], { way: 'backward' })], limits);
    expect(namesOf(await planRoute(turned, [at(1.5, 0), at(0.5, 0)], wishes))).toEqual(['反']);
  });

  test('起点终点在路中间，经过途经点，离路太远和不相连的说明', async () => {
    const network = await buildNetwork([...square, road('孤岛', [at(5, 5), at(6, 5)])], limits);
    const middle = await planRoute(network, [at(1, 0.01), at(1, 0.02)], wishes);
    expect(middle.found && middle.route.metres).toBe(0);
    const some = await planRoute(network, [at(0.5, 0), at(1.5, 0)], wishes);
    expect(some.found && some.route.metres).toBeCloseTo(pathLength([at(0.5, 0), at(1.5, 0)]), 3);
    const over = await planRoute(network, [at(0, 0), at(2, 0), at(2, 2)], wishes);
    expect(namesOf(over)).toEqual(['南街', '东街']);
    expect(await planRoute(network, [at(0, 0), at(1, 3)], wishes)).toEqual({
      found: false,
      why: 'off-road',
      stop: 1,
    });
    expect(await planRoute(network, [at(0, 0), at(5.5, 5)], wishes)).toEqual({
      found: false,
      why: 'not-joined',
      stop: 0,
    });
  });

  test('随机路网上的最短路等于穷举（Floyd–Warshall）', async () => {
    const side = 4;
    const ways = fc.constantFrom('both' as const, 'forward' as const, 'backward' as const);
    const link = fc.record({ from: fc.nat(side * side - 1), to: fc.nat(side * side - 1), way: ways });
    await fc.assert(
      fc.asyncProperty(fc.array(link, { minLength: 5, maxLength: 40 }), async (links) => {
        const placeOf = (node: number) => at(node % side, Math.floor(node / side));
        const roads = links
          .filter(({ from, to }) => from !== to)
          .map(({ from, to, way }, index) => road(`${index}`, [placeOf(from), placeOf(to)], { way }));
        const network = await buildNetwork(roads, limits);
        const count = network.nodes.length;
        const all = Array.from({ length: count }, (_, a) =>
          Array.from({ length: count }, (__, b) => (a === b ? 0 : Infinity)),
        );
        const lower = (a: number, b: number, cost: number) => {
          const row = all[a];
          if (row !== undefined && cost < (row[b] ?? Infinity)) row[b] = cost;
        };
        for (const { from, to, metres, road: own } of network.edges) {
          const way = network.roads[own]?.way;
          if (way !== 'backward') lower(from, to, metres);
          if (way !== 'forward') lower(to, from, metres);
        }
        for (let via = 0; via < count; via += 1)
          for (let a = 0; a < count; a += 1)
            for (let b = 0; b < count; b += 1)
              lower(a, b, (all[a]?.[via] ?? Infinity) + (all[via]?.[b] ?? Infinity));
        // Stops at the ends of edges, whose costs the table knows.
        for (const [first, start] of network.edges.entries()) {
          const [last, goal] = [...network.edges.entries()].at(-1 - (first % 3)) ?? [];
          if (last === undefined || goal === undefined) continue;
          const begin = { edge: first, along: start.metres, at: placeOf(0), away: 0 };
          const end = { edge: last, along: 0, at: placeOf(0), away: 0 };
          const way = network.roads[start.road]?.way;
          const goalWay = network.roads[goal.road]?.way;
          const leave = [
            ...(way === 'forward' ? [] : [[start.from, start.metres]]),
            ...(way === 'backward' ? [] : [[start.to, 0]]),
          ];
          const enter = [
            ...(goalWay === 'forward' ? [] : [[goal.to, goal.metres]]),
            ...(goalWay === 'backward' ? [] : [[goal.from, 0]]),
          ];
          let wanted = first === last && way !== 'forward' ? start.metres : Infinity;
          for (const [a = 0, before = 0] of leave)
            for (const [b = 0, after = 0] of enter)
              wanted = Math.min(wanted, before + (all[a]?.[b] ?? Infinity) + after);
          const leg = await findLeg(network, begin, end, 'length', takeTurns(10_000));
          if (wanted === Infinity) expect(leg).toBeUndefined();
          else
            expect((leg ?? []).reduce((sum, piece) => sum + Math.abs(piece.to - piece.from), 0)).toBeCloseTo(
              wanted,
              6,
            );
          expectJoined(network, leg ?? []);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('几分钟内到得了的路段', async () => {
    const network = await buildNetwork([road('长', [at(0, 0), at(10, 0)])], limits);
    const turns = takeTurns(10_000);
    const start = await toRoad(network, at(5, 0), 10, turns);
    if (start === undefined) throw new Error('not on the road');
    // 36 km/h for 100 s is a kilometre either way.
    const pieces = await reachWithin(network, start, 100, turns);
    expect(pieces.map(({ from, to }) => Math.round(to - from)).sort((a, b) => a - b)).toEqual([-1000, 1000]);
    const all = await reachWithin(network, start, 10_000, turns);
    expect(Math.max(...all.map(({ to }) => to))).toBeCloseTo(network.edges[0]?.metres ?? 0, 6);
  });
});

function expectJoined(
  { edges }: Network,
  pieces: readonly { edge: number; from: number; to: number }[],
): void {
  const lines = pieces.flatMap((piece) => {
    const edge = edges[piece.edge];
    return edge === undefined ? [] : [linePiece(edge, piece)];
  });
  lines.forEach((line, index) => {
    const [before, first] = [lines[index - 1]?.at(-1), line[0]];
    if (before === undefined || first === undefined) return;
    expect(pathLength([before, first])).toBeLessThan(limits.tolerance);
  });
}

describe('分寸', () => {
  test('堆总是先给最小的', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 })), (costs) => {
        const heap = new MinHeap();
        costs.forEach((cost, index) => heap.push(index, cost));
        const popped = costs.map(() => heap.pop()?.cost);
        expect(popped).toEqual(costs.toSorted((a, b) => a - b));
        expect(heap.pop()).toBeUndefined();
      }),
    );
  });

  test('四万段的路网分片计算，别人等不到 20 毫秒；超过时限就停', async () => {
    const side = 140;
    const step = 0.2;
    const roads = Array.from({ length: side }, (_, line) => [
      road(
        `横${line}`,
        Array.from({ length: side }, (__, x) => at(x * step, line * step)),
      ),
      road(
        `纵${line}`,
        Array.from({ length: side }, (__, y) => at(line * step, y * step)),
      ),
    ]).flat();
    // Ends at every crossing, as road files are cut.
    const cut = roads.flatMap(({ name, paths: [path = []] }) =>
      path.slice(1).map((to, index) => road(`${name}-${index}`, [path[index] ?? to, to], { name })),
    );
    const waits: number[] = [];
    let last = performance.now();
    const other = setInterval(() => {
      waits.push(performance.now() - last);
      last = performance.now();
    }, 1);
    const network = await buildNetwork(cut, { ...limits, mostEdges: 100_000 });
    const answer = await planRoute(network, [at(0, 0), at((side - 1) * step, (side - 1) * step)], wishes);
    clearInterval(other);
    expect(network.edges.length).toBe(2 * side * (side - 1));
    expect(answer.found && answer.route.metres).toBeGreaterThan(50_000);
    // The median rather than the maximum: collecting garbage and a busy machine are not ours to slice.
    expect(waits.toSorted((a, b) => a - b)[waits.length >> 1]).toBeLessThan(20);
    expect(waits.length).toBeGreaterThan(5);
    await expect(
      planRoute(network, [at(0, 0), at(20, 20)], { ...wishes, mostMilliseconds: 0 }),
    ).rejects.toThrow(TooLong);
  });
});
