/** The sum is exact whatever is added, and what leaves a department looks like nothing, to anybody who lacks one of its secrets. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeSumKey, maskValues, type SumKey, SumProblem } from './party.ts';
import { addLanes, fromLanes, largestLane, toLanes } from './ring.ts';
import { type Roster, rosterDigest, spokenCode } from './roster.ts';
import { disagreeing, totalOf } from './total.ts';

function same(columns: number, value: bigint): readonly bigint[] {
  return Array.from({ length: columns }, () => value);
}

const names = ['a', 'b', 'c', 'd', 'e'];

async function meet(count: number, columns: number, attempt = 1) {
  const parties = names.slice(0, count);
  const keys = await Promise.all(parties.map(() => makeSumKey()));
  const roster: Roster = {
    round: 'round',
    attempt,
    about: 'about',
    columns,
    members: parties.map((party, at) => ({ party, key: keys[at]?.key ?? '' })),
  };
  return { parties, keys: keys as readonly SumKey[], roster };
}

type Met = Awaited<ReturnType<typeof meet>>;

async function maskAll({ parties, keys, roster }: Met, vectors: readonly (readonly bigint[])[]) {
  return Promise.all(
    parties.map(async (party, at) => {
      const own = keys[at];
      if (own === undefined) throw new Error('no key');
      const { masked, tags } = await maskValues({ own, party, roster, values: vectors[at] ?? [] });
      return { party, masked, tags };
    }),
  );
}

test('任意整数（负数、极大数）的合计与明文相加一致', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .record({ count: fc.integer({ min: 3, max: 5 }), columns: fc.integer({ min: 1, max: 6 }) })
        .chain(({ count, columns }) => {
          const most = largestLane(count);
          const lane = fc.oneof(
            fc.constantFrom(0n, 1n, -1n, most, -most),
            fc.bigInt({ min: -most, max: most }),
          );
          return fc.array(fc.array(lane, { minLength: columns, maxLength: columns }), {
            minLength: count,
            maxLength: count,
          });
        }),
      async (vectors) => {
        const columns = vectors[0]?.length ?? 0;
        const given = await maskAll(await meet(vectors.length, columns), vectors);
        expect(disagreeing(given)).toEqual([]);
        expect(totalOf(given)).toEqual(
          Array.from({ length: columns }, (_, at) =>
            vectors.reduce((sum, each) => sum + (each[at] ?? 0n), 0n),
          ),
        );
      },
    ),
    { numRuns: 40 },
  );
});

/** χ² over byte values: 255 degrees of freedom, so beyond 400 happens by chance less than once in ten million times. */
function chiSquare(bytes: Uint8Array): number {
  const counts = Array.from({ length: 256 }, () => 0);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  const expected = bytes.length / 256;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

test('缺一方时，其余各方掩码后的数据和它们的和都像随机数，看不出原数', async () => {
  const columns = 2000;
  const met = await meet(4, columns);
  const given = await maskAll(
    met,
    met.parties.map(() => same(columns, 7n)),
  );
  for (const { masked } of given) expect(chiSquare(masked)).toBeLessThan(400);
  for (const absent of given) {
    const present = given.filter((each) => each !== absent).map(({ masked }) => masked);
    const sum = present.reduce((one, other) => addLanes(one, other));
    expect(chiSquare(sum)).toBeLessThan(400);
    expect(totalOf(given.filter((each) => each !== absent))).toBeUndefined();
  }
  const plain = toLanes(same(columns, 28n));
  expect(chiSquare(plain)).toBeGreaterThan(100_000);
});

test('同一组数两次掩码毫无相同之处；换一轮、换约定，配对标签都变', async () => {
  const met = await meet(3, 50);
  const vectors = met.parties.map(() => same(50, 1n));
  const once = await maskAll(met, vectors);
  const again = await maskAll({ ...met, roster: { ...met.roster, attempt: 2 } }, vectors);
  const other = await maskAll({ ...met, roster: { ...met.roster, about: 'other' } }, vectors);
  for (const [at, one] of once.entries())
    for (const two of [again[at], other[at]]) {
      const lanes = fromLanes(two?.masked ?? new Uint8Array());
      expect(fromLanes(one.masked).filter((lane, place) => lane === lanes[place])).toEqual([]);
      expect(Object.values(one.tags)).not.toEqual(Object.values(two?.tags ?? {}));
    }
});

test('用了别的密钥的一方被点名；掩码做了手脚而标签没错的，合计不成立', async () => {
  const met = await meet(4, 3);
  const vectors = met.parties.map((_, at) => [BigInt(at), 0n, -5n]);
  const honest = await maskAll(met, vectors);
  const stray = await meet(4, 3);
  const forged = (await maskAll(stray, vectors)).find(({ party }) => party === 'c');
  const mixed = honest.map((each) => (each.party === 'c' && forged !== undefined ? forged : each));
  expect(disagreeing(mixed)).toEqual(['c']);
  expect(totalOf(mixed)).toBeUndefined();
  const quiet = honest.map((each) =>
    each.party === 'c' && forged !== undefined ? { ...each, masked: forged.masked } : each,
  );
  expect(disagreeing(quiet)).toEqual([]);
  expect(totalOf(quiet)).toBeUndefined();
  const pair = honest.map((each) =>
    each.party === 'a' ? { ...each, tags: { ...each.tags, b: '00'.repeat(16) } } : each,
  );
  expect(disagreeing(pair)).toEqual(['a', 'b']);
});

test('部门的程序自己核对名册：人数不够、重名、密钥不是自己的、列数或数值不对，都不掩码', async () => {
  const met = await meet(3, 1);
  const [own, second] = met.keys;
  if (own === undefined || second === undefined) throw new Error('no key');
  const why = (roster: Partial<Roster>, values: readonly bigint[] = [1n], party = 'a') =>
    maskValues({ own, party, roster: { ...met.roster, ...roster }, values }).then(
      () => 'masked',
      (problem: unknown) => (problem instanceof SumProblem ? problem.why : String(problem)),
    );
  const { members } = met.roster;
  const [first, middle, last] = members;
  if (first === undefined || middle === undefined || last === undefined) throw new Error('no member');
  expect(await why({})).toBe('masked');
  expect(await why({ members: [first, middle] })).toBe('few');
  expect(await why({ members: [first, middle, { ...last, party: 'b' }] })).toBe('repeated');
  expect(await why({ members: [first, middle, { ...last, key: middle.key }] })).toBe('repeated');
  expect(await why({ members: [{ ...first, key: 'ab'.repeat(32) }, middle, last] })).toBe('own-key');
  expect(await why({}, [1n], 'b')).toBe('own-key');
  expect(await why({}, [1n, 2n])).toBe('columns');
  expect(await why({}, [largestLane(3) + 1n])).toBe('range');
  // x beyond the field is no key of anybody.
  expect(await why({ members: [first, middle, { ...last, key: 'ff'.repeat(32) }] })).toBe('key');
});

test('核对码：名册一样就一样，换一把密钥就不一样', async () => {
  const { roster } = await meet(3, 2);
  const digest = await rosterDigest(roster);
  expect(await rosterDigest({ ...roster, members: roster.members.toReversed() })).toBe(digest);
  const [first, ...others] = roster.members;
  const swapped = { ...roster, members: [{ ...first, party: 'a', key: 'ab'.repeat(32) }, ...others] };
  expect(await rosterDigest(swapped)).not.toBe(digest);
  expect(spokenCode(digest)).toMatch(/^\d{4}( \d{4}){4}$/);
  expect(spokenCode(await rosterDigest(swapped))).not.toBe(spokenCode(digest));
});
