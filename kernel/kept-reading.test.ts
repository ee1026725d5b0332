import { expect, test } from 'vitest';
import { keepReading } from './kept-reading.ts';

test('先开始、后结束的读取不会盖掉更新的结果', async () => {
  const waiting: ((rows: string) => void)[] = [];
  const kept = keepReading('', () => new Promise<string>((resolve) => waiting.push(resolve)));
  const older = kept.refresh();
  const newer = kept.refresh();
  waiting[1]?.('新');
  await newer;
  waiting[0]?.('旧');
  await older;
  expect(kept.current()).toBe('新');
});

test('读取失败时保留原来的结果，并把原因告诉调用者', async () => {
  let fails = false;
  const kept = keepReading(0, () => (fails ? Promise.reject(new Error('断开')) : Promise.resolve(7)));
  await kept.refresh();
  fails = true;
  await expect(kept.refresh()).rejects.toThrow('断开');
  expect(kept.current()).toBe(7);
});
