/** The Technology Compatibility Kit of DMN, compliance level 2: every model gives the results that its own test file expects. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toPlain } from '../feel/feel-value.ts';
import { makeFeel, testDmnLimits } from '../test-support/make-feel.ts';
import { readTckCases } from '../test-support/tck-cases.ts';
import { compileModel } from './compile-model.ts';
import { openDmn } from './moddle.ts';
import { readModel } from './read-model.ts';

const folder = new URL('../../../../shared/data/12-documents/dmn-tck-level2/', import.meta.url);
const present = existsSync(folder);
const models = present ? readdirSync(folder).sort() : [];
if (!present) console.warn('DMN TCK 未测试:没有 ../shared/data/12-documents/dmn-tck-level2');

function readFiles(model: string): { dmn: string; tests: readonly string[] } {
  const files = readdirSync(new URL(`${model}/`, folder));
  const text = (file: string) => readFileSync(new URL(`${model}/${file}`, folder), 'utf8');
  return {
    dmn: text(files.find((file) => file.endsWith('.dmn')) ?? ''),
    tests: files.filter((file) => file.endsWith('.xml')).map(text),
  };
}

/** The kit compares decimals; ours are binary doubles of fifteen digits. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === 'number' ? Number(one.toPrecision(12)) : one,
  );
}

describe.skipIf(!present)('DMN TCK 二级(../shared 不在时跳过)', () => {
  let cases = 0;
  test.each(models)('%s 的结果与标准答案相同', async (name) => {
    const { dmn, tests } = readFiles(name);
    const model = compileModel(readModel((await openDmn(dmn, testDmnLimits)).root), makeFeel());
    for (const { id, inputs, expected } of tests.flatMap(readTckCases)) {
      for (const [decision, value] of Object.entries(expected)) {
        const found = model.model.decisions.find((one) => one.name === decision);
        const { value: made } = model.take(found?.id ?? '', inputs);
        expect({ id, decision, value: rounded(toPlain(made)) }).toEqual({
          id,
          decision,
          value: rounded(value),
        });
        cases += 1;
      }
    }
  });

  test('全部模型和用例都算过', () => {
    console.info(`DMN TCK 二级:${models.length} 个模型,${cases} 个结果`);
    expect(models).toHaveLength(28);
    expect(cases).toBe(126);
  });
});
