/** Threads and their queue: who gets an answer, who is refused, and that nobody waits for ever. */
import { afterEach, describe, expect, test } from 'vitest';
import { Thread } from './thread.ts';
import { ThreadPool, type ThreadPoolSpec } from './thread-pool.ts';
import type { OddResult, OddTask } from './test-support/odd-worker.ts';

const spec = { name: 'odd', module: new URL('./test-support/odd-worker.ts', import.meta.url), waiting: 20 };
const unavailable = { code: 'city.unavailable' };
const opened: { close(): Promise<void> }[] = [];

function open(given: Partial<ThreadPoolSpec<OddTask>> = {}): ThreadPool<OddTask, OddResult> {
  const pool = new ThreadPool<OddTask, OddResult>({ ...spec, ...given });
  opened.push(pool);
  return pool;
}

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

describe('线程池', () => {
  test('一个线程依次做，几个线程同时做', async () => {
    const one = open();
    const alone = await Promise.all([one.run({ act: 'which' }), one.run({ act: 'which' })]);
    expect(new Set(alone).size).toBe(1);
    const two = open({ threads: 2 });
    const tasks = Array.from({ length: 3 }, () => two.run({ act: 'wait', milliseconds: 50 }));
    expect(new Set(await Promise.all(tasks)).size).toBe(2);
  });

  test('任务自己的错误原样到达，线程照用', async () => {
    const pool = open();
    const before = await pool.run({ act: 'which' });
    await expect(pool.run({ act: 'refuse' })).rejects.toMatchObject({
      code: 'city.invalid',
      kind: 'invalid',
      problems: [{ path: 'rows.3.phone', message: '号码不完整' }],
    });
    await expect(pool.run({ act: 'break' })).rejects.toThrow('odd: broken');
    expect(await pool.run({ act: 'bytes', size: 3 })).toEqual(new Uint8Array(3));
    expect(await pool.run({ act: 'which' })).toBe(before);
  });

  test('线程垮了只带走自己的任务，排队的由新线程接着做', async () => {
    const pool = open();
    const first = await pool.run({ act: 'which' });
    const broken = pool.run({ act: 'end' });
    const next = pool.run({ act: 'which' });
    await expect(broken).rejects.toMatchObject(unavailable);
    expect(await next).toBeGreaterThan(Number(first));
  });

  test('线程内存用尽时有报告，任务被拒绝', async () => {
    const told: string[] = [];
    const pool = open({
      memory: { maxOldGenerationSizeMb: 1 },
      report: (_, where) => told.push(where),
    });
    await expect(pool.run({ act: 'which' })).rejects.toMatchObject(unavailable);
    expect(told).toEqual(['odd']);
  });

  test('超时的任务换一个线程再试，仍不行才拒绝', async () => {
    const tried: number[] = [];
    const timeout = (_: OddTask, tries: number) => {
      tried.push(tries);
      return tries === 1 ? 1 : 50_000;
    };
    const patient = open({ tries: 2, timeout });
    expect(await patient.run({ act: 'which' })).toBeGreaterThan(0);
    expect(tried).toEqual([1, 2]);
    const strict = open({ timeout: ({ act }) => (act === 'hang' ? 1 : 50_000) });
    await expect(strict.run({ act: 'hang' })).rejects.toMatchObject(unavailable);
    expect(await strict.run({ act: 'which' })).toBeGreaterThan(0);
  });

  test('排队过长的、关闭时还在等的、关闭以后来的都被拒绝', async () => {
    const full = open({ waiting: 1 });
    const [working, waiting] = [full.run({ act: 'hang' }), full.run({ act: 'which' })];
    await expect(full.run({ act: 'which' })).rejects.toMatchObject(unavailable);
    const told = Promise.allSettled([working, waiting]);
    await full.close();
    expect((await told).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(full.run({ act: 'which' })).rejects.toMatchObject(unavailable);
  });

  test('闲置的线程退出，下一个任务另起一个', async () => {
    const pool = open({ idle: 1 });
    const first = Number(await pool.run({ act: 'which' }));
    await expect
      .poll(async () => Number(await pool.run({ act: 'which' })), { timeout: 50_000 })
      .toBeGreaterThan(first);
  });
});

test('单个线程垮了以后不再应答：在等的和后来的都得到原因', async () => {
  const thread = new Thread<OddTask, OddResult>(spec);
  opened.push(thread);
  expect(await thread.ask({ act: 'which' })).toBeGreaterThan(0);
  const waiting = [thread.ask({ act: 'end' }), thread.ask({ act: 'which' })];
  for (const each of await Promise.allSettled(waiting))
    expect(each).toMatchObject({ status: 'rejected', reason: { message: 'odd: the thread has ended' } });
  await expect(thread.ask({ act: 'which' })).rejects.toThrow('odd: the thread has ended');
});
