/** Imports as people live through them: bad files, bad rows, repeated clicks, and large ones that must not slow the server. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { writeXlsx } from 'hucre';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../store/index.ts';
import { type RegisterChange, rowsChanged } from '../../service.ts';
import { chief, clerk, countyA, faults, lamps, person } from '../test-support/lamps.ts';
import { failure } from '../test-support/failure.ts';
import { type OpenLamps, openLamps } from '../test-support/open-lamps.ts';
import { checked, settled, upload, xlsxType } from '../test-support/sheets.ts';
import { type Imports, manageImports } from './manage-imports.ts';

let open: OpenLamps;
let imports: Imports;
const rows = () => open.engine.service.of(lamps);

beforeAll(async () => {
  open = await openLamps({ placesModule: new URL('../test-support/lamps.ts', import.meta.url).href });
  imports = manageImports(open.engine);
  await open.store.begin();
});
afterAll(() => open.store.close());

async function countOf(height: number): Promise<number> {
  return (await rows().list(chief, { where: { height: String(height) } })).total;
}

async function staged(): Promise<number> {
  const found = await sql<{
    count: number;
  }>`select count(*) as count from pg_class where relname like 'staging%'`.execute(open.store.db);
  return found.rows[0]?.count ?? 0;
}

describe('检查', () => {
  test('错误按行按列列出,有效行可以单独导入', async () => {
    const sheet = [
      '*编码,区划,类别,位置,功率,亮灯,联系电话,高度,多余的列,评分',
      'L-101,颍州区,LED 灯,"115.8,32.9",60,是,13812345678,1,x,100',
      'L-102,341202000000,led,"121.4,31.2",60,是,13812345678,1,,',
      'X,无此区,油灯,不知道,很大,也许,110119,1,,',
      ',341202000000,led,,,,,1,,',
      'L-101,341202000000,led,,,,,1,,',
      'L-103,341202000000,led',
      '',
      '"L-104",341202000000,钠灯,,"1,200",0,,1,,',
    ].join('\r\n');
    await open.engine.service.codeLists.load([]);
    const areaName = await checked(open, imports, chief, sheet);
    const status = areaName;
    expect(status).toMatchObject({ state: 'checked', total: 7, unknownColumns: ['多余的列', '评分'] });
    const problems = await imports.problems(chief, status.id, 100);
    expect(problems.map((each) => each.message)).toEqual(
      [
        '第 2 行“区划”不是本市的区划',
        '第 3 行“位置”不在本市范围内',
        '第 4 行“编码”格式不正确',
        '第 4 行“区划”不是本市的区划',
        '第 4 行“类别”不在可选范围内或已停用',
        '第 4 行“位置”不是有效的经纬度(应写成 115.812345,32.889123 的样子)',
        '第 4 行“功率”应为数字',
        '第 4 行“亮灯”应填“是”或“否”',
        '第 4 行“联系电话”不是有效的电话号码',
        '第 5 行“编码”必须填写',
        '第 6 行“编码”与第 2 行重复',
        '第 7 行有 3 列,表头有 10 列,文件可能错位或被截断',
      ].map((message) => expect.stringContaining(message)),
    );
    expect((await failure(imports.confirm(chief, status.id, false))).code).toBe('registers.invalidRows');
    await imports.confirm(chief, status.id, true);
    expect(await settled(imports, chief, status.id)).toMatchObject({
      state: 'done',
      imported: 1,
      total: 7,
      valid: 1,
      invalid: 6,
    });
    const [row] = (await rows().list(chief, { where: { code: 'L-104' } })).rows;
    expect(row).toMatchObject({
      kind: 'sodium',
      watts: 1200,
      lit: false,
      height: 1,
      batch: status.id,
      createdBy: 'chief',
      score: null,
    });
    const { rows: told } = await sql<{ payload: RegisterChange }>`select payload from store_event
      where name = 'register.changed' and payload->>'batch' = ${status.id}`.execute(open.store.db);
    const followed = told.map(({ payload }) =>
      rows().trusted.findMany(open.store.db, { ...rowsChanged(payload), limit: 10 }),
    );
    expect((await Promise.all(followed)).map((found) => found.map(({ code }) => code))).toEqual([['L-104']]);
  });

  test('与台账中已有的重复、超出管理范围、关联不存在', async () => {
    await rows().create(chief, { code: 'L-201', place: countyA });
    const sheet =
      '编码,区划,相邻路灯,保管人\nL-201,341202000000,,\nL-202,341203000000,,\nL-203,341202000000,L-201,clerk\nL-204,341202000000,01a0b0c0-0000-7000-8000-000000000000,\nL-205,341202000000,,ghost\n';
    const status = await checked(open, imports, clerk, sheet);
    const problems = await imports.problems(clerk, status.id, 100);
    expect(problems.map((each) => each.message)).toEqual([
      '第 2 行“编码”与已有记录重复',
      '第 3 行不在您的管理范围内',
      '第 5 行“相邻路灯”关联的记录不存在或已归档',
      '第 6 行“保管人”不是已登记的人员或单位',
    ]);
    expect(status).toMatchObject({ valid: 1, invalid: 4 });
    await imports.cancel(clerk, status.id);
    expect((await failure(imports.confirm(clerk, status.id, true))).code).toBe('registers.importState');
  });

  test('没有表头、空文件、必填列缺失、损坏的工作簿', async () => {
    const cases: [string | Uint8Array, string][] = [
      ['a,b,c\n1,2,3\n', '没有可识别的列名'],
      ['区划,类别\n341202000000,led\n', '缺少必填列“编码”'],
      ['编码,编码\nL-1,L-2\n', '两列填写同一项'],
      ['\n\n', '文件是空的'],
    ];
    for (const [content, message] of cases) {
      const status = await checked(open, imports, chief, content);
      expect(status).toMatchObject({ state: 'failed', message: expect.stringContaining(message) });
    }
    const good = await writeXlsx({ sheets: [{ name: '路灯', rows: [['编码'], ['L-1']] }] });
    const broken = await checked(open, imports, chief, good.subarray(0, good.length - 40), {
      name: '路灯.xlsx',
      contentType: xlsxType,
    });
    expect(broken).toMatchObject({ state: 'failed', message: expect.stringContaining('文件已损坏') });
  });

  test('第五万行处截断的文件指出该行,什么也没有留下', async () => {
    const before = await staged();
    const sheet = `编码,高度\n${Array.from({ length: 49_998 }, (_, index) => `L-${900_000 + index},3`).join('\n')}\n"L-1,3\n`;
    const status = await checked(open, imports, chief, sheet);
    expect(status).toMatchObject({ state: 'failed', message: '第 50000 行:引号没有闭合,文件可能被截断' });
    expect((await failure(imports.confirm(chief, status.id, true))).code).toBe('registers.importState');
    expect(await countOf(3)).toBe(0);
    expect(await staged()).toBe(before);
  });

  test('GBK 表格和公式单元格', async () => {
    const gbk = Uint8Array.from([0xb1, 0xe0, 0xc2, 0xeb, 0x2c, 0xb1, 0xb8, 0xd7, 0xa2, 0x0a]);
    const body = Buffer.concat([gbk, Buffer.from("L-301,=cmd|'/c calc'!A1\nL-302,\"'+1+1\"\n")]);
    const status = await checked(open, imports, chief, body);
    expect(status).toMatchObject({ state: 'checked', valid: 2 });
    await imports.confirm(chief, status.id, false);
    await settled(imports, chief, status.id);
    const page = await rows().list(chief, { where: { code: 'L-301,L-302' }, sort: 'code' });
    expect(page.rows.map((row) => row.remark)).toEqual(["=cmd|'/c calc'!A1", '+1+1']);
  });

  test('工作簿的日期、数字、是否、两列经纬度', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: '路灯',
          rows: [
            [
              '编码(必填)',
              '安装日期',
              '检查时间',
              '功率',
              '亮灯',
              '位置经度',
              '位置纬度',
              '标签',
              '维护单位',
            ],
            [
              'L-401',
              new Date('2026-03-01T00:00:00Z'),
              '2026年3月2日 8:30',
              75,
              true,
              115.8,
              32.9,
              '老旧、公园',
              '路灯处',
            ],
            ['L-402', '2026/3/1', null, '75.5', false, 115.8, null, null, null],
          ],
        },
      ],
    });
    const status = await checked(open, imports, chief, bytes, { name: '路灯.xlsx', contentType: xlsxType });
    const problems = await imports.problems(chief, status.id, 10);
    expect(problems.map((each) => each.message)).toEqual([
      '第 3 行“位置”不是有效的经纬度(应写成 115.812345,32.889123 的样子)',
      '第 3 行“功率”应为整数',
    ]);
    await imports.confirm(chief, status.id, true);
    await settled(imports, chief, status.id);
    const [row] = (await rows().list(chief, { where: { code: 'L-401' } })).rows;
    expect(row).toMatchObject({
      installed: '2026-03-01',
      watts: 75,
      lit: true,
      at: { lon: 115.8, lat: 32.9 },
      tags: ['old', 'park'],
      unit: 'city-light',
    });
    expect(Date.parse(String(row?.checkedAt))).toBe(Date.parse('2026-03-02T00:30:00Z'));
  });

  test('列名可以由导入人指定', async () => {
    const status = await checked(open, imports, chief, 'No.,Type,Skip\nL-501,led,x\n', {
      columns: { 'No.': 'code', Type: 'kind', Skip: '' },
    });
    expect(status).toMatchObject({ state: 'checked', valid: 1, unknownColumns: [] });
    await imports.cancel(chief, status.id);
  });
});

describe('确认', () => {
  test('重复确认只导入一次', async () => {
    const status = await checked(open, imports, chief, '编码,高度\nL-601,6\nL-602,6\n');
    await Promise.allSettled([
      imports.confirm(chief, status.id, false),
      imports.confirm(chief, status.id, false),
    ]);
    await settled(imports, chief, status.id);
    await imports.confirm(chief, status.id, false);
    expect(await settled(imports, chief, status.id)).toMatchObject({ state: 'done', imported: 2 });
    expect(await countOf(6)).toBe(2);
    const events = await sql<{
      payload: unknown;
    }>`select payload from store_event where payload->>'batch' = ${status.id}`.execute(open.store.db);
    expect(events.rows).toEqual([
      { payload: { register: 'lamp.lamps', ids: [], kind: 'imported', batch: status.id } },
    ]);
    expect(open.access.audited.filter((each) => each.objectId === status.id)).toMatchObject([
      { event: 'import', detail: { rows: 2 } },
    ]);
  });

  test('检查后有人抢先登记了同样的编码:一行也不导入,列出来再确认', async () => {
    const status = await checked(open, imports, chief, '编码,高度\nL-701,7\nL-702,7\n');
    await rows().create(chief, { code: 'L-702' });
    await imports.confirm(chief, status.id, false);
    const raced = await settled(imports, chief, status.id);
    expect(raced).toMatchObject({
      state: 'checked',
      valid: 1,
      invalid: 1,
      message: expect.stringContaining('1 行与刚刚新增的记录重复'),
    });
    expect(await countOf(7)).toBe(0);
    await imports.confirm(chief, status.id, true);
    expect(await settled(imports, chief, status.id)).toMatchObject({ state: 'done', imported: 1 });
  });

  test('暂存表在断电后变空,不会导入一半', async () => {
    const status = await checked(open, imports, chief, '编码,高度\nL-801,8\nL-802,8\n');
    await sql
      .raw(
        "do $$ declare t text; begin for t in select relname from pg_class where relname like 'staging%' and relkind = 'r' loop execute format('delete from %I', t); end loop; end $$",
      )
      .execute(open.store.db);
    await imports.confirm(chief, status.id, false);
    expect(await settled(imports, chief, status.id)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('重新上传'),
    });
    expect(await countOf(8)).toBe(0);
  });

  test('别人的文件和别人的导入都看不到', async () => {
    const file = await upload(open, chief, '编码\nL-1\n');
    expect((await failure(imports.start(clerk, 'lamp.lamps', file, {}))).code).toBe('city.invalid');
    const status = await checked(open, imports, chief, '编码\nL-2\n');
    expect((await failure(imports.status(clerk, status.id))).code).toBe('city.missing');
    expect((await failure(imports.confirm(clerk, status.id, true))).code).toBe('city.missing');
    expect((await failure(imports.start(person('nobody', {}), 'lamp.lamps', file, {}))).code).toBe(
      'city.forbidden',
    );
    await imports.cancel(chief, status.id);
  });

  test('案件的导入交给办理引擎;没有引擎时拒绝', async () => {
    const file = await upload(open, chief, '类别,地点\nled,桥头\nsodium,路口\n');
    expect((await failure(imports.start(chief, 'lamp.faults', file, {}))).code).toBe(
      'registers.ownedByProcess',
    );
    const opened: unknown[] = [];
    open.engine.service.setRowSink(
      'lamp.faults',
      async (given) =>
        void opened.push(...given.rows.map((row) => [row.line, row.values['kind'], row.values['where']])),
    );
    const { id } = await imports.start(chief, 'lamp.faults', file, {});
    await settled(imports, chief, id);
    await imports.confirm(chief, id, false);
    expect(await settled(imports, chief, id)).toMatchObject({ state: 'done', imported: 2 });
    expect(opened).toEqual([
      [2, 'led', '桥头'],
      [3, 'sodium', '路口'],
    ]);
    expect((await open.engine.service.of(faults).list(chief, {})).total).toBe(0);
  });
});

test('十万行的导入不阻塞服务', async () => {
  const lines = Array.from(
    { length: 100_000 },
    (_, index) =>
      `L-${1_000_000 + index},341202000000,led,"115.${index % 1000},32.9",60,是,2026-03-01,13812345678`,
  );
  const sheet = `编码,区划,类别,位置,功率,亮灯,安装日期,联系电话\n${lines.join('\n')}\n`;
  const file = await upload(open, chief, sheet);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const started = performance.now();
  const { id } = await imports.start(chief, 'lamp.lamps', file, {});
  const status = await settled(imports, chief, id);
  const checkedAt = performance.now();
  expect(status).toMatchObject({ state: 'checked', message: '', total: 100_000 });
  await imports.confirm(chief, id, true);
  const done = await settled(imports, chief, id);
  delay.disable();
  expect(done).toMatchObject({ state: 'done', imported: status.valid });
  const milliseconds = (nanoseconds: number) => Math.round(nanoseconds / 1e5) / 10;
  console.info(
    `100k rows: check ${Math.round(checkedAt - started)} ms, confirm ${Math.round(performance.now() - checkedAt)} ms, ` +
      `event loop delay p99 ${milliseconds(delay.percentile(99))} ms, max ${milliseconds(delay.max)} ms`,
  );
});
