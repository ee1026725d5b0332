/** Personal numbers that citizens and officials give through the real doors lie in the database in boxes only, whatever engine keeps a copy. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSystems } from '../apps/server/find-systems.ts';
import { registers } from '../engines/registers/index.ts';
import { completeIdCard } from '../kernel/check-characters.ts';
import { newId } from '../kernel/ids.ts';
import { openTestCity, type TestCity } from './support/city.ts';
import { findPlain } from './support/find-plain.ts';

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let city: TestCity;
const phone = '13987650123';
const draftPhone = '13987650124';
const corrected = '13987650125';
const idCard = completeIdCard('34120219900101877');

/** Every text of these classes that is a number by which somebody is found; the others are names, free text, or officials' office numbers. */
const plainOnPurpose = new Map([
  ['river-chief.chief.phone', '河长公示电话：依规定向社会公开'],
  ['office.contact.mobile', '机关通讯录：按号码片段查找是它的用途，且为工作号码'],
  ['office.attendance.digits', '签到码：几分钟后作废'],
  ['data-collection.source.phone', '数据源联系人：工作号码'],
  ['business-platform.application.phone', '应用联系人：工作号码'],
  ['data-sharing.application.phone', '申请单位联系人：工作号码'],
]);

beforeAll(async () => {
  const systems = (await findSystems()).map(({ seed: _seed, ...one }) => one);
  city = await openTestCity({ systems, demo: true });
}, 120_000);
afterAll(() => city.close());

test('市民上报、草稿、案件办理和申领之后，整个数据库里找不到电话和身份证号', async () => {
  const { id } = await city.access.admin.createSubject({
    account: '13700000555',
    name: '路遥',
    kind: 'citizen',
    mustChange: false,
  });
  const citizen = await city.as(id);
  const report = newId();
  const sent = await citizen.post('/api/urban-management/reports', {
    id: report,
    description: '井盖松动，夜里看不见',
    address: '清河路',
    area: '341202000000',
    photos: [await citizen.upload('井盖.png', 'image/png', Buffer.from(pixel, 'base64'))],
    phone,
  });
  expect(sent.statusCode, sent.body).toBe(200);
  const service = city.services.use(registers);
  const { trusted } = service.rows('urban-management.case');
  const row = await trusted.find(city.store.db, report);
  expect((row as unknown as Record<string, unknown>)['reporterPhone']).toBe(phone);
  await city.store.transaction(async (work) => {
    if (row !== undefined) await trusted.update(work, 'system', row, { reporterPhone: corrected });
    await service.rows('city-code.holder').trusted.insert(work, 'system', {
      name: '路遥',
      idCard,
      claimedAt: work.now.toISOString(),
      way: 'window',
    });
  });
  const official = await city.access.admin.createSubject({
    account: 'sealed-acceptor',
    name: '受理员',
    kind: 'official',
    mustChange: false,
    posts: [{ role: 'urban-management:acceptor', department: 'city-urban-management', area: '341200000000' }],
  });
  const draft = await (await city.as(official.id)).post('/api/forms/drafts/urban-management.case', {
    row: report,
    values: { reporterPhone: draftPhone },
  });
  expect(draft.statusCode, draft.body).toBe(200);
  await city.store.drain();
  expect(await findPlain(city.store.db, [phone, draftPhone, corrected, idCard])).toEqual([]);
  const found = await trusted.findMany(city.store.db, {
    filter: { field: 'reporterPhone', is: 'equal', value: corrected },
    limit: 2,
  });
  expect(found.map((one) => one.id)).toEqual([report]);
});

test('每个含个人或敏感内容的 JSON 字段都加密保存', () => {
  const open = city.services
    .use(registers)
    .all()
    .flatMap(({ id, declaration }) =>
      Object.entries(declaration.fields)
        .filter(([, field]) => field.class === 'personal' || field.class === 'sensitive')
        .filter(([, field]) => field.type === 'json' && field.stored !== 'sealed')
        .map(([name]) => `${id}.${name}`),
    );
  expect(open).toEqual([]);
});

test('每个电话和证件号码字段要么加密保存，要么写明为什么不', () => {
  const open = city.services
    .use(registers)
    .all()
    .flatMap(({ id, declaration }) =>
      Object.entries(declaration.fields)
        .filter(([, field]) => field.class === 'personal' || field.class === 'sensitive')
        .filter(([, field]) => field.type === 'text' && (field.mask === 'phone' || field.mask === 'id-card'))
        .filter(([, field]) => field.stored !== 'sealed')
        .map(([name]) => `${id}.${name}`),
    );
  expect(open.filter((name) => !plainOnPurpose.has(name))).toEqual([]);
});
