/** Codes that name their county and class must agree with the fields that say the same. */
import { expect, test } from 'vitest';
import { openTestCity } from '../../../../test/support/city.ts';
import { disagreements } from './check-agreement.ts';

const fields = [
  {
    name: 'code',
    column: 'code',
    field: {
      type: 'text',
      title: '编码',
      agrees: [{ from: 0, to: 2, field: 'kind', message: '前两位应与类别一致' }],
    },
  },
  { name: 'kind', column: 'kind', field: { type: 'code', title: '类别' } },
] as unknown as Parameters<typeof disagreements>[0];

test('与另一字段矛盾的编码指出来;有一方为空则不判', () => {
  expect(disagreements(fields, { code: '0200001', kind: '01' })).toEqual([
    { path: 'code', message: '前两位应与类别一致' },
  ]);
  expect(disagreements(fields, { code: '0100001', kind: '01' })).toEqual([]);
  expect(disagreements(fields, { code: '0100001', kind: null })).toEqual([]);
});

test('部件标识码与县区、小类不一致的登记被退回', async () => {
  const city = await openTestCity();
  try {
    await city.access.admin.createSubject({
      account: 'keeper',
      name: '部件员',
      kind: 'official',
      mustChange: false,
      posts: [
        {
          role: 'urban-management:component-keeper',
          department: 'city-urban-management',
          area: '341200000000',
        },
      ],
    });
    const keeper = await city.as('keeper');
    const values = {
      code: '34120301002000001',
      name: '污水井盖',
      kind: '01003',
      manager: 'city-urban-management',
      grid: '341202001001001',
      condition: '完好',
      startedOn: '2026-07-01',
      position: { lon: 115.82, lat: 32.9 },
    };
    const refused = await keeper.post('/api/registers/rows/urban-management.component', { values });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().problems.map((problem: { message: string }) => problem.message)).toEqual([
      '“标识码”的前 6 位应与所在单元网格的县区一致',
      '“标识码”的第 7 至 11 位应与部件小类一致',
    ]);
  } finally {
    await city.close();
  }
});
