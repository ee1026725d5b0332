/** Loads code lists at every start and the table of conclusions once; what people changed since stays. */
import type { Services } from '../../../../kernel/system.ts';
import { type CodeEntry, registers } from '../../../../engines/registers/service.ts';
import { rules, type RuleTable } from '../../../../engines/rules/service.ts';
import { relations } from '../data/conclusions.ts';
import { controlLines } from '../data/lines.ts';
import lists from '../data/lists.json' with { type: 'json' };
import ruleRows from '../data/rules.json' with { type: 'json' };
import { categories, smallLists } from '../data/small-lists.ts';

function entries(list: 'land-uses' | 'activities'): readonly CodeEntry[] {
  return lists[list].map(([code = '', name = ''], order) => ({
    list: `land-plan ${list}`,
    code,
    name,
    // 0101 lies under 01; the activities have no levels.
    parent: list === 'land-uses' && code.length > 2 ? code.slice(0, 2) : null,
    order,
    validFrom: lists.validFrom,
    validTo: null,
    source: lists.source[list],
    attributes: {},
  }));
}

function lineEntries(): readonly CodeEntry[] {
  return controlLines.map(({ code, title, source, colour, side }, order) => ({
    list: 'land-plan lines',
    code,
    name: title,
    parent: null,
    order,
    validFrom: null,
    validTo: null,
    source,
    attributes: { colour, side },
  }));
}

function texts(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(',');
}

const conclusionTable: RuleTable = {
  hitPolicy: 'F',
  aggregator: null,
  inputs: [
    {
      id: 'line',
      label: '管控线',
      expression: '管控线',
      type: 'string',
      values: texts(controlLines.map(({ code }) => code)),
    },
    {
      id: 'relation',
      label: '关系',
      expression: '关系',
      type: 'string',
      values: texts(Object.keys(relations)),
    },
    {
      id: 'category',
      label: '项目类别',
      expression: '项目类别',
      type: 'string',
      values: texts(Object.keys(categories)),
    },
  ],
  outputs: [
    { id: 'conclusion', name: '结论', type: 'string', values: '', otherwise: '' },
    { id: 'demand', name: '要求', type: 'string', values: '', otherwise: '' },
  ],
  rules: ruleRows.rows.map(({ line, relation, category, conclusion, demand, note }, index) => ({
    id: `row-${index + 1}`,
    inputs: [line, relation, category],
    outputs: [`"${conclusion}"`, `"${demand}"`],
    note,
  })),
};

const demands = new Map(ruleRows.rows.map((row) => [row.note, row.demand]));

function expect(
  name: string,
  line: string,
  relation: string,
  category: string,
  conclusion: string,
  note: string,
) {
  return {
    id: `${line}-${relation}-${category}`,
    name,
    input: { 管控线: line, 关系: relation, 项目类别: category },
    expected: { 结论: conclusion, 要求: demands.get(note) ?? '' },
  };
}

const tests = [
  expect('不涉及', 'farmland', 'apart', 'ordinary', 'allowed', '不涉及'),
  expect('没有成果', 'ecology', 'unknown', 'ordinary', 'verify', '没有成果不等于没有管控'),
  expect('细条', 'farmland', 'sliver', 'ordinary', 'verify', '细条不隐去，也不按占用定性'),
  expect('有限人为活动', 'ecology', 'overlap', 'limited', 'argue', '自然资发〔2022〕142号 一（一）（二）'),
  expect('红线内一般项目', 'ecology', 'overlap', 'ordinary', 'forbidden', '自然资发〔2022〕142号 一'),
  expect('河道', 'river', 'overlap', 'linear', 'argue', '水法第38条'),
];

export async function loadReference(services: Services): Promise<void> {
  const { codeLists } = services.use(registers);
  await codeLists.load([...lineEntries(), ...entries('land-uses'), ...entries('activities')]);
  const named = Object.entries(smallLists).map(([list, names]) => [`land-plan ${list}`, names] as const);
  await codeLists.loadNames(Object.fromEntries(named));
  await services.use(rules).keep({
    key: ruleRows.key,
    title: ruleRows.title,
    department: 'city-natural-resources',
    source: ruleRows.source,
    table: conclusionTable,
    tests,
  });
}
