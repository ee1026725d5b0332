/** Code lists of a data file keep their order and source, and an unknown code stands for itself. */
import { expect, test } from 'vitest';
import { codeEntries, nameInTable } from './code-table.ts';

const table = {
  source: '本地',
  validFrom: '2026-01-01',
  lists: {
    states: [
      ['open', '办理中'],
      ['closed', '已办结'],
    ],
  },
} as const;

test('按系统编号装入代码表,顺序和依据不变', () => {
  expect(codeEntries('office', table)).toMatchObject([
    {
      list: 'office states',
      code: 'open',
      name: '办理中',
      order: 0,
      source: '本地',
      validFrom: '2026-01-01',
    },
    { list: 'office states', code: 'closed', order: 1 },
  ]);
  expect(nameInTable(table, 'states', 'closed')).toBe('已办结');
  expect(nameInTable(table, 'states', 'unknown')).toBe('unknown');
  expect(nameInTable(table, 'no-list', 'open')).toBe('open');
});
