/** How punctual each link of a case was. */
import { expect, test } from 'vitest';
import { linkMarks } from './link-marks.ts';

test('按发生先后列出各环节,超时的标明', () => {
  expect(
    linkMarks({ filedAt: '2026-11-02T00:00:00Z', filedLate: true, confirmedAt: '2026-11-01T00:00:00Z' }),
  ).toEqual([
    { name: 'confirmed', title: '属实', at: '2026-11-01T00:00:00Z', late: false },
    { name: 'filed', title: '立案', at: '2026-11-02T00:00:00Z', late: true },
  ]);
});
