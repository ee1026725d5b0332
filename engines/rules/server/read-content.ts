/** Reads the DMN text of a version, changes it, and says whether it may be published. */
import { createHash } from 'node:crypto';
import { compileModel, variablesOf } from '../dmn/compile-model.ts';
import type { DecisionModel } from '../dmn/decision-model.ts';
import { type DmnLimits, newDmn, openDmn } from '../dmn/moddle.ts';
import { readModel } from '../dmn/read-model.ts';
import { addTable, writeTable } from '../dmn/write-table.ts';
import type { RuleTest } from '../contract.ts';
import { ruleErrors } from '../errors.ts';
import type { Feel } from '../feel/create-feel.ts';
import { analyseTable } from '../table/analyse-table.ts';
import type { DecisionTable } from '../table/decision-table.ts';
import { runTest } from '../table/run-tests.ts';

export interface Content {
  readonly xml: string;
  readonly model: DecisionModel;
}

export function digestOf(text: string): string {
  return createHash('sm3').update(text).digest('hex');
}

/** Throws rules.dmn, rules.unsupported, rules.dmnTooLarge. */
export async function readContent(xml: string, limits: DmnLimits): Promise<Content> {
  return { xml, model: readModel((await openDmn(xml, limits)).root) };
}

/** A DMN document around one table; the decision has the rule's title. Read again at once, so that nothing is kept that could not be read. */
export async function contentOfTable(
  key: string,
  title: string,
  table: DecisionTable,
  limits: DmnLimits,
): Promise<Content> {
  const document = newDmn(title, `rule-${key}`);
  addTable(document, `decision-${key}`, title, table);
  return readContent(await document.write(), limits);
}

/** The same document with another table in it. */
export async function withTable(
  xml: string,
  decision: string,
  table: DecisionTable,
  limits: DmnLimits,
): Promise<Content> {
  const document = await openDmn(xml, limits);
  writeTable(document, decision, table);
  return readContent(await document.write(), limits);
}

/** The decision that answers, unless somebody chooses: one that no other rests on, the last of them in the file. */
export function mainDecision(model: DecisionModel): string {
  const used = new Set(model.decisions.flatMap((one) => one.decisions));
  const top = model.decisions.filter((one) => !used.has(one.id));
  return (top.at(-1) ?? model.decisions.at(-1))?.id ?? '';
}

/** Throws when a table has an error, a test case fails, or there are too few of them. */
export function requirePublishable(
  model: DecisionModel,
  decision: string,
  tests: readonly RuleTest[],
  feel: Feel,
  fewestTests: number,
): void {
  const errors = model.decisions.flatMap(({ id, name, logic }) => {
    if (logic?.kind !== 'table') return [];
    const names = Object.fromEntries(variablesOf(model, id).map((one) => [one.name, null]));
    return analyseTable(logic.table, feel, names)
      .filter((one) => one.severity === 'error')
      .map((one) => ({ path: `${name}.${one.cell ?? ''}`, message: one.message }));
  });
  if (errors.length > 0) throw ruleErrors.tableBroken({ count: errors.length }, errors.slice(0, 50));
  const compiled = compileModel(model, feel);
  if (tests.length < fewestTests) throw ruleErrors.noTests({ count: fewestTests });
  const failed = tests.filter((test) => !runTest(compiled, decision, test).passed);
  if (failed.length > 0)
    throw ruleErrors.testsFail(
      {},
      failed.slice(0, 50).map((test) => ({ path: `tests.${test.id}`, message: `用例“${test.name}”未通过` })),
    );
}
