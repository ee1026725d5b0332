/** The rules of 泄露监测 as they are brought along: decision tables with their test cases; from the first start on they belong to those who look after rules. */
import type { BroughtRule, RuleTable } from '../../../../engines/rules/service.ts';
import { gradeTitles, kindTitles } from './words.ts';
import json from './leak-rules.json' with { type: 'json' };

interface Row {
  readonly when: Readonly<Record<string, string>>;
  readonly kind: string;
  readonly grade: string;
  readonly note: string;
}

interface Part {
  readonly key: string;
  readonly title: string;
  readonly inputs: readonly (readonly [string, 'number' | 'boolean'])[];
  readonly rows: readonly Row[];
}

const { source, call, look } = json as unknown as {
  readonly source: string;
  readonly call: Part;
  readonly look: Part;
};

export const ruleKeys = { call: call.key, look: look.key } as const;

const listed = (words: object) =>
  Object.keys(words)
    .map((each) => JSON.stringify(each))
    .join(', ');

function tableOf(part: Part): RuleTable {
  return {
    hitPolicy: 'C',
    aggregator: null,
    inputs: part.inputs.map(([label, type], index) => ({
      id: `i${index + 1}`,
      label,
      expression: label,
      type,
      values: '',
    })),
    outputs: [
      { id: 'o1', name: 'kind', type: 'string', values: listed(kindTitles), otherwise: '' },
      { id: 'o2', name: 'grade', type: 'string', values: listed(gradeTitles), otherwise: '' },
    ],
    rules: part.rows.map(({ when, kind, grade, note }, index) => ({
      id: `r${index + 1}`,
      inputs: part.inputs.map(([label]) => when[label] ?? '-'),
      outputs: [JSON.stringify(kind), JSON.stringify(grade)],
      note,
    })),
  };
}

function brought(part: Part, tests: BroughtRule['tests']): BroughtRule {
  return {
    key: part.key,
    title: part.title,
    department: 'city-data-resources',
    source,
    table: tableOf(part),
    tests,
  };
}

function inputOf(part: Part, given: Readonly<Record<string, number | boolean>>) {
  return { ...Object.fromEntries(part.inputs.map(([label]) => [label, null])), ...given };
}

function testOf(
  part: Part,
  id: string,
  name: string,
  given: Readonly<Record<string, number | boolean>>,
  expected: object[],
) {
  return { id, name, input: inputOf(part, given), expected };
}

export const leakRules: readonly BroughtRule[] = [
  brought(call, [
    testOf(
      call,
      't1',
      '平常的一小时',
      { 调用次数: 80, 次数偏离: 1.2, 按键次数: 80, 不同键占比: 0.9, 每段键数: 1.1 },
      [],
    ),
    testOf(call, 't2', '用量突增', { 调用次数: 400, 次数偏离: 7.5 }, [{ kind: 'volume', grade: 'medium' }]),
    testOf(call, 't3', '顺序遍历', { 调用次数: 150, 按键次数: 150, 不同键占比: 1, 每段键数: 30 }, [
      { kind: 'scraping', grade: 'high' },
    ]),
    testOf(call, 't4', '没有历史时不按偏离判断', { 调用次数: 400 }, []),
  ]),
  brought(look, [
    testOf(look, 't1', '平常的一小时', { 查看对象数: 4, 查看偏离: 0.5, 非工作时间: false }, []),
    testOf(look, 't2', '同一对象多人查看', { 查看人数: 6 }, [{ kind: 'lookers', grade: 'medium' }]),
  ]),
];
