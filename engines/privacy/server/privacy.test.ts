/** Two sides match without seeing each other's list, nobody cheats or narrows down to a person, and no budget is ever overspent. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { sql } from '../../store/index.ts';
import { blindKeys, keysAt, makePartyKey, type PartyKey, raiseOffer } from '../match/party.ts';
import { joinPoints, pointBytes, splitPoints, toBase64 } from '../match/point.ts';
import { normaliseKey, normaliseKeys, readKeyLines } from '../match/normalise.ts';
import { epsilonUnit } from '../noise/answer.ts';
import type { Terms } from '../noise/question.ts';
import {
  giveAnswer,
  handOver,
  matchLists,
  openTestPrivacy,
  phone,
  takeOffer,
  type TestPrivacy,
  usualPlan,
} from './test-support/open-test-privacy.ts';

let city: TestPrivacy;
let key: PartyKey;
let register = '';
const theirsIn = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => phone(from + index));

beforeAll(async () => {
  city = await openTestPrivacy();
  key = await makePartyKey();
  const towns = ['甲', '乙'];
  const lines = theirsIn(0, 60).map((id, index) => `${id},${towns[index % 2]},${index}`);
  register = await city.load(`id,town,amount\n${lines.join('\n')}\n`);
}, 240_000);
afterAll(() => city.close());

async function codeOf(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => 'none',
    (problem: unknown) => (problem as { code?: string }).code ?? String(problem),
  );
}

describe('键的写法', () => {
  test.each([
    ['phone', ' +86 139-0000-0001', '13900000001'],
    ['phone', '１３９００００００01', '13900000001'],
    ['phone', '23900000001', undefined],
    ['id-card', "'11010519491231002x", '11010519491231002X'],
    ['id-card', '110105194912310021', undefined],
    ['credit-code', '91350100m000100y43', '91350100M000100Y43'],
    ['credit-code', '91350100M000100Y44', undefined],
  ] as const)('%s %s → %s', (kind, text, expected) => {
    expect(normaliseKey(kind, text)).toBe(expected);
  });

  test('整行的表里取出键，表头和错行只计数', () => {
    expect(
      readKeyLines('phone', '手机号,姓名\n13900000001,甲\n"139 0000 0002",乙\n\n12345,丙\n丁\t13900000001\n'),
    ).toEqual({
      keys: ['13900000001', '13900000002'],
      invalid: 2,
      repeated: 1,
    });
  });

  test('重复的和无效的只计数', () => {
    expect(normaliseKeys('phone', ['13900000001', '139 0000 0001', '', 'x'])).toEqual({
      keys: ['13900000001'],
      invalid: 2,
      repeated: 1,
    });
  });
});

describe('求交', () => {
  test('结果就是普通交集；放行前对方一无所得，放行后城市一方不留中间数据', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 120 }), { minLength: 40, maxLength: 60 }),
        async (list) => {
          const keys = list.map(phone);
          const plain = keys.filter((each) => Number(each.slice(3)) < 60).sort();
          const owner = newId();
          const { id, blinded } = await matchLists(city, {
            owner,
            dataset: register,
            key,
            keys,
            plan: { step: 50 },
          });
          const found = await city.privacy.matches.find(id);
          expect(found).toMatchObject({ state: 'review', matched: plain.length, ours: 100 });
          const released = await city.store.transaction((work) => city.privacy.matches.release(work, id));
          expect([...keysAt(blinded, keys, released.places)].sort()).toEqual(plain);
          const left = await sql<{ parts: number; secrets: number }>`select
          (select count(*)::int from privacy_match_part where match = ${id}) as parts,
          (select count(*)::int from privacy_match where id = ${id} and (secret is not null or places is not null)) as secrets`.execute(
            city.store.db,
          );
          expect(left.rows[0]).toEqual({ parts: 0, secrets: 0 });
        },
      ),
      { numRuns: 3 },
    );
  }, 120_000);

  test('换一个范围，同一个键就是另一个点；填充的点不属于任何人', async () => {
    const one = await blindKeys({ key, scope: 'a', keys: [phone(1)], step: 4 });
    const other = await blindKeys({ key, scope: 'b', keys: [phone(1)], step: 1 });
    expect(one.points.length).toBe(4 * pointBytes);
    expect(one.places.filter((place) => place === 0)).toHaveLength(1);
    expect(splitPoints(one.points)?.map(toBase64)).not.toContain(toBase64(other.points));
  });

  test.each([
    ['不在曲线上的点', Uint8Array.from({ length: 32 }, (_, at) => (at === 31 ? 1 : 0))],
    ['超出素域的编码', new Uint8Array(32).fill(255)],
  ])('%s：拒绝，作废，名单可以改正后再来', async (_, bad) => {
    const owner = newId();
    const { points } = await blindKeys({ key, scope: owner, keys: theirsIn(0, 9), step: 1 });
    const id = await handOver(city, {
      owner,
      dataset: register,
      key,
      points: joinPoints([...(splitPoints(points) ?? []), bad]),
    });
    expect(await city.privacy.matches.find(id)).toMatchObject({ state: 'void', problem: 'privacy.offCurve' });
    const again = await handOver(city, { owner, dataset: register, key, points });
    expect(await city.privacy.matches.find(again)).toMatchObject({ state: 'offering' });
  });

  test('编码、段号、点数、重复、承诺有错，各有各的说法', async () => {
    const { matches } = city.privacy;
    const owner = newId();
    const begin = (theirs: number, plan: object = {}) => {
      const id = newId();
      const full = {
        ...usualPlan,
        dataset: register,
        commitment: Buffer.from(key.commitment).toString('hex'),
        ...plan,
      };
      return city.store
        .transaction((work) => matches.begin(work, { id, owner, theirs, plan: full }))
        .then(() => id);
    };
    const { points } = await blindKeys({ key, scope: owner, keys: theirsIn(0, 6), step: 1 });
    const id = await begin(6);
    const twice = await begin(6);
    const [first = new Uint8Array(), ...rest] = splitPoints(points) ?? [];
    await matches.give(twice, 0, toBase64(joinPoints([first, first, ...rest.slice(1)])));
    expect([
      await codeOf(begin(4)),
      await codeOf(begin(300_001)),
      await codeOf(begin(6, { commitment: '00'.repeat(31) + '01' })),
      await codeOf(matches.give(id, 0, 'AAA*')),
      await codeOf(matches.give(id, 0, toBase64(points.subarray(0, 33)))),
      await codeOf(matches.give(id, 0, toBase64(points.subarray(0, 64)))),
      await codeOf(matches.give(id, 1, toBase64(points))),
      await codeOf(matches.give(newId(), 0, toBase64(points))),
      await codeOf(matches.offer(id, 0)),
      await codeOf(matches.compute(id, 'test')),
      await codeOf(matches.compute(twice, 'test')),
      await codeOf(matches.finish(id)),
    ]).toEqual([
      'privacy.tooFew',
      'privacy.tooFew',
      'privacy.badCommitment',
      'privacy.badEncoding',
      'privacy.badEncoding',
      'privacy.wrongPart',
      'privacy.wrongPart',
      'privacy.noMatch',
      'privacy.wrongStep',
      'privacy.wrongCount',
      'privacy.repeated',
      'privacy.wrongStep',
    ]);
  });

  test('用别的密钥作答、少答、重复作答：不放行', async () => {
    const { matches } = city.privacy;
    const codes: string[] = [];
    const other = await makePartyKey();
    for (const cheat of ['other', 'short', 'repeat'] as const) {
      const owner = newId();
      const { points } = await blindKeys({ key, scope: owner, keys: theirsIn(0, 9), step: 1 });
      const id = await handOver(city, { owner, dataset: register, key, points });
      const offer = await takeOffer(matches, id);
      const answer = await raiseOffer(cheat === 'other' ? other : key, offer);
      if (cheat === 'short') {
        codes.push(
          await codeOf(giveAnswer(matches, id, answer.subarray(32))),
          await codeOf(matches.finish(id)),
        );
        continue;
      }
      const [first = new Uint8Array(), , ...rest] = splitPoints(answer) ?? [];
      await giveAnswer(matches, id, cheat === 'repeat' ? joinPoints([first, first, ...rest]) : answer);
      codes.push(await codeOf(matches.finish(id)), (await matches.find(id))?.state ?? '');
    }
    expect(codes).toEqual([
      'privacy.forged',
      'void',
      'privacy.wrongPart',
      'privacy.wrongCount',
      'privacy.repeated',
      'void',
    ]);
  });

  test('再来一次相同的、差一个人的名单，不予计算；把差别藏在无主的点里，也不予放行', async () => {
    const owner = newId();
    const given = { owner, dataset: register, key };
    await matchLists(city, { ...given, keys: theirsIn(0, 30) });
    expect(await codeOf(matchLists(city, { ...given, keys: theirsIn(0, 30) }))).toBe('privacy.sameList');
    expect(await codeOf(matchLists(city, { ...given, keys: theirsIn(0, 31) }))).toBe('privacy.nearList');
    // One more person of the register, or one who is not in it: both are refused, so the refusal says nothing.
    const nobody = theirsIn(500, 520);
    expect(await codeOf(matchLists(city, { ...given, keys: [...theirsIn(0, 31), ...nobody] }))).toBe(
      'privacy.nearMatch',
    );
    const others = [...theirsIn(0, 30), ...theirsIn(600, 620)];
    expect(await codeOf(matchLists(city, { ...given, keys: others }))).toBe('privacy.nearMatch');
    expect(await codeOf(matchLists(city, { ...given, keys: theirsIn(20, 60) }))).toBe('none');
    expect(await codeOf(matchLists(city, { ...given, keys: theirsIn(900, 990) }))).toBe('privacy.fewMatched');
  }, 60_000);

  test('中途取消，中间数据一点不剩', async () => {
    const { matches } = city.privacy;
    const owner = newId();
    const { points } = await blindKeys({ key, scope: owner, keys: theirsIn(0, 9), step: 1 });
    const id = await handOver(city, { owner, dataset: register, key, points });
    await city.store.transaction((work) => matches.cancel(work, id, 'test'));
    expect(await matches.find(id)).toMatchObject({ state: 'void', problem: 'test' });
    expect(await codeOf(matches.offer(id, 0))).toBe('privacy.wrongStep');
    const left = await sql<{
      n: number;
    }>`select count(*)::int as n from privacy_match_part where match = ${id}`.execute(city.store.db);
    expect(left.rows[0]?.n).toBe(0);
  });
});

const terms: Terms = {
  person: 'id',
  perPerson: 1,
  groupings: [{ field: 'town', groups: ['甲', '乙', '丙'] }],
  numbers: [{ field: 'amount', low: 0, high: 100, step: 1 }],
};

describe('隐私预算', () => {
  const ask = (accounts: readonly string[], owner: string, question: object, epsilon: number) =>
    city.privacy.askNoisy(
      { id: newId(), owner, dataset: register, terms, question: question as never, epsilon, accounts },
      async (_, answer, repeated) => ({ answer, repeated }),
    );

  test('同一个问题再问是同一个答案，不花预算；两个账户同扣，一个不够就都不扣', async () => {
    const [project, dataset, owner] = [`project:${newId()}`, `dataset:${newId()}`, newId()];
    await city.store.transaction(async (work) => {
      await city.privacy.setBudget(work, project, 10 * epsilonUnit);
      await city.privacy.setBudget(work, dataset, 1.5 * epsilonUnit);
    });
    const one = await ask([project, dataset], owner, { measure: 'count', by: 'town' }, epsilonUnit);
    const again = await ask([project, dataset], owner, { by: 'town', measure: 'count' }, 5 * epsilonUnit);
    expect(again).toEqual({ answer: one.answer, repeated: true });
    expect(await codeOf(ask([project, dataset], owner, { measure: 'count' }, epsilonUnit))).toBe(
      'privacy.overspent',
    );
    expect(await city.privacy.accounts([project, dataset])).toEqual([
      { account: dataset, total: 1.5 * epsilonUnit, spent: epsilonUnit },
      { account: project, total: 10 * epsilonUnit, spent: epsilonUnit },
    ]);
    expect((await city.privacy.spending(project, 10)).map(({ amount, left }) => [amount, left])).toEqual([
      [epsilonUnit, 9 * epsilonUnit],
    ]);
    expect(await codeOf(ask([project, 'dataset:none'], owner, { measure: 'count' }, 1))).toBe(
      'privacy.noBudget',
    );
  });

  test('同时问多少个，都不会花过头（性质）', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 4, maxLength: 8 }),
        async (costs) => {
          const [project, dataset] = [`project:${newId()}`, `dataset:${newId()}`];
          await city.store.transaction(async (work) => {
            await city.privacy.setBudget(work, project, 60);
            await city.privacy.setBudget(work, dataset, 50);
          });
          const codes = await Promise.all(
            costs.map((cost, index) =>
              codeOf(
                ask(
                  index % 2 === 0 ? [project, dataset] : [dataset, project],
                  newId(),
                  { measure: 'count' },
                  cost,
                ),
              ),
            ),
          );
          expect(codes.every((code) => code === 'none' || code === 'privacy.overspent')).toBe(true);
          const paid = costs
            .filter((_, index) => codes[index] === 'none')
            .reduce((sum, cost) => sum + cost, 0);
          const accounts = await city.privacy.accounts([project, dataset]);
          expect(accounts.map(({ spent }) => spent)).toEqual([paid, paid]);
          expect(paid).toBeLessThanOrEqual(50);
          // Nothing was refused that could have been paid.
          const cheapest = Math.min(...costs.filter((_, index) => codes[index] !== 'none'));
          expect(cheapest).toBeGreaterThan(50 - paid);
        },
      ),
      { numRuns: 5 },
    );
  }, 60_000);

  test('没有声明的问题不读数据就拒绝', async () => {
    expect(await codeOf(ask(['project:x'], newId(), { measure: 'sum', field: 'salary' }, 1))).toBe(
      'privacy.badQuestion',
    );
  });
});

test('精确的表：人数少的格没有数，其余是真数', async () => {
  const rules = { fewest: 10, largest: 2, percent: 90 };
  const cells = await city.privacy.askTable({
    dataset: register,
    terms,
    question: { measure: 'sum', field: 'amount', by: 'town' },
    rules,
    earlier: [{ group: '乙', people: 29 }],
  });
  expect(cells).toEqual([
    { group: '甲', value: 870, people: 30, finding: null },
    { group: '乙', value: null, people: null, finding: 'difference' },
    { group: '丙', value: 0, people: 0, finding: null },
  ]);
});
