/** Three departments add what none of them shows, over HTTP: each from its own program; who may not, changes, or stays away is refused or named. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { toBase64 } from '../../../engines/privacy/match/point.ts';
import { makeSumKey, maskValues, type SumKey } from '../../../engines/privacy/sums/party.ts';
import { readKeyFile } from '../../../engines/trust/proof/proof-file.ts';
import { verifyProof } from '../../../engines/trust/proof/verify-proof.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import type { SumPart } from './routes/sum-routes.ts';
import system from './system.ts';

let city: TestCity;
let bank: Caller;
let reviewer: Caller;
let stranger: Caller;
let project = '';
const departments = ['city-civil-affairs', 'city-human-resources', 'city-medical-security'];
const people = new Map<string, Caller>();
const base = '/api/data-operation';

type Listed = Readonly<Record<string, unknown>> & { readonly id: string };

beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, system], demo: true });
  await city.store.drain();
  [bank, reviewer, stranger] = [
    await city.as('operate-1'),
    await city.as('operate-5'),
    await city.as('operate-3'),
  ];
  for (const [at, account] of ['operate-8', 'operate-6', 'operate-7'].entries())
    people.set(departments[at] ?? '', await city.as(account));
  const [found] = await list(bank, 'data-operation.project', { method: 'sum' });
  project = found?.id ?? '';
}, 240_000);
afterAll(() => city.close());

function personOf(party: string): Caller {
  const person = people.get(party);
  if (person === undefined) throw new Error(`nobody of ${party}`);
  return person;
}

async function list(who: Caller, register: string, where: object): Promise<readonly Listed[]> {
  const reply = await who.get(
    `/api/registers/rows/${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: Listed[] }>().rows;
}

async function begin(): Promise<string> {
  const reply = await bank.post(`${base}/projects/${project}/sums`, {});
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ run: string }>().run;
}

async function partOf(run: string, party: string): Promise<SumPart & { readonly id: string }> {
  const [row] = await list(personOf(party), 'data-operation.contribution', { run, party });
  const id = row?.id ?? '';
  return { ...(await personOf(party).get(`${base}/contributions/${id}`)).json<SumPart>(), id };
}

async function joinAll(run: string): Promise<ReadonlyMap<string, SumKey>> {
  const keys = new Map<string, SumKey>();
  for (const party of departments) {
    const own = await makeSumKey();
    keys.set(party, own);
    const { id, attempt } = await partOf(run, party);
    const reply = await personOf(party).post(`${base}/contributions/${id}/join`, { attempt, key: own.key });
    expect(reply.statusCode, reply.body).toBe(200);
  }
  return keys;
}

async function mask(run: string, party: string, own: SumKey, values: readonly bigint[]) {
  const part = await partOf(run, party);
  const roster = {
    round: part.run,
    attempt: part.attempt,
    about: part.about,
    columns: 2 * part.groups.length,
    members: part.parties.map((each) => ({ party: each.party, key: each.key ?? '' })),
  };
  const { masked, ...more } = await maskValues({ own, party: part.party, roster, values });
  return {
    path: `${base}/contributions/${part.id}/vector`,
    body: { attempt: part.attempt, masked: toBase64(masked), ...more },
  };
}

async function give(run: string, party: string, own: SumKey | undefined, values: readonly bigint[]) {
  if (own === undefined) throw new Error('no key');
  const { path, body } = await mask(run, party, own, values);
  return { reply: await personOf(party).post(path, body), path, body };
}

/** In steps of 0.01: two amounts and two counts of people each. */
const vectors = new Map<string, readonly bigint[]>([
  ['city-civil-affairs', [1_234_567_89n, -500_00n, 120n, 3n]],
  ['city-human-resources', [77_01n, 300_00n, 45n, 2n]],
  ['city-medical-security', [-1_00n, 100_00n, 800n, 1n]],
]);

test('三个部门各交各的：放行后只有合计，人数过少的组隐去，发出的和留存的都没有任何一家的数', async () => {
  const run = await begin();
  const keys = await joinAll(run);
  const sent: string[] = [];
  for (const party of departments) {
    const { reply, body } = await give(run, party, keys.get(party), vectors.get(party) ?? []);
    expect(reply.statusCode, reply.body).toBe(200);
    sent.push(JSON.stringify(body));
  }
  expect(sent.join()).not.toContain('123456789');
  const before = (await bank.get(`${base}/runs/${run}/result`)).json<{ cells: unknown; state: string }>();
  expect(before).toMatchObject({ state: 'review', cells: null });
  const letGo = await reviewer.post(`${base}/runs/${run}/review`, { release: true, opinion: '只有合计' });
  expect(letGo.statusCode, letGo.body).toBe(200);
  const { cells } = (await bank.get(`${base}/runs/${run}/result`)).json<{ cells: object[] }>();
  expect(cells).toMatchObject([
    { group: '职工', value: 1_234_643.9, finding: null },
    // Six people in all: too few to be told.
    { group: '居民', value: null, finding: 'few' },
  ]);
  const traces = await list(bank, 'data-operation.trace', { project });
  expect(traces.filter((each) => each['act'] === 'give')).toHaveLength(3);
  expect(JSON.stringify(traces)).not.toMatch(/123456789|1234567\.89/);
  const release = traces.find((each) => each['act'] === 'release');
  const keyFile = readKeyFile((await city.visitor.get('/api/trust/keys')).body);
  const receipt = await bank.get(`${base}/traces/${release?.id}/receipt`);
  expect(verifyProof(receipt.body, keyFile).outcome).toBe('proven');
}, 60_000);

test('改数被拒并留名，重交同一份无妨；旁人和别的部门不能替交；坏数据各有代码', async () => {
  const run = await begin();
  const keys = await joinAll(run);
  const first = departments[0] ?? '';
  const { reply, path, body } = await give(run, first, keys.get(first), [1n, 1n, 1n, 1n]);
  expect(reply.statusCode, reply.body).toBe(200);
  const codeOf = async (who: Caller, more: object) => {
    const answer = await who.post(path, { ...body, ...more });
    return answer.statusCode === 200 ? 'none' : answer.json<{ code: string }>().code;
  };
  expect(await codeOf(personOf(first), {})).toBe('none');
  const changed = await give(run, first, keys.get(first), [2n, 1n, 1n, 1n]);
  expect(changed.reply.json()).toMatchObject({ code: 'privacy.sumChanged' });
  expect(await codeOf(personOf(departments[1] ?? ''), {})).toBe('city.missing');
  expect(await codeOf(stranger, {})).toBe('city.forbidden');
  expect(await codeOf(bank, {})).toBe('city.forbidden');
  expect(await codeOf(personOf(first), { masked: '' })).toBe('city.invalid');
  expect(await codeOf(personOf(first), { attempt: 9 })).toBe('privacy.sumAttempt');
  expect(await codeOf(personOf(first), { masked: 'AAAA' })).toBe('privacy.sumShape');
  expect((await city.visitor.post(path, body)).statusCode).toBe(401);
  const traces = await list(bank, 'data-operation.trace', { project, act: 'fail' });
  expect(traces.map((each) => JSON.parse(String(each['statement'])))).toEqual([
    expect.objectContaining({ problem: 'privacy.sumChanged', named: [first] }),
  ]);
});

test('缺席的部门被点名，整轮以新密钥重做；旁人不能重做；终止项目后不再受理', async () => {
  const run = await begin();
  const keys = await joinAll(run);
  const [first = '', second = '', absent = ''] = departments;
  const late = await mask(run, absent, keys.get(absent) ?? (await makeSumKey()), [1n, 1n, 1n, 1n]);
  for (const party of [first, second]) await give(run, party, keys.get(party), [5n, 5n, 20n, 20n]);
  expect((await reviewer.post(`${base}/runs/${run}/repeat`, {})).statusCode).toBe(403);
  const again = await bank.post(`${base}/runs/${run}/repeat`, {});
  expect(again.json()).toEqual({ attempt: 2, named: ['阜阳市医疗保障局'] });
  expect((await personOf(absent).post(late.path, late.body)).json()).toMatchObject({
    code: 'privacy.sumAttempt',
  });
  const fresh = await joinAll(run);
  for (const party of departments) await give(run, party, fresh.get(party), [5n, 5n, 20n, 20n]);
  const result = (await reviewer.get(`${base}/runs/${run}/result`)).json<{ cells: object[] }>();
  expect(result.cells).toMatchObject([{ value: 0.15 }, { value: 0.15 }]);
  const waiting = await begin();
  const authority = await city.as('operate-2');
  const closed = await authority.post(`${base}/projects/${project}/close`, {
    breach: false,
    reason: '做完了',
  });
  expect(closed.statusCode, closed.body).toBe(200);
  const { id } = await partOf(waiting, first);
  const { key } = await makeSumKey();
  expect(
    (await personOf(first).post(`${base}/contributions/${id}/join`, { attempt: 1, key })).json(),
  ).toMatchObject({ code: 'data-operation.notInForce' });
}, 60_000);

test('申请写不清参与部门和分组的，不受理', async () => {
  const [before] = await list(bank, 'data-operation.application', { method: 'sum' });
  const names = [
    'title',
    'operator',
    'resource',
    'scene',
    'basis',
    'method',
    'output',
    'person',
    'runs',
    'until',
    'groupings',
    'numbers',
    'parties',
  ];
  const ok = Object.fromEntries(names.map((name) => [name, before?.[name]]));
  const codes = [];
  for (const more of [
    { parties: 'city-health city-tax' },
    { parties: 'city-health city-health city-civil-affairs' },
    { parties: 'city-health city-civil-affairs no-such' },
    { parties: null },
    { groupings: null },
    { numbers: 'amount=0~9/1\namount=0~8/1' },
  ]) {
    const reply = await bank.post('/api/flow/cases/data-operation.application', {
      values: { ...ok, ...more },
    });
    codes.push(reply.json<{ code: string }>().code);
  }
  expect(codes).toEqual([
    'data-operation.badTerms',
    'data-operation.badTerms',
    'data-operation.unknownParties',
    'data-operation.badTerms',
    'data-operation.badTerms',
    'data-operation.badTerms',
  ]);
});
