/** What is written into a DMN document is read from it again, whatever table somebody made. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testDmnLimits } from '../test-support/make-feel.ts';
import type { DecisionTable } from '../table/decision-table.ts';
import { mentions, undeclaredColumns } from '../table/table-inputs.ts';
import { newDmn, openDmn } from './moddle.ts';
import { readModel } from './read-model.ts';
import { addTable, writeTable } from './write-table.ts';

/** Texts as XML carries them: no control characters, nothing that is only blanks. */
const text = fc
  .string({ unit: fc.constantFrom('甲', 'b', '<', '>', '&', '"', "'", '1', ' ', ']]>', '—'), maxLength: 12 })
  .map((one) => one.trim());
const entry = text.map((one) => (one === '' ? '-' : one));

const table: fc.Arbitrary<DecisionTable> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 4 }),
    outputs: fc.integer({ min: 1, max: 3 }),
    rules: fc.nat(6),
  })
  .chain((size) =>
    fc.record({
      hitPolicy: fc.constantFrom('U', 'A', 'P', 'F', 'R', 'O', 'C'),
      aggregator: fc.constantFrom('+', '<', '>', '#', null),
      inputs: fc.tuple(
        ...Array.from({ length: size.inputs }, (_, index) =>
          fc.record({
            id: fc.constant(`in-${index}`),
            label: text,
            expression: fc.constantFrom('车型', '停放 分钟', 'a + 1'),
            type: fc.constantFrom('string', 'number', 'date', 'Any'),
            values: text,
          }),
        ),
      ),
      outputs: fc.tuple(
        ...Array.from({ length: size.outputs }, (_, index) =>
          fc.record({
            id: fc.constant(`out-${index}`),
            name: fc.constant(`结果${index}`),
            type: fc.constantFrom('string', 'number', 'boolean'),
            values: text,
            otherwise: text,
          }),
        ),
      ),
      rules: fc.array(
        fc.record({
          inputs: fc.array(entry, { minLength: size.inputs, maxLength: size.inputs }),
          outputs: fc.array(text, { minLength: size.outputs, maxLength: size.outputs }),
          note: text,
        }),
        { maxLength: size.rules },
      ),
    }),
  )
  .map(
    (one) =>
      ({
        ...one,
        rules: one.rules.map((rule, index) => ({ id: `rule-${index}`, ...rule })),
      }) as DecisionTable,
  );

/** The table, after a look at the inputs that its decision asks for: those that it names, and no others. */
async function read(xml: string): Promise<DecisionTable> {
  const model = readModel((await openDmn(xml, testDmnLimits)).root);
  const asked = model.inputs.map((one) => one.variable.name);
  const logic = model.decisions[0]?.logic;
  if (logic?.kind !== 'table') throw new Error('no table');
  expect(asked.filter((name) => !mentions(logic.table, name))).toEqual([]);
  expect(undeclaredColumns(logic.table, new Set(asked))).toEqual([]);
  return logic.table;
}

describe('写出再读入', () => {
  test('任何表都一格不差,改成另一张表也是', async () => {
    await fc.assert(
      fc.asyncProperty(table, table, async (first, second) => {
        const document = newDmn('规则', 'rule');
        addTable(document, 'decision', '规则', first);
        const xml = await document.write();
        expect(await read(xml)).toEqual(first);
        const again = await openDmn(xml, testDmnLimits);
        writeTable(again, 'decision', second);
        expect(await read(await again.write())).toEqual(second);
      }),
      { numRuns: 60 },
    );
  });
});
