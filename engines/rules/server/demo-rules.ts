/** Demo data (演示数据): a graded fee and an eligibility table, published with their test cases, and a draft that changes one of them. */
import type { Principal } from '../../../kernel/access.ts';
import type { AccessService } from '../../access/service.ts';
import type { RuleTest } from '../contract.ts';
import type { DecisionTable, InputColumn, OutputColumn } from '../table/decision-table.ts';
import type { RuleEngine } from './create-rules.ts';

type Column = readonly [name: string, type: InputColumn['type'], values?: string];

function inputs(...columns: readonly Column[]): InputColumn[] {
  return columns.map(([expression, type, values = ''], index) => ({
    id: `in-${index + 1}`,
    label: '',
    expression,
    type,
    values,
  }));
}

function outputs(...columns: readonly Column[]): OutputColumn[] {
  return columns.map(([name, type, values = ''], index) => ({
    id: `out-${index + 1}`,
    name,
    type,
    values,
    otherwise: '',
  }));
}

/** Cells parted by '|'; the last one is the note. */
function rules(width: number, rows: readonly string[]): DecisionTable['rules'] {
  return rows.map((row, index) => {
    const cells = row.split('|').map((cell) => cell.trim());
    return {
      id: `row-${index + 1}`,
      inputs: cells.slice(0, width),
      outputs: cells.slice(width, -1),
      note: cells.at(-1) ?? '',
    };
  });
}

function tests(rows: readonly (readonly [string, RuleTest['input'], unknown])[]): RuleTest[] {
  return rows.map(([name, input, expected], index) => ({ id: `test-${index + 1}`, name, input, expected }));
}

const parking: DecisionTable = {
  hitPolicy: 'U',
  aggregator: null,
  inputs: inputs(
    ['车型', 'string', '"小型车", "大型车", "新能源"'],
    ['停放分钟', 'number', '>= 0'],
    ['夜间', 'boolean'],
  ),
  outputs: outputs(['收费', 'number'], ['档次', 'string', '"免费", "首段", "续段", "夜间"']),
  rules: rules(3, [
    '-                 | <= 30      | false | 0                                          | "免费" | 三十分钟内不收费',
    '"小型车"          | (30..120]  | false | 5                                          | "首段" | 首两小时',
    '"小型车"          | > 120      | false | 5 + 2 * ceiling((停放分钟 - 120) / 60)     | "续段" | 其后每小时二元',
    '"大型车"          | (30..120]  | false | 10                                         | "首段" | 首两小时',
    '"大型车"          | > 120      | false | 10 + 4 * ceiling((停放分钟 - 120) / 60)    | "续段" | 其后每小时四元',
    '"新能源"          | (30..120]  | false | 2.5                                        | "首段" | 新能源减半',
    '"新能源"          | > 120      | false | 2.5 + ceiling((停放分钟 - 120) / 60)       | "续段" | 新能源减半',
    '"小型车","新能源" | -          | true  | 3                                          | "夜间" | 夜间一次三元',
    '"大型车"          | -          | true  | 6                                          | "夜间" | 夜间一次六元',
  ]),
};

const parkingTests = tests([
  ['半小时整不收费', { 车型: '小型车', 停放分钟: 30, 夜间: false }, { 收费: 0, 档次: '免费' }],
  ['小型车两小时', { 车型: '小型车', 停放分钟: 120, 夜间: false }, { 收费: 5, 档次: '首段' }],
  ['小型车三小时零一分', { 车型: '小型车', 停放分钟: 181, 夜间: false }, { 收费: 9, 档次: '续段' }],
  ['新能源四小时', { 车型: '新能源', 停放分钟: 240, 夜间: false }, { 收费: 4.5, 档次: '续段' }],
  ['大型车夜间', { 车型: '大型车', 停放分钟: 600, 夜间: true }, { 收费: 6, 档次: '夜间' }],
]);

const relief: DecisionTable = {
  hitPolicy: 'F',
  aggregator: null,
  inputs: inputs(
    ['本市户籍或居住满一年', 'boolean'],
    ['人均月收入', 'number', '>= 0'],
    ['困难类型', 'string', '"火灾", "重病", "意外", "其他"'],
    ['已获其他救助', 'boolean'],
  ),
  outputs: outputs(
    ['符合', 'boolean'],
    ['救助档次', 'string', '"一档", "二档", "三档", "不予救助"'],
    ['标准倍数', 'number'],
  ),
  rules: rules(4, [
    'false | -            | -              | -     | false | "不予救助" | 0 | 申请人条件',
    '-     | > 2000       | -              | -     | false | "不予救助" | 0 | 收入高于限额',
    '-     | -            | "火灾","重病"  | false | true  | "一档"     | 6 | 急难型',
    '-     | <= 1000      | -              | false | true  | "二档"     | 4 | 支出型',
    '-     | (1000..2000] | "意外"         | false | true  | "二档"     | 3 | 急难型',
    '-     | -            | -              | false | true  | "三档"     | 2 | 支出型',
    '-     | -            | -              | true  | true  | "三档"     | 1 | 已获其他救助的从低',
  ]),
};

const reliefTests = tests([
  [
    '外地刚来',
    { 本市户籍或居住满一年: false, 人均月收入: 500, 困难类型: '火灾', 已获其他救助: false },
    { 符合: false, 救助档次: '不予救助', 标准倍数: 0 },
  ],
  [
    '失火的低收入家庭',
    { 本市户籍或居住满一年: true, 人均月收入: 800, 困难类型: '火灾', 已获其他救助: false },
    { 符合: true, 救助档次: '一档', 标准倍数: 6 },
  ],
  [
    '已获救助的从低',
    { 本市户籍或居住满一年: true, 人均月收入: 800, 困难类型: '重病', 已获其他救助: true },
    { 符合: true, 救助档次: '三档', 标准倍数: 1 },
  ],
]);

const source = '演示数据，非现行标准';

/** Two people at the department that looks after the streets, and what they made. */
export async function loadDemoRules({ manager }: RuleEngine, access: AccessService): Promise<void> {
  const departments = await access.departments();
  const owner = departments.find(({ name }) => name.includes('城市管理')) ?? departments[0];
  if (owner === undefined) return;
  const post = { department: owner.id, area: owner.area };
  const people = await access.admin.createDemoPeople([
    {
      account: 'rules-editor',
      name: '演示编制员',
      kind: 'official',
      posts: [{ role: 'rules:editor', ...post }],
    },
    {
      account: 'rules-publisher',
      name: '演示发布员',
      kind: 'official',
      posts: [{ role: 'rules:publisher', ...post }],
    },
  ]);
  const principal = (account: string): Promise<Principal> => access.principalOf(people.get(account) ?? '');
  const [editor, publisher] = [await principal('rules-editor'), await principal('rules-publisher')];
  const common = { department: owner.id, source, demo: true };
  const fee = { key: 'demo-parking-fee', title: '道路停车收费', table: parking, tests: parkingTests };
  const aid = {
    key: 'demo-temporary-relief',
    title: '临时救助资格与档次',
    table: relief,
    tests: reliefTests,
  };
  const made = [
    await manager.create(editor, { ...common, ...fee }),
    await manager.create(editor, { ...common, ...aid }),
  ];
  for (const { version } of made) await manager.publish(publisher, { id: version, revision: 1 });
  const draft = await manager.draft(editor, made[0]?.rule ?? '');
  const changed = parking.rules.map((rule) =>
    rule.id === 'row-2' ? { ...rule, outputs: ['4', '"首段"'] } : rule,
  );
  const value = { ...parking, rules: changed };
  await manager.save(editor, { ...draft, table: { of: `decision-${fee.key}`, value } });
}
