/** 导入模板: whatever may be chosen stands in the dropdown, and a list that had to be cut refuses nothing. */
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { departments } from '../../../../city/departments.ts';
import { department } from '../../../../kernel/register.ts';
import { templateWorkbook } from './write-sheet.ts';

async function sheetOf(
  choices: readonly string[],
): Promise<{ readonly first: string; readonly all: string }> {
  const field = department({ title: '承办单位' });
  const entries = unzipSync(await templateWorkbook('表', [{ name: 'unit', field, choices }]));
  const text = (name: string) => strFromU8(entries[name] ?? new Uint8Array());
  return { first: text('xl/worksheets/sheet1.xml'), all: Object.keys(entries).map(text).join('') };
}

test('全市的部门都在下拉列表里', async () => {
  const { first, all } = await sheetOf(departments.map(({ name }) => name));
  expect(first).toContain(`$A$${departments.length + 1}`);
  expect(all).toContain(departments.at(-1)?.name);
});

test('选项太多列不全的，不用下拉列表拒绝', async () => {
  const { first } = await sheetOf(Array.from({ length: 6000 }, (_none, at) => `单位${at}`));
  expect(first).not.toContain('dataValidation ');
});
