/** Whose opinion it is, where somebody deputises for another unit or has posts in two units on the path. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { access } from '../../../../../engines/access/service.ts';
import { type InnerRun, openInnerRun } from '../test-support/open-inner-run.ts';

let city: InnerRun;
beforeAll(async () => {
  city = await openInnerRun();
  await city.services.use(access).admin.createDemoPeople([
    {
      account: 'inner-both',
      name: '双岗',
      kind: 'official',
      posts: ['city-finance', 'city-cyberspace'].map((department) => ({
        role: 'inner-run:handler',
        department,
        area: '341200000000',
      })),
    },
  ]);
});
afterAll(() => city.close());

interface Progress {
  readonly path: readonly { readonly unit: string; readonly opinion: string | null }[];
}
const opinions = async (id: string) =>
  (await city.get<Progress>('promoter', `/applications/${id}/progress`)).path
    .filter(({ opinion }) => opinion !== 'waiting')
    .map(({ unit, opinion }) => `${unit} ${opinion}`);

async function consulting(): Promise<string> {
  const { id } = await city.apply('NP-SJ-001');
  expect((await city.act('data', id, 'accept')).code).toBeUndefined();
  return id;
}

test('两个会办单位都有岗位的人,要写明代哪个单位答复', async () => {
  const id = await consulting();
  expect((await city.act('finance', id, 'agree')).code).toBeUndefined();
  const item = async () => {
    const detail = (await (await city.at('both')).get(`/api/flow/cases/inner-run.application/${id}`)).json();
    return detail.signers.find(
      (each: { unit: string; state: string }) => each.unit === 'city-cyberspace' && each.state === 'open',
    ).item as string;
  };
  expect(
    (await city.act('both', id, 'agree', { item: await item(), values: { answersFor: 'city-finance' } }))
      .code,
  ).toBe('inner-run.answered');
  expect((await city.act('both', id, 'object', { item: await item() })).code).toBeUndefined();
  expect(await opinions(id)).toEqual(['city-finance agree', 'city-cyberspace object']);

  const other = await consulting();
  const detail = (await (await city.at('both')).get(`/api/flow/cases/inner-run.application/${other}`)).json();
  const open = detail.signers.find((each: { unit: string }) => each.unit === 'city-cyberspace').item;
  expect((await city.act('both', other, 'agree', { item: open })).code).toBe('inner-run.whichUnit');
  expect(
    (await city.act('both', other, 'agree', { item: open, values: { answersFor: 'city-cyberspace' } })).code,
  ).toBeUndefined();
  expect(await opinions(other)).toEqual(['city-cyberspace agree']);
});

test('外单位代理人答复的会办意见记在被代理的单位名下', async () => {
  const id = await consulting();
  expect((await city.act('planning', id, 'verb.claim')).code).toBeUndefined();
  const set = await (await city.at('planning')).post('/api/flow/acting', {
    deputy: city.cast.people.get('inner-staffing'),
    from: '2026-11-23T00:00:00+08:00',
    until: '2026-12-25T00:00:00+08:00',
    types: ['inner-run.application'],
  });
  expect(set.statusCode, set.body).toBe(200);
  expect((await city.act('staffing', id, 'agree')).code).toBe('inner-run.whichUnit');
  expect(
    (await city.act('staffing', id, 'agree', { values: { answersFor: 'city-development-reform' } })).code,
  ).toBeUndefined();
  expect(await opinions(id)).toEqual(['city-development-reform agree']);
});
