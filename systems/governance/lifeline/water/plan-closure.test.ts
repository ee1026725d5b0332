/** Valves around a burst pipe: the fewest people without water, the fewest valves, and pipes that no valve parts from a source. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClosureNetwork, type IsolationValve, planClosure } from './plan-closure.ts';

/** R —m— A —a— B —b— C, and C —c— D. */
const links = [
  { id: 'm', from: 'R', to: 'A' },
  { id: 'a', from: 'A', to: 'B' },
  { id: 'b', from: 'B', to: 'C' },
  { id: 'c', from: 'C', to: 'D' },
];
const valve = (id: string, pipe: string, node: string, operable = true): IsolationValve => ({
  id,
  pipe,
  node,
  operable,
});

test('只关水源一侧的阀门；下游没有别的水源，关它没有用', () => {
  const valves = [valve('1', 'a', 'A'), valve('2', 'b', 'B'), valve('3', 'b', 'C')];
  const { nearest } = planClosure({ links, sources: ['R'], valves }, 'b');
  expect(nearest).toEqual({ valves: ['2'], shut: ['b'], dry: ['C', 'D'] });
});

test('关不动的阀门不算，往外找下一个', () => {
  const valves = [valve('1', 'a', 'A'), valve('2', 'b', 'B', false), valve('3', 'b', 'C')];
  expect(planClosure({ links, sources: ['R'], valves }, 'b').nearest).toEqual({
    valves: ['1'],
    shut: ['a'],
    dry: ['B', 'C', 'D'],
  });
});

test('与水源之间没有能关的阀门，就没有方案', () => {
  const plans = planClosure({ links, sources: ['R'], valves: [valve('3', 'b', 'C')] }, 'a');
  expect(plans).toEqual({ nearest: undefined, fewest: undefined });
});

test('环状管网两头都有水源，两侧都要关；总管上一个阀门更少，但停水更多', () => {
  const ring = [
    { id: 'm', from: 'R', to: 'A' },
    { id: 'p', from: 'A', to: 'B' },
    { id: 'q', from: 'B', to: 'C' },
    { id: 's', from: 'C', to: 'A' },
  ];
  const valves = [valve('m1', 'm', 'A'), valve('q1', 'q', 'B'), valve('q2', 'q', 'C')];
  const { nearest, fewest } = planClosure({ links: ring, sources: ['R'], valves }, 'q');
  expect(nearest).toEqual({ valves: ['q1', 'q2'], shut: ['q'], dry: [] });
  expect(fewest).toEqual({ valves: ['m1'], shut: ['m'], dry: ['A', 'B', 'C'] });
});

/** Random networks with valves at random ends. */
const networks = fc
  .record({
    edges: fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { minLength: 2, maxLength: 14 }),
    valved: fc.infiniteStream(fc.boolean()),
  })
  .map(({ edges, valved }): ClosureNetwork => {
    const some = edges
      .filter(([a, b]) => a !== b)
      .map(([a, b], index) => ({ id: `p${index}`, from: `n${a}`, to: `n${b}` }));
    const all = [...some, { id: 'source', from: 'R', to: 'n0' }];
    const ends = all.flatMap(({ id, from, to }) => [valve(`${id}-1`, id, from), valve(`${id}-2`, id, to)]);
    const take = valved[Symbol.iterator]();
    return { links: all, sources: ['R'], valves: ends.filter(() => take.next().value === true) };
  });

/** By trying every set of valves: the fewest that part the pipe from the source. */
function fewestByTrying({ links: all, valves }: ClosureNetwork, pipe: string): number {
  for (let size = 0; size <= valves.length; size += 1)
    for (let set = 0; set < 2 ** valves.length; set += 1) {
      const closed = valves.filter((_, index) => (set >> index) % 2 === 1);
      if (closed.length !== size) continue;
      const wet = new Set(['n:R']);
      const open = (link: string, node: string) =>
        !closed.some((each) => each.pipe === link && each.node === node);
      for (let grown = true; grown; ) {
        grown = false;
        for (const { id, from, to } of all)
          for (const [here, there] of [
            [`n:${from}`, `l:${id}`],
            [`n:${to}`, `l:${id}`],
          ] as const)
            if (wet.has(here) !== wet.has(there) && open(id, here.slice(2))) {
              wet.add(here).add(there);
              grown = true;
            }
      }
      if (!wet.has(`l:${pipe}`)) return size;
    }
  return Number.POSITIVE_INFINITY;
}

test('任意管网：方案确实隔开了水源，阀门数等于逐一试出的最少数', () => {
  fc.assert(
    fc.property(networks, fc.nat(20), (network, pick) => {
      fc.pre(network.valves.length <= 9);
      const pipe = network.links[pick % network.links.length]?.id ?? '';
      const { nearest, fewest } = planClosure(network, pipe);
      const least = fewestByTrying(network, pipe);
      if (nearest === undefined || fewest === undefined) return least === Number.POSITIVE_INFINITY;
      return fewest.valves.length === least && nearest.dry.every((id) => id !== 'R');
    }),
    { numRuns: 150 },
  );
});
