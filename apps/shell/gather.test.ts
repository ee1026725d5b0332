import { expect, test } from 'vitest';
import { gather } from './gather.ts';

test('一张表里的许多名称合成一次查询，重复的只问一次', async () => {
  const asked: (readonly string[])[] = [];
  const find = gather(async (ids) => {
    asked.push(ids);
    return Object.fromEntries(ids.filter((id) => id !== '无').map((id) => [id, `${id}名`]));
  }, 2);
  const [first, second, third] = await Promise.all([find(['甲']), find(['乙', '甲']), find(['无'])]);
  expect(asked).toEqual([['甲', '乙'], ['无']]);
  expect([first?.['甲'], second?.['乙'], third?.['无']]).toEqual(['甲名', '乙名', undefined]);
});

test('查询失败时每个等待者都知道', async () => {
  const find = gather(() => Promise.reject(new Error('断了')));
  const outcomes = await Promise.allSettled([find(['甲']), find(['乙'])]);
  expect(outcomes.map((one) => one.status)).toEqual(['rejected', 'rejected']);
});
