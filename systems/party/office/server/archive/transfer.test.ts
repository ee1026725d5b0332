/** 移交: only what is old enough and to be kept long; the package says what each file is; the hall takes nothing that was changed. */
import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { archiveItem } from '../../registers/archive-item.ts';
import { type Office, openOffice } from '../test-support/open-office.ts';
import { digestFiles } from '../digest-files.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const words = '演示归档文件';
let serial = 0;
async function fileAway(year: number, retention: string, fault?: 'wrong' | 'missing'): Promise<string> {
  serial += 1;
  const { services } = office;
  const file = await (await office.at('archivist')).upload('a.csv', 'text/csv', Buffer.from(words));
  const digests = (await digestFiles(services, [file])).map((one) => ({
    ...one,
    ...(fault === 'wrong' ? { sm3: '00' } : {}),
    ...(fault === 'missing' ? { file: newId() } : {}),
  }));
  return services.use(store).transaction(async (work) => {
    const row = await services
      .use(registers)
      .of(archiveItem)
      .trusted.insert(work, 'test', {
        number: `演示-WS·${year}-${retention}-${serial}`,
        title: `演示<归档>文件${serial}`,
        organ: 'city-data-resources',
        year,
        retention,
        serial,
        status: 'kept',
        files: [file],
        digests,
      });
    return row.id;
  });
}
const post = async (who: string, path: string, payload: object = {}) =>
  (await office.at(who)).post(`/api/office/archive/transfers${path}`, payload);
async function itemOf(id: string) {
  const { services } = office;
  return services.use(registers).of(archiveItem).trusted.find(services.use(store).db, id);
}

test('满年限的永久、30年档案移交成包，目录和 SM3 清单对得上；档案馆接收后不再移交', async () => {
  const mine = await fileAway(2010, 'Y');
  const short = await fileAway(2010, 'D10');
  const young = await fileAway(2020, 'D30');
  expect((await post('archivist', '', { year: 2020 })).json().code).toBe('office.transferEarly');
  expect((await post('finance-secretary', '', { year: 2012 })).json().code).toBe('office.nothingToTransfer');
  const made = await post('archivist', '', { year: 2012 });
  expect(made.json(), made.body).toMatchObject({ count: 1 });
  const { id } = made.json();
  expect((await post('archivist', '', { year: 2012 })).json().code).toBe('office.nothingToTransfer');
  const path = `/api/office/archive/transfers/${id}/package`;
  expect((await (await office.at('finance-secretary')).get(path)).statusCode).toBe(404);
  const got = await (await office.at('hall-archivist')).get(path);
  expect(got.statusCode, got.body).toBe(200);
  const entries = unzipSync(got.rawPayload);
  const list = strFromU8(entries['目录.xml'] ?? new Uint8Array());
  expect(list).toContain('<题名>演示&lt;归档&gt;文件1</题名>');
  const sums = strFromU8(entries['SM3SUMS.txt'] ?? new Uint8Array())
    .trim()
    .split('\n')
    .map((line) => line.split('  '));
  expect(sums.length).toBe(Object.keys(entries).length - 1);
  for (const [sm3, name = ''] of sums)
    expect(
      createHash('sm3')
        .update(entries[name] ?? new Uint8Array())
        .digest('hex'),
      name,
    ).toBe(sm3);
  const settle = (who: string, payload: object) => post(who, `/${id}/settlement`, payload);
  expect((await settle('archivist', { accept: true })).statusCode).toBe(403);
  expect((await settle('hall-archivist', { accept: false })).statusCode).toBe(400);
  expect((await settle('hall-archivist', { accept: true })).statusCode).toBe(200);
  expect((await settle('hall-archivist', { accept: true })).json().code).toBe('office.transferSettled');
  expect((await itemOf(mine))?.status).toBe('transferred');
  for (const other of [short, young]) expect((await itemOf(other))?.status).toBe('kept');
});

test('文件与归档时的摘要不一致的不接收；退回后可以再移交', async () => {
  const changed = await fileAway(2011, 'D30', 'wrong');
  const { id } = (await post('archivist', '', { year: 2012 })).json();
  expect((await post('hall-archivist', `/${id}/settlement`, { accept: true })).json().code).toBe(
    'office.archiveChanged',
  );
  const path = `/api/office/archive/transfers/${id}/package`;
  expect((await (await office.at('hall-archivist')).get(path)).json().code).toBe('office.archiveChanged');
  expect((await itemOf(changed))?.status).toBe('kept');
  const back = { accept: false, reason: '摘要不一致' };
  expect((await post('hall-archivist', `/${id}/settlement`, back)).statusCode).toBe(200);
  expect((await itemOf(changed))?.transfer).toBeNull();
  expect((await post('archivist', '', { year: 2012 })).json()).toMatchObject({ count: 1 });
});

test('缺了文件的不成包：目录里写着的都要在', async () => {
  await fileAway(2009, 'Y', 'missing');
  const { id } = (await post('archivist', '', { year: 2012 })).json();
  const path = `/api/office/archive/transfers/${id}/package`;
  const got = await (await office.at('hall-archivist')).get(path);
  expect([got.statusCode, got.json().code]).toEqual([409, 'office.archiveChanged']);
});
