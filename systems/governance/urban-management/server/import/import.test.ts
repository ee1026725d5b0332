/** Foreign sheets become cases through the ordinary import. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../../../test/support/city.ts';
import { type Desk, openDesk, yingzhou } from '../test-support/open-desk.ts';
import { converters, zonedInstant } from './foreign-records.ts';

let desk: Desk;
let acceptor: Caller;
beforeAll(async () => {
  desk = await openDesk();
  acceptor = await desk.at('acceptor');
});
afterAll(() => desk.close());

const convertPath = '/api/urban-management/imports/convert';
const head =
  'Unique Key,Created Date,Complaint Type,Descriptor,Location Type,Incident Address,City,Latitude,Longitude';

async function convert(file: string, profile: string, area = yingzhou) {
  return (await acceptor.post(convertPath, { file, profile, area })).json();
}

async function waitFor(id: string, states: readonly string[]) {
  for (let turn = 0; turn < 200; turn += 1) {
    const now = (await acceptor.get(`/api/registers/imports/${id}`)).json();
    if (states.includes(now.state)) return now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('import did not end');
}

/** The ordinary import, as its page does it. */
async function importSheet(file: string) {
  const started = (
    await acceptor.post('/api/registers/imports', { register: 'urban-management.case', file })
  ).json();
  const checked = await waitFor(started.id, ['checked', 'failed']);
  if (checked.state === 'failed') return checked;
  await acceptor.post(`/api/registers/imports/${started.id}/confirm`, { validOnly: true });
  return waitFor(started.id, ['done', 'failed']);
}

describe('外来记录逐条转换', () => {
  test.each([
    ['3/14/2025 1:20', '2025-03-14T05:20:00.000Z'],
    ['1/2/2025 13:05', '2025-01-02T18:05:00.000Z'],
    ['2025-01-02', undefined],
  ])('纽约当地时间 %s', (text, instant) => {
    expect(zonedInstant(text, 'America/New_York')?.toISOString()).toBe(instant);
  });

  test('不属城管的投诉不给小类,写明受理提示', () => {
    const row = converters.nyc311({
      'Unique Key': '7',
      'Complaint Type': 'Animal-Abuse',
      Descriptor: 'Neglected',
      'Incident Address': '1 A ST',
    });
    expect(row).toMatchObject({
      sourceNumber: 'nyc311:7',
      matter: '',
      description: expect.stringContaining('受理提示'),
    });
    expect(converters.nyc311({ 'Unique Key': '8' })).toEqual({ reason: '没有事发位置' });
  });

  test('留言按用词推荐小类', () => {
    const row = converters.messages({ id: 1, title: '门口污水井盖破了', body: '请尽快处理' });
    expect(row).toMatchObject({ sourceNumber: 'message:1', matter: '01002' });
  });
});

describe('从转换到立案', () => {
  test('纽约 311 表格转换后经普通导入成为待核实的案件,再导一次不会重复', async () => {
    const csv = `${head}\n101,3/14/2025 1:20,Dead Animal,Cat,Street,285 COZINE AVENUE,BROOKLYN,40.65,-73.88\n102,3/14/2025 2:20,Animal-Abuse,Neglected,House,86 STREET,QUEENS,40.6,-73.8\n,,,,,,,,\n`;
    const upload = async () => acceptor.upload('nyc.csv', 'text/csv', Buffer.from(csv));
    const made = await convert(await upload(), 'nyc311');
    expect(made).toMatchObject({ rows: 2, skipped: [{ line: 4, reason: '没有来源编号' }] });
    expect(await importSheet(made.file)).toMatchObject({ state: 'done', imported: 2 });
    const { rows } = (
      await acceptor.get('/api/registers/rows/urban-management.case?sort=sourceNumber')
    ).json();
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      sourceNumber: 'nyc311:101',
      matter: '06037',
      stage: 'verify',
      source: 'hotline',
      caseArea: yingzhou,
      openedAt: '2025-03-14T05:20:00Z',
    });
    const again = await convert(await upload(), 'nyc311');
    const started = (
      await acceptor.post('/api/registers/imports', { register: 'urban-management.case', file: again.file })
    ).json();
    expect(await waitFor(started.id, ['checked', 'failed'])).toMatchObject({ state: 'checked', valid: 0 });
  });

  test('别人的文件、不对的来源、空表、坏表都说清楚', async () => {
    const other = await (await desk.at('officer')).upload('a.csv', 'text/csv', Buffer.from(head));
    expect((await convert(other, 'nyc311')).code).toBe('urban-management.sheetMissing');
    const empty = await acceptor.upload('a.csv', 'text/csv', Buffer.from(head));
    expect((await convert(empty, 'nyc311')).code).toBe('urban-management.sheetEmpty');
    expect((await convert(empty, 'excel')).code).toBe('city.invalid');
    const broken = await acceptor.upload('b.csv', 'text/csv', Buffer.from(`${head}\n1,"open quote`));
    expect((await convert(broken, 'nyc311')).code).toBe('urban-management.sheetBroken');
    expect(
      (await (await desk.at('citizen')).post(convertPath, { file: empty, profile: 'nyc311', area: yingzhou }))
        .statusCode,
    ).toBe(403);
  });

  const real = path.resolve(import.meta.dirname, '../../../../../../shared/data/03-hotline');
  test.skipIf(!existsSync(real))(
    '真实的纽约 311 记录(../shared/data,没有时跳过)全部导入',
    { timeout: 120_000 },
    async () => {
      const csv = await readFile(path.join(real, 'nyc311_animal_complaints_2025Q1.csv'));
      const made = await convert(await acceptor.upload('nyc311.csv', 'text/csv', csv), 'nyc311');
      expect(made.rows).toBeGreaterThan(4000);
      const done = await importSheet(made.file);
      expect(done).toMatchObject({ state: 'done', imported: made.rows });
    },
  );

  test.skipIf(!existsSync(real))('演示热线留言(../shared/data,没有时跳过)按行转换', async () => {
    const lines = await readFile(path.join(real, 'teddy2020c/demo-annex2.jsonl'));
    const made = await convert(await acceptor.upload('messages.jsonl', 'text/plain', lines), 'messages');
    expect(made.rows).toBe(495);
    // One message stands twice in the file; the import says where and takes the first.
    expect(await importSheet(made.file)).toMatchObject({ state: 'done', imported: 494 });
  });
});
