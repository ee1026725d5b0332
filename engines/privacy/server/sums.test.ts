/** The platform's side of a sum: each step once, in turn, by whom it is for; whoever is missing, changes or replays is named or refused. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { toBase64 } from '../match/point.ts';
import type { Sum, SumGiven } from '../service.ts';
import { makeSumKey, maskValues, type SumKey } from '../sums/party.ts';
import { openTestPrivacy, type TestPrivacy } from './test-support/open-test-privacy.ts';

let city: TestPrivacy;
beforeAll(async () => {
  city = await openTestPrivacy();
}, 240_000);
afterAll(() => city.close());

const parties = ['health', 'civil', 'tax'];
const bounds = [
  { low: -1000, high: 1_000_000 },
  { low: 0, high: 100_000 },
];

const inWork: TestPrivacy['store']['transaction'] = (run) => city.store.transaction(run);
const sums = () => city.privacy.sums;

async function codeOf(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => 'none',
    (problem: unknown) => (problem as { code?: string }).code ?? String(problem),
  );
}

async function begin(more: Partial<Parameters<ReturnType<typeof sums>['begin']>[1]> = {}): Promise<string> {
  const id = newId();
  const given = { id, owner: newId(), about: '补贴', parties, bounds, least: 3, most: 20, ...more };
  await inWork((work) => sums().begin(work, given));
  return id;
}

async function find(id: string): Promise<Sum> {
  const sum = await sums().find(id);
  if (sum === undefined) throw new Error('no sum');
  return sum;
}

async function joinAll(id: string): Promise<ReadonlyMap<string, SumKey>> {
  const { attempt } = await find(id);
  const keys = new Map<string, SumKey>();
  for (const party of parties) {
    const own = await makeSumKey();
    keys.set(party, own);
    await inWork((work) => sums().join(work, { id, attempt, party, key: own.key }));
  }
  return keys;
}

async function maskFor(id: string, party: string, own: SumKey, values: readonly bigint[]): Promise<SumGiven> {
  const { attempt, about, members } = await find(id);
  const roster = { round: id, attempt, about, columns: bounds.length, members };
  const { masked, ...more } = await maskValues({ own, party, roster, values });
  return { id, attempt, party, masked: toBase64(masked), ...more };
}

async function giveAll(
  id: string,
  keys: ReadonlyMap<string, SumKey>,
  vectors: readonly (readonly bigint[])[],
) {
  for (const [at, party] of parties.entries()) {
    const own = keys.get(party);
    if (own === undefined) throw new Error('no key');
    const given = await maskFor(id, party, own, vectors[at] ?? []);
    await inWork((work) => sums().give(work, given));
  }
}

test('三个部门各交各的，只出合计；放行后平台不再留任何一份', async () => {
  const id = await begin();
  const keys = await joinAll(id);
  await giveAll(id, keys, [
    [-1000n, 3n],
    [250_000n, 40n],
    [7n, 0n],
  ]);
  expect(await find(id)).toMatchObject({ state: 'review', totals: [249_007, 43], named: [] });
  await inWork((work) => sums().release(work, id));
  expect(await find(id)).toMatchObject({ state: 'released', totals: null });
});

test('重复提交同一份不算第二份，改数、重放、旧名册、旧轮次、外人都被拒，各有代码', async () => {
  const id = await begin();
  const keys = await joinAll(id);
  const own = keys.get('health');
  if (own === undefined) throw new Error('no key');
  const given = await maskFor(id, 'health', own, [5n, 1n]);
  const give = (more: Partial<SumGiven>) =>
    codeOf(inWork((work) => sums().give(work, { ...given, ...more })));
  expect(await give({ roster: 'ab'.repeat(32) })).toBe('privacy.sumRoster');
  expect(await give({ attempt: 2 })).toBe('privacy.sumAttempt');
  expect(await give({ party: 'stranger' })).toBe('privacy.notParty');
  expect(await give({ masked: given.masked.slice(4) })).toBe('privacy.sumShape');
  expect(await give({ masked: '不是编码' })).toBe('privacy.sumShape');
  expect(await give({ tags: { civil: '0'.repeat(32) } })).toBe('privacy.sumShape');
  expect(await give({ tags: { ...given.tags, stranger: '0'.repeat(32) } })).toBe('privacy.sumShape');
  expect(await give({ id: newId() })).toBe('privacy.noSum');
  expect(await give({})).toBe('none');
  expect(await give({})).toBe('none');
  const changed = await maskFor(id, 'health', own, [6n, 1n]);
  expect(await give(changed)).toBe('privacy.sumChanged');
  // Another party hands in what the first gave.
  const civil = keys.get('civil');
  const theirs = civil === undefined ? given : await maskFor(id, 'civil', civil, [1n, 1n]);
  expect(await give({ ...theirs, masked: given.masked })).toBe('privacy.sumReplayed');
  expect((await find(id)).members.filter((each) => each.given)).toHaveLength(1);
});

test('缺席的被点名，重做用新密钥，旧的一份不能再交；密钥只用一次', async () => {
  const id = await begin();
  const keys = await joinAll(id);
  const own = keys.get('tax');
  if (own === undefined) throw new Error('no key');
  const late = await maskFor(id, 'tax', own, [1n, 1n]);
  for (const party of ['health', 'civil']) {
    const key = keys.get(party);
    if (key === undefined) throw new Error('no key');
    const given = await maskFor(id, party, key, [2n, 2n]);
    await inWork((work) => sums().give(work, given));
  }
  const again = await inWork((work) => sums().repeat(work, id));
  expect(again).toMatchObject({ state: 'joining', attempt: 2, named: ['tax'], members: [] });
  expect(await codeOf(inWork((work) => sums().give(work, late)))).toBe('privacy.sumAttempt');
  const join = (party: string, key: string) =>
    codeOf(inWork((work) => sums().join(work, { id, attempt: 2, party, key })));
  expect(await join('tax', own.key)).toBe('privacy.sumKeyUsed');
  expect(await join('tax', 'ff'.repeat(32))).toBe('privacy.sumKey');
  expect(await join('stranger', (await makeSumKey()).key)).toBe('privacy.notParty');
  const fresh = await joinAll(id);
  expect(await join('tax', (await makeSumKey()).key)).toBe('privacy.sumJoined');
  await giveAll(id, fresh, [
    [1n, 1n],
    [1n, 1n],
    [1n, 1n],
  ]);
  expect(await find(id)).toMatchObject({ state: 'review', totals: [3, 3] });
});

test('密钥对不上的一方被点名；超出约定范围的合计不出；没加入的在重做时被点名', async () => {
  const id = await begin();
  const keys = new Map(await joinAll(id));
  const civil = await makeSumKey();
  const { members } = await find(id);
  const swapped = members.map((each) => (each.party === 'civil' ? { ...each, key: civil.key } : each));
  for (const party of parties) {
    const own = party === 'civil' ? civil : keys.get(party);
    if (own === undefined) throw new Error('no key');
    const roster = { round: id, attempt: 1, about: '补贴', columns: 2, members: swapped };
    const honest = { ...roster, members };
    const masked = await maskValues({
      own,
      party,
      roster: party === 'civil' ? roster : honest,
      values: [1n, 1n],
    });
    const digest = (await maskFor(id, 'tax', keys.get('tax') ?? civil, [1n, 1n])).roster;
    const given = {
      id,
      attempt: 1,
      party,
      roster: digest,
      masked: toBase64(masked.masked),
      tags: masked.tags,
    };
    await inWork((work) => sums().give(work, given));
  }
  expect(await find(id)).toMatchObject({ state: 'failed', problem: 'privacy.sumPairs', named: ['civil'] });
  await inWork((work) => sums().repeat(work, id));
  await giveAll(id, await joinAll(id), [
    [4_000_000n, 1n],
    [1n, 1n],
    [1n, 1n],
  ]);
  expect(await find(id)).toMatchObject({ state: 'failed', problem: 'privacy.sumRange', totals: null });
  await inWork((work) => sums().repeat(work, id));
  const own = await makeSumKey();
  await inWork((work) => sums().join(work, { id, attempt: 3, party: 'tax', key: own.key }));
  const again = await inWork((work) => sums().repeat(work, id));
  expect(again.named).toEqual(['civil', 'health']);
  await inWork((work) => sums().cancel(work, id, 'test.over'));
  expect(await codeOf(inWork((work) => sums().repeat(work, id)))).toBe('privacy.sumStep');
});

test('参与方太少、重复，范围大到会失真，都不开始', async () => {
  expect(await codeOf(begin({ parties: ['a', 'b'], least: 2 }))).toBe('privacy.sumParties');
  expect(await codeOf(begin({ parties: ['a', 'b', 'b'] }))).toBe('privacy.sumParties');
  expect(await codeOf(begin({ most: 2 }))).toBe('privacy.sumParties');
  expect(await codeOf(begin({ bounds: [] }))).toBe('privacy.sumBounds');
  expect(await codeOf(begin({ bounds: [{ low: 0, high: Number.MAX_SAFE_INTEGER }] }))).toBe(
    'privacy.sumBounds',
  );
});
