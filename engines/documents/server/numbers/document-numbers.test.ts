/** What the keeper of the numbers finds: no gap and no double, whoever signs at once and whatever breaks down in between. */
import pg from 'pg';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import type { DocumentNumbers, NumberSeries } from '../../service.ts';
import { createDocumentNumbers } from './create-document-numbers.ts';
import { numberTables } from './number-tables.ts';

let store: TestStore;
let numbers: DocumentNumbers;

beforeAll(async () => {
  store = await openTestStore({ tables: numberTables, poolSize: 16 });
  numbers = createDocumentNumbers(store);
});
afterAll(() => store.close());

let made = 0;
/** A series of its own for each test. */
function series(year = 2026): NumberSeries {
  made += 1;
  return { organ: 'city-office', code: `阜政${'一二三四五六七八九十'[made % 10]}${made}`, year };
}

async function states(of: NumberSeries): Promise<string[]> {
  const book = await numbers.read(of.code, of.year);
  return book.numbers.map(({ serial, state }) => `${serial}:${state}`);
}

describe('取号', () => {
  test('从 1 号起连续;同一公文再取仍是原号;换年另起', async () => {
    const of = series();
    const take = (document: string, year = 2026) =>
      store.transaction((work) => numbers.reserve(work, '李某', { ...of, year }, document));
    expect((await take(`${of.code}甲`)).serial).toBe(1);
    expect((await take(`${of.code}乙`)).serial).toBe(2);
    expect((await take(`${of.code}甲`)).serial).toBe(1);
    expect((await take(`${of.code}丙`, 2027)).serial).toBe(1);
    await expect(take(`${of.code}甲`, 2027)).rejects.toMatchObject({ code: 'documents.numberTaken' });
  });

  test('机关代字属于一个机关,别的机关取不了', async () => {
    const of = series();
    await store.transaction((work) => numbers.reserve(work, '李某', of, `${of.code}甲`));
    const other = { ...of, organ: 'another' };
    await expect(
      store.transaction((work) => numbers.reserve(work, '王某', other, `${of.code}乙`)),
    ).rejects.toMatchObject({ code: 'documents.seriesElsewhere' });
  });

  test('签发的事务失败,号不占用', async () => {
    const of = series();
    const failing = store.transaction(async (work) => {
      await numbers.reserve(work, '李某', of, `${of.code}甲`);
      throw new Error('掉电');
    });
    await expect(failing).rejects.toThrow('掉电');
    const next = await store.transaction((work) => numbers.reserve(work, '李某', of, `${of.code}乙`));
    expect(next.serial).toBe(1);
  });

  test('退回的号给下一份公文;用过的只能作废,作废的不再发出,账上都有', async () => {
    const of = series();
    const act = <T>(run: (work: Parameters<Parameters<typeof store.transaction>[0]>[0]) => Promise<T>) =>
      store.transaction(run);
    for (const name of ['甲', '乙', '丙'])
      await act((work) => numbers.reserve(work, '李某', of, of.code + name));
    await act((work) => numbers.release(work, '李某', `${of.code}乙`, '领导不同意印发'));
    await act((work) => numbers.use(work, '李某', `${of.code}甲`));
    await expect(act((work) => numbers.release(work, '李某', `${of.code}甲`, '误取'))).rejects.toMatchObject({
      code: 'documents.numberUsed',
    });
    await expect(act((work) => numbers.void(work, '李某', `${of.code}甲`, ' '))).rejects.toMatchObject({
      code: 'documents.reasonNeeded',
    });
    await act((work) => numbers.void(work, '李某', `${of.code}甲`, '印发后撤销'));
    expect((await act((work) => numbers.reserve(work, '李某', of, `${of.code}丁`))).serial).toBe(2);
    expect((await act((work) => numbers.reserve(work, '李某', of, `${of.code}戊`))).serial).toBe(4);
    const book = await numbers.read(of.code, of.year);
    expect(await states(of)).toEqual(['1:void', '2:reserved', '3:reserved', '4:reserved']);
    expect(book.numbers[1]?.steps.map(({ act: step, reason }) => [step, reason])).toEqual([
      ['reserve', null],
      ['release', '领导不同意印发'],
      ['reserve', null],
    ]);
    expect(book.missing).toEqual([]);
  });
});

describe('并发和故障', () => {
  test('64 人同时签发,其间一部分连接被杀、一部分事务失败,号不重不漏', async () => {
    const of = series();
    const killer = new pg.Client({ connectionString: store.url });
    await killer.connect();
    let killed = 0;
    let last = Promise.resolve();
    /** Cuts off one of those who hold or wait for the series; the killer does one thing after another. */
    function kill(): Promise<void> {
      last = last.then(cutOff);
      return last;
    }
    async function cutOff(): Promise<void> {
      const { rows } = await killer.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and query like '%documents_number%' and state <> 'idle'
         order by random() limit 1`,
      );
      killed += rows.length;
    }
    async function sign(signer: number): Promise<void> {
      for (let turn = 0; turn < 5; turn += 1) {
        const document = `${of.code}:${signer}:${turn}`;
        for (let tries = 0; tries < 20; tries += 1) {
          const done = await store
            .transaction(async (work) => {
              await numbers.reserve(work, `签发人${signer}`, of, document);
              if ((signer + turn + tries) % 5 === 0) throw new Error('签发后掉电');
              if ((signer + turn) % 3 !== 0) await numbers.use(work, `签发人${signer}`, document);
            })
            .then(
              () => true,
              () => false,
            );
          if (done) break;
        }
        // With the work and not by the clock: on a slow machine nobody would ever come through.
        if ((signer + turn) % 4 === 0) await kill();
      }
    }
    await Promise.all(Array.from({ length: 64 }, (_, signer) => sign(signer)));
    await killer.end();
    expect(killed).toBeGreaterThan(0);
    const book = await numbers.read(of.code, of.year);
    expect(book.missing).toEqual([]);
    expect(book.last).toBe(64 * 5);
    expect(new Set(book.numbers.map(({ document }) => document)).size).toBe(64 * 5);
    for (const { steps, state } of book.numbers)
      expect(steps.at(-1)?.act).toBe(state === 'used' ? 'use' : 'reserve');
  }, 180_000);

  test('任何取、用、退、作废的次序之后,号都从 1 连续到最大,账与状态一致', async () => {
    const step = fc.record({
      act: fc.constantFrom('reserve', 'use', 'release', 'void'),
      document: fc.integer({ min: 1, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const of = series();
        for (const { act, document } of steps) {
          const name = `${of.code}#${document}`;
          await store
            .transaction(async (work) => {
              if (act === 'reserve') await numbers.reserve(work, '甲', of, name);
              else if (act === 'use') await numbers.use(work, '甲', name);
              else await numbers[act](work, '甲', name, '理由');
            })
            .catch(() => undefined);
        }
        const book = await numbers.read(of.code, of.year);
        expect(book.missing).toEqual([]);
        const held = book.numbers.filter(({ state }) => state === 'reserved' || state === 'used');
        expect(new Set(held.map(({ document }) => document)).size).toBe(held.length);
        const past = { reserve: 'reserved', use: 'used', release: 'released', void: 'void' } as const;
        for (const { state, steps: kept } of book.numbers)
          expect(past[kept.at(-1)?.act ?? 'use']).toBe(state);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
