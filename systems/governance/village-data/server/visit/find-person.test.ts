/** 人口库里有的人不再手填:本县的带出并写明来源和日期,外县的、已去世的和没有的一样回答“没有”。 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lake } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import { findLibrary } from '../../../../foundation/base-libraries/contract.ts';
import baseLibraries from '../../../../foundation/base-libraries/system.ts';
import catalogue from '../../../../foundation/data-catalogue/system.ts';
import collection from '../../../../foundation/data-collection/system.ts';
import quality from '../../../../foundation/data-quality/system.ts';
import sharing from '../../../../foundation/data-sharing/system.ts';
import reporting from '../../../../party/info-reporting/system.ts';
import { household } from '../../registers/card.ts';
import system from '../../system.ts';

const village = '341226100001';
let city: TestCity;
let cadre: Caller;
let home: string;

beforeAll(async () => {
  const { seed: _report, ...reportingOnly } = reporting;
  const { seed: _village, ...villageOnly } = system;
  city = await openTestCity({
    systems: [collection, catalogue, quality, sharing, baseLibraries, reportingOnly, villageOnly],
    demo: true,
  });
  await city.store.drain();
  const { id } = await city.access.admin.createSubject({
    account: 'cadre',
    name: '村干部',
    kind: 'official',
    posts: [{ role: 'village-data:cadre', department: 'yingshang-government', area: village }],
    mustChange: false,
    passwordHash: 'none',
    password: 'none',
  });
  cadre = await city.as(id);
  const made = await city.store.transaction((work) =>
    city.services
      .use(registers)
      .of(household)
      .trusted.insert(work, 'test', { number: `${village}0001`, area: village, standing: 'active' }),
  );
  home = made.id;
}, 400_000);
afterAll(() => city?.close());

async function person(area: string, ended: boolean) {
  const { rows } = await city.services.use(lake).records({
    dataset: findLibrary('population')?.dataset ?? '',
    filter: { area, ended },
    page: 1,
    size: 1,
    clearance: 'sensitive',
  });
  const [found] = rows;
  if (found === undefined) throw new Error(`nobody in ${area}`);
  return found.values;
}

const ask = async (idCard: unknown) =>
  (await cadre.post('/api/village-data/people', { household: home, idCard })).json<{
    found: boolean;
    values: Readonly<Record<string, unknown>>;
    sources: Readonly<Record<string, string>>;
  }>();

test('本县的人带出姓名、性别代码、出生日期、民族代码,每项写明来源', async () => {
  const known = await person('341226', false);
  const reply = await ask(known['id_card']);
  expect(reply).toMatchObject({
    found: true,
    values: { name: known['name'], sex: known['sex'] === '男' ? '1' : '2', birthDate: known['birth_date'] },
  });
  expect(reply.values['nation']).toMatch(/^0[13]$/);
  expect(reply.sources['name']).toMatch(/^人口基础库 户籍 \d{4}-\d{2}-\d{2}$/);
});

test('外县的、已去世的、没有的、不是号码的,回答一样', async () => {
  const nobody = { found: false, values: {}, sources: {} };
  for (const idCard of [
    (await person('341202', false))['id_card'],
    (await person('341226', true))['id_card'],
    '11010119900307803X',
    '123456789012345678',
  ])
    expect(await ask(idCard)).toEqual(nobody);
});
