/** The check characters that DuckDB works out are those of the kernel. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  completeIdCard,
  completeUnifiedCreditCode,
  idCardProblem,
  unifiedCreditCodeProblem,
} from '../../../../kernel/check-characters.ts';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
});
afterAll(() => city.close());

/** Which of the values the lake rejects. */
async function rejected(format: string, values: readonly string[]): Promise<ReadonlySet<string>> {
  const lines = values.map((value, index) => `${index},${value}\n`).join('');
  const plan = await city.planOf(`n,v\n${lines}`, [
    { name: 'n', source: 'n', title: 'n', type: 'integer', key: true },
    { name: 'v', source: 'v', title: 'v', type: 'text', format },
  ]);
  await city.lake.load(plan, 'tester');
  const { letters } = await city.lake.letters({ dataset: plan.dataset, state: 'kept', size: 1000 });
  return new Set(letters.map((letter) => letter.cells['v'] ?? ''));
}

function sample<T>(of: fc.Arbitrary<T>): readonly T[] {
  return fc.sample(of, { numRuns: 150, seed: 7 });
}

test('公民身份号码：对的都收，末位改掉的都退', async () => {
  const day = fc.date({ min: new Date('1930-01-02'), max: new Date('2020-01-01'), noInvalidDate: true });
  const good = sample(fc.tuple(day, fc.stringMatching(/^\d{3}$/))).map(([born, serial]) =>
    completeIdCard(`341202${born.toISOString().slice(0, 10).replaceAll('-', '')}${serial}`),
  );
  const bad = good.map((value) => `${value.slice(0, 17)}${value.endsWith('1') ? '2' : '1'}`);
  const found = await rejected('id-card', [...good, ...bad]);
  for (const value of [...good, ...bad])
    expect(found.has(value), value).toBe(idCardProblem(value, '2026-11-23') !== undefined);
});

test('统一社会信用代码：对的都收，任一校验位改掉的都退', async () => {
  const letter = fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY');
  const good = sample(fc.array(letter, { minLength: 8, maxLength: 8 })).map((letters) =>
    completeUnifiedCreditCode(`91341200${letters.join('')}`),
  );
  const bad = good.flatMap((value) => [
    `${value.slice(0, 17)}${value.endsWith('A') ? 'B' : 'A'}`,
    `${value.slice(0, 16)}${value[16] === '7' ? '8' : '7'}${value[17] ?? ''}`,
  ]);
  const found = await rejected('credit-code', [...good, ...bad]);
  for (const value of [...good, ...bad])
    expect(found.has(value), value).toBe(unifiedCreditCodeProblem(value) !== undefined);
});
