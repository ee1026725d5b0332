/** Real records of other cities and a department's own sheets come in by the import page, and are worked like any case. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readXlsx, writeXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { journey, useBrowserCity } from '../support/browser.ts';
import { callAs, type Caller, closeCase } from './parts/api.ts';
import {
  caseRegister,
  confirmImport,
  countCases,
  csv,
  downloadErrors,
  readCount,
  type Sheet,
  uploadSheet,
  waitForCheck,
} from './parts/import.ts';
import { openMenu } from './parts/session.ts';

const shared = path.resolve(import.meta.dirname, '../../../shared/data/03-hotline');
const complaints = path.join(shared, 'nyc311_animal_complaints_2025Q1.csv');
const messages = path.join(shared, 'teddy2020c/demo-annex2.jsonl');
/** A test that needs a shared file says so in its name when the file is not there. */
function withFile(file: string, name: string) {
  return existsSync(file)
    ? ([test, name] as const)
    : ([test.skip, `${name}（没有 ../shared 里的数据）`] as const);
}

const head = ['来源', '来源编号', '问题描述', '事发位置', '所属区划'];

interface Message {
  readonly id: number;
  readonly title: string;
  readonly body: string;
}

/** As the message office would make its sheet by hand. */
async function messageSheet(): Promise<Sheet> {
  const lines = (await readFile(messages, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const rows = lines.map((line) => {
    const { id, title, body } = JSON.parse(line) as Message;
    return ['热线', `message:${id}`, `${title}。${body}`.slice(0, 1000), title.slice(0, 256), '颍州区'];
  });
  return csv('政务留言.csv', [head, ...rows]);
}

async function findImported(caller: Caller, sourceNumber: string): Promise<{ id: string; number: string }> {
  const { rows } = await caller.get<{ rows: { id: string; number: string }[] }>(
    `/api/registers/rows/${caseRegister}?search=${encodeURIComponent(sourceNumber)}`,
  );
  const [first] = rows;
  if (first === undefined) throw new Error(`${sourceNumber} was not imported`);
  return first;
}

journey('把外来记录和本单位的表格导入为案件', () => {
  const city = useBrowserCity({ demoOf: ['urban-management'] });

  const [withComplaints, complaintsName] = withFile(
    complaints,
    '纽约 311 的 4,969 条投诉转换后经导入页全部入库，其中一件办到结案',
  );
  withComplaints(complaintsName, async () => {
    const caller = await callAs(city(), 'acceptor-1');
    const before = await countCases(caller);
    const { page, troubles } = await city().visitAs('acceptor-1');
    await page.goto('/desk/');
    await openMenu(page, '智慧城管', '转换外来表格');
    await page.getByLabel('办理区划').click();
    await page.locator('.ant-cascader-menu-item').filter({ hasText: '颍州区' }).click();
    await page.keyboard.press('Escape');
    await page.locator('.ant-upload input[type=file]').setInputFiles(complaints);
    // 23 of them have neither address nor street.
    await page.getByText('已转换 4,946 条').waitFor({ timeout: 60_000 });
    await page.getByRole('cell', { name: '没有事发位置' }).first().waitFor();
    await page.getByRole('button', { name: '检查并导入' }).click();
    await waitForCheck(page);
    expect(await readCount(page, '有效')).toBe(4946);
    expect(await readCount(page, '有错误')).toBe(0);
    await confirmImport(page, false);
    expect(await countCases(caller)).toBe(before + 4946);
    expect(troubles).toEqual([]);

    const { id } = await findImported(caller, 'nyc311:64345465');
    await closeCase(city(), id, '06037');
    await page.goto(`/desk/urban-management/cases/${id}`);
    await page.getByText('已清理并消毒').first().waitFor();
  });

  const [withMessages, messagesName] = withFile(messages, '政务留言按模板做成表格后导入，重复的一条被挑出');
  withMessages(messagesName, async () => {
    const caller = await callAs(city(), 'acceptor-1');
    const before = await countCases(caller);
    const { page, troubles } = await city().visitAs('acceptor-1');
    await uploadSheet(page, await messageSheet());
    await waitForCheck(page);
    expect(await readCount(page, '总行数')).toBe(495);
    // The office has one message twice.
    await page.getByText('第 312 行“来源编号”与第 100 行重复').waitFor();
    expect(await readCount(page, '有效')).toBe(494);
    await confirmImport(page, true);
    expect(await countCases(caller)).toBe(before + 494);
    expect(troubles).toEqual([]);
  });

  test('本单位的 Excel 表有错行：错误列到行和列，可下载错误清单，只导入有效的行', async () => {
    const caller = await callAs(city(), 'acceptor-1');
    const before = await countCases(caller);
    const rows = [
      head,
      ['热线', 'own:1', '垃圾箱满溢，气味很大', '清河路 18 号', '颍州区'],
      ['热线', 'own:2', '绿地里有大量垃圾', '颍河路 2 号', '没有这个区'],
      ['热线', 'own:3', '', '颍河路 3 号', '颍东区'],
      ['空投', 'own:4', '路灯不亮', '颍河路 4 号', '颍泉区'],
      ['热线', 'own:5', '路面有坑洞', '人民路 5 号', '太和县'],
    ];
    const bytes = await writeXlsx({ sheets: [{ name: '案件', rows }] });
    const { page, troubles } = await city().visitAs('acceptor-1');
    await uploadSheet(page, {
      name: '本单位案件.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: Buffer.from(bytes),
    });
    await waitForCheck(page);
    expect([await readCount(page, '有效'), await readCount(page, '有错误')]).toEqual([2, 3]);
    for (const [line, column] of [
      ['3', '所属区划'],
      ['4', '问题描述'],
      ['5', '来源'],
    ]) {
      const row = page
        .getByRole('row')
        .filter({ has: page.getByRole('cell', { name: line ?? '', exact: true }) });
      await row.getByRole('cell', { name: column ?? '', exact: true }).waitFor();
    }
    const errors = await downloadErrors(page);
    const sheet = (await readXlsx(errors)).sheets[0];
    expect(JSON.stringify(sheet?.rows)).toContain('没有这个区');
    await confirmImport(page, true);
    expect(await countCases(caller)).toBe(before + 2);
    expect(troubles).toEqual([]);
  });

  test('表格中间坏了：指出第几行，一行也没有写入', async () => {
    const caller = await callAs(city(), 'acceptor-1');
    const before = await countCases(caller);
    const rows = Array.from({ length: 300 }, (_, at) => [
      '热线',
      `broken:${at}`,
      '路边有垃圾',
      '颍河路 9 号',
      '颍州区',
    ]);
    const whole = csv('坏表.csv', [head, ...rows])
      .buffer.toString('utf8')
      .split('\r\n');
    const broken = whole.with(150, '"热线","broken:x"y","引号没有配对');
    const { page } = await city().visitAs('acceptor-1');
    await uploadSheet(page, {
      name: '坏表.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(broken.join('\r\n')),
    });
    await page.getByText('没有导入，台账没有变化').waitFor();
    await page
      .getByText(/第 15\d 行/)
      .first()
      .waitFor();
    expect(await countCases(caller)).toBe(before);
  });
});
