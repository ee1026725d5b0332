import { expect, test } from 'vitest';
import { matchesText, preparePinyin } from './match-pinyin.ts';

test('选择框用汉字、全拼、首字母都能找到', async () => {
  await preparePinyin();
  for (const query of ['井盖', 'jinggai', 'jg', 'JG', '']) expect(matchesText(query, '井盖缺失')).toBe(true);
  for (const query of ['路灯', 'ld', '123']) expect(matchesText(query, '井盖缺失')).toBe(false);
  expect(matchesText('yzq', '颍州区', 'ying zhou qu')).toBe(true);
  expect(matchesText('zhouq', '颍州区', 'ying zhou qu')).toBe(true);
});
