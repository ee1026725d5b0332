/** Titles as an editor would break them: words whole, no block and no hourglass. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { breakTitle } from './break-title.ts';

test.each([
  ['关于召开全市数据工作会议的通知', 1],
  ['阜阳市数据资源管理局关于做好2026年度政务数据目录编制工作的通知', 2],
  ['阜阳市人民政府办公室关于加快推进党政机关一体化协同办公平台建设的通知', 2],
  ['阜阳市人民政府关于印发阜阳市突发公共事件总体应急预案和自然灾害救助应急预案的通知', 3],
])('%s 排成 %i 行,词意完整', (title, count) => {
  const lines = breakTitle(title);
  expect(lines).toHaveLength(count);
  expect(lines.join('')).toBe(title);
  for (const line of lines) {
    expect(line.length).toBeLessThanOrEqual(19);
    expect(line).not.toMatch(/\d$/);
    expect(line).not.toMatch(/^[的和与及、，》）]|[《（]$|关于$/);
  }
  const words = ['人民政府', '办公室', '通知', '平台', '预案', '应急'];
  for (const word of words)
    expect(lines.filter((line) => line.includes(word)).length > 0).toBe(title.includes(word));
});

test('三行标题是梯形或菱形,不是方块或沙漏', () => {
  const lengths = breakTitle(
    '阜阳市人民政府关于印发阜阳市突发公共事件总体应急预案和自然灾害救助应急预案的通知',
  ).map((line) => line.length);
  const [first = 0, middle = 0, last = 0] = lengths;
  expect(middle < first && middle < last).toBe(false);
  expect(first === middle && middle === last).toBe(false);
});

test('任何标题都原样分完,每行不超过十九字', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'关于建设数字阜阳的通知《》、和2026 A'), maxLength: 120 }),
      (title) => {
        const lines = breakTitle(title);
        expect(lines.join('')).toBe(title.trim());
        for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(38);
      },
    ),
    { numRuns: 200 },
  );
});
