/** What an official reads when somebody else was quicker. */
import { expect, test } from 'vitest';
import { explainConflict, isConflict } from './explain-conflict.ts';

const now = new Date('2026-11-23T06:30:00Z');
const first = { id: '1', at: '2026-11-23T01:00:00Z', actorName: '王五', title: '受理' };
const seen = { version: 3, stageTitle: '派遣', timeline: [first] };

test('别人先办了：说出是谁、几点、办了什么、现在在哪', () => {
  const added = { id: '2', at: '2026-11-23T06:05:00Z', actorName: '张三', title: '派遣' };
  expect(explainConflict(seen, { version: 4, stageTitle: '处置', timeline: [first, added] }, now)).toBe(
    '已由 张三 在 14:05 办理「派遣」，现处于「处置」环节',
  );
});

test('隔天的带日期，已办结的说明结果', () => {
  const added = { id: '2', at: '2026-11-22T06:05:00Z', actorName: '张三', title: '不予立案' };
  const fresh = { version: 4, stageTitle: null, outcomeTitle: '不予立案', timeline: [first, added] };
  expect(explainConflict(seen, fresh, now)).toBe(
    '已由 张三 在 2026-11-22 14:05 办理「不予立案」，现已办结（不予立案）',
  );
});

test('没有新的流转时不编造原因', () => {
  expect(explainConflict(seen, seen, now)).toBeUndefined();
  expect(explainConflict(seen, { ...seen, version: 5 }, now)).toBe('案件内容已被他人修改');
});

test('只有与案件进展有关的拒绝才重新核对', () => {
  expect(isConflict('city.stale')).toBe(true);
  expect(isConflict('city.invalid')).toBe(false);
});
