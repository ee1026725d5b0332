/** No value of a person leaves by a way that is not made for it: marked rows are loaded, and every exit, table and file is searched for them. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { access } from '../../../engines/access/service.ts';
import { flow } from '../../../engines/flow/service.ts';
import { lake } from '../../../engines/lake/service.ts';
import { completeIdCard } from '../../../kernel/check-characters.ts';
import { filing } from '../data-catalogue/case/filing.ts';
import { suggestAll } from '../data-catalogue/server/grading/suggest-grades.ts';
import catalogue from '../data-catalogue/system.ts';
import quality from '../data-quality/system.ts';
import system from './system.ts';

const names = ['甄琰珺甲', '甄琰珺乙', '甄琰珺丙', '甄琰珺丁'];
const cards = ['731', '733', '735', '737'].map((serial) => completeIdCard(`34120219870406${serial}`));
const phones = ['13955807311', '13955807312', '13955807313', '13955807314'];
/** Beginnings of all that is marked, whatever follows. */
const marker = '甄琰珺|34120219870406|1395580731';
const marked = new RegExp(marker, 'u');

const [name = '', card = '', phone = ''] = [names[0], cards[0], phones[0]];
const row = (index: number, amount: string) =>
  `${index},${names[index]},${cards[index]},${phones[index]},${amount},${names[index]}的备注`;
const header = '编号,姓名,身份证号,手机,金额,备注';
const content = [
  header,
  row(0, '10'),
  // Breaks a rule over all rows, not one of the fields.
  row(1, '99999'),
  // Rejected: an amount that is none, a check character that does not fit, too few columns.
  row(2, names[2] ?? ''),
  `3,${names[3]},${card.slice(0, 17)}${card.endsWith('1') ? '2' : '1'},${phones[3]},1,x`,
  `${names[3]},${cards[3]}`,
].join('\n');

let city: TestCity;
/** 市场监管局's own keeper, who may read all of its rows. */
let keeper: Caller;
/** Sees every department's datasets, and none of their personal values. */
let steward: Caller;
let provider: Caller;
let other: Caller;
let [source, dataset, entry] = ['', '', ''];
const heard: string[] = [];

/** What the server writes about itself: its own log, and whatever somebody prints. */
function listen(): void {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation((...parts) => void heard.push(parts.map(String).join(' ')));
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    vi.spyOn(stream, 'write').mockImplementation(((part: string | Uint8Array, ...rest: never[]) => {
      heard.push(Buffer.from(part).toString('utf8'));
      return write(part, ...rest);
    }) as typeof stream.write);
  }
  const log = city.app.log as unknown as Record<symbol, { write(line: string): void }>;
  const stream = pinoStream(log);
  stream.write = (line) => void heard.push(line);
}

function pinoStream(log: Record<symbol, { write(line: string): void }>): { write(line: string): void } {
  for (let at: object | null = log; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const symbol = Object.getOwnPropertySymbols(at).find((each) => each.description === 'pino.stream');
    const found = symbol === undefined ? undefined : log[symbol];
    if (found !== undefined) return found;
  }
  throw new Error('the log has no stream');
}

async function idOf(who: Caller, register: string, where: object): Promise<string> {
  const reply = await who.get(
    `/api/registers/rows/${register}?where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  return reply.json<{ rows: { id: string }[] }>().rows[0]?.id ?? '';
}

/** Asks again until it holds. */
function until(holds: () => Promise<boolean>): Promise<void> {
  return vi.waitFor(async () => expect(await holds()).toBe(true), { timeout: 30_000, interval: 100 });
}

async function collect(text: string): Promise<string> {
  const file = await keeper.upload('people.csv', 'text/csv', Buffer.from(text));
  const before = (await city.services.use(lake).batches({ datasets: [dataset], size: 1 }))[0]?.id;
  const asked = await keeper.post(`/api/data-collection/datasets/${dataset}/collect`, { file });
  expect(asked.statusCode, asked.body).toBe(200);
  let state = '';
  await until(async () => {
    const [batch] = await city.services.use(lake).batches({ datasets: [dataset], size: 1 });
    state = batch?.state ?? '';
    return batch?.id !== before && state !== 'running';
  });
  await city.store.drain();
  return state;
}

const fields = [
  { name: 'no', source: '编号', title: '编号', type: 'integer', key: true, class: 'internal' },
  { name: 'name', source: '姓名', title: '姓名', type: 'text', class: 'personal' },
  { name: 'card', source: '身份证号', title: '身份证号', type: 'text', format: 'id-card', class: 'personal' },
  { name: 'phone', source: '手机', title: '手机', type: 'text', format: 'phone', class: 'personal' },
  { name: 'amount', source: '金额', title: '金额', type: 'integer', class: 'internal' },
];

async function define(): Promise<void> {
  await keeper.post('/api/registers/rows/data-collection.source', {
    values: { name: '标记来源', department: 'city-market-supervision', kind: 'file' },
  });
  source = await idOf(keeper, 'data-collection.source', { name: '标记来源' });
  const file = await keeper.upload('people.csv', 'text/csv', Buffer.from(content));
  const saved = await keeper.post('/api/data-collection/datasets', {
    code: 'marked-people',
    name: '标记人员',
    source,
    object: { kind: 'file', file },
    mode: 'full',
    schedule: 'manual',
    fields,
  });
  expect(saved.statusCode, saved.body).toBe(200);
  dataset = saved.json<{ id: string }>().id;
}

/** A rule that a marked row breaks, a check, and a profile. */
async function judge(): Promise<void> {
  const at = `/api/data-quality/datasets/${dataset}`;
  const ids: string[] = [];
  const rules = [
    { title: '金额上限', check: { kind: 'range', field: 'amount', maximum: 100 }, indicator: '0104' },
    { title: '姓名的格式', check: { kind: 'pattern', field: 'name', pattern: '[A-Z]+' }, indicator: '0302' },
  ];
  for (const each of rules) {
    const saved = await provider.post(`${at}/rules`, { ...each, importance: 'usual' });
    expect(saved.statusCode, saved.body).toBe(200);
    ids.push(saved.json<{ id: string }>().id);
  }
  const staged = await provider.post(`${at}/rules/stage`, { rules: ids, stage: 'active' });
  expect(staged.statusCode, staged.body).toBe(200);
  for (const kind of ['check', 'profile']) {
    const asked = await provider.post(`${at}/run`, { kind });
    expect(asked.statusCode, asked.body).toBe(200);
  }
  const told = async (end: string) => (await provider.get(`${at}/${end}`)).json<Record<string, unknown>>();
  await until(async () => (await told('profile'))['profile'] !== null);
  await until(async () => (await told('reports'))['reports']?.toString() !== '');
}

/** Entered into the catalogue and published, with suggestions of class and grade from what the columns hold. */
async function publish(): Promise<void> {
  const people = city.services.use(access);
  const who = async (account: string) =>
    people.principalOf((await people.admin.findSubjectId(account)) ?? '');
  const [compiler, authority] = [await who('catalogue-2'), await who('catalogue-1')];
  const values = {
    kind: 'new',
    name: '标记人员信息',
    abstract: '演示',
    dataset,
    classCode: '3',
    format: '0200',
    shareType: '2',
    shareCondition: '审核',
    shareModes: ['api'],
    openType: '3',
    cycle: '2',
  };
  const desk = city.services.use(flow);
  const opened = await desk.open(compiler, filing, { values: values as never });
  const approved = await desk.act(compiler, filing, {
    id: opened.id,
    version: opened.version,
    action: 'approve',
  });
  await desk.act(authority, filing, { id: opened.id, version: approved.version, action: 'publish' });
  await city.store.drain();
  entry = await idOf(steward, 'data-catalogue.resource', { name: '标记人员信息' });
  await suggestAll(city.services);
}

beforeAll(async () => {
  city = await openTestCity({ systems: [system, catalogue, quality], demo: true, log: true });
  await city.store.drain();
  listen();
  [keeper, steward] = [await city.as('data-2'), await city.as('quality-1')];
  [provider, other] = [await city.as('quality-2'), await city.as('quality-3')];
  await define();
  expect(await collect(content)).toBe('loaded');
  await judge();
  await publish();
  // Sent back: no header, and more rejected rows than are taken.
  expect(await collect(content.split('\n').slice(1).join('\n'))).toBe('failed');
  const change = (value: number) =>
    city.store.transaction((work) => city.store.settings.change(work, 'lake.rejected-most', value));
  await change(0);
  expect(await collect(`${content}\n${row(2, 'y')}`)).toBe('failed');
  await change(20_000);
  // Another type, a column more and a column less: an alarm, and a batch that goes back.
  await collect(`编号,姓名,手机,金额,新列\n0,${name},${phone},1,${name}\n`);
  expect(await collect(`${header},新列\n${row(0, '10')},${name}\n${row(2, 'z')},${name}\n`)).toBe('loaded');
  await city.store.drain();
}, 240_000);
afterAll(async () => {
  vi.restoreAllMocks();
  await city.close();
});

test('有权的人看得见自己部门的行和退回记录：标记确实在里面', async () => {
  for (const end of ['rows', 'letters'])
    for (const each of [name, names[2]].slice(end === 'rows' ? 0 : 1, end === 'rows' ? 1 : 2))
      expect((await keeper.get(`/api/data-collection/datasets/${dataset}/${end}`)).body, end).toContain(each);
});

/** Way out, who asks, and from where; nobody of them is cleared for the marks there. Events, jobs, audit and search index are tables: see below. */
const exits: readonly (readonly [title: string, who: () => Caller, at: () => string])[] = [
  [
    '批次、退回的样例、漂移、规则结果（本部门）',
    () => keeper,
    () => `/api/data-collection/datasets/${dataset}`,
  ],
  [
    '批次、退回的样例、漂移、规则结果（管理员）',
    () => steward,
    () => `/api/data-collection/datasets/${dataset}`,
  ],
  ['数据预览（管理员，掩码）', () => steward, () => `/api/data-collection/datasets/${dataset}/rows`],
  ['退回记录（管理员，掩码）', () => steward, () => `/api/data-collection/datasets/${dataset}/letters`],
  [
    '被替代的退回记录（管理员，掩码）',
    () => steward,
    () => `/api/data-collection/datasets/${dataset}/letters?state=superseded`,
  ],
  ['血缘', () => keeper, () => `/api/data-collection/datasets/${dataset}/lineage`],
  ['归集总览', () => steward, () => '/api/data-collection/overview'],
  ['质量规则与结果', () => provider, () => `/api/data-quality/datasets/${dataset}`],
  ['质量检查记录', () => provider, () => `/api/data-quality/datasets/${dataset}/reports`],
  [
    '画像：少数几行的值（本部门也没有）',
    () => provider,
    () => `/api/data-quality/datasets/${dataset}/profile`,
  ],
  ['画像（管理员）', () => steward, () => `/api/data-quality/datasets/${dataset}/profile`],
  ['建议的质量规则（本部门）', () => provider, () => `/api/data-quality/datasets/${dataset}/suggestions`],
  ['建议的质量规则（管理员）', () => steward, () => `/api/data-quality/datasets/${dataset}/suggestions`],
  ['质量总览', () => steward, () => '/api/data-quality/overview'],
  ['目录条目', () => other, () => `/api/data-catalogue/entries/${entry}`],
  ['分类分级建议', () => other, () => `/api/data-catalogue/grading/entries/${entry}`],
  ['目录台账', () => other, () => '/api/registers/rows/data-catalogue.resource?size=200'],
  ['数据集台账', () => keeper, () => '/api/registers/rows/data-collection.dataset?size=200'],
  ['数据源台账', () => keeper, () => '/api/registers/rows/data-collection.source?size=200'],
  ['质量规则台账', () => provider, () => '/api/registers/rows/data-quality.rule?size=200'],
  ['消息（本部门）', () => keeper, () => '/api/messages/notices?size=100'],
  ['消息（管理员）', () => steward, () => '/api/messages/notices?size=100'],
];

describe('出口', () => {
  test.each(exits)('%s没有标记', async (_title, who, at) => {
    const reply = await who().get(at());
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.body).not.toMatch(marked);
  });
});

test('不合格的记录：管理员看见的是掩码', async () => {
  const at = `/api/data-quality/datasets/${dataset}/reports`;
  const { reports } = (await steward.get(at)).json<{
    reports: { id: string; outcomes: { rule: string }[] }[];
  }>();
  const outcomes = reports.flatMap(({ id, outcomes: of }) => of.map(({ rule }) => [id, rule] as const));
  expect(outcomes.length).toBeGreaterThan(1);
  for (const [report, rule] of outcomes) {
    const reply = await steward.get(`${at}/${report}/rules/${rule}`);
    if (reply.statusCode === 200) expect(reply.json<{ rows: unknown[] }>().rows).toBeDefined();
    expect(reply.body).not.toMatch(marked);
  }
});

test('看一看文件：没有核定密级以前，管理员看见的是掩码；没有表头的文件不说第一行', async () => {
  const admin = await city.as('data-1');
  const look = async (text: string) => {
    const file = await admin.upload('x.csv', 'text/csv', Buffer.from(text));
    return admin.post(`/api/data-collection/sources/${source}/look`, { object: { kind: 'file', file } });
  };
  const seen = await look(content);
  expect(seen.statusCode, seen.body).toBe(200);
  expect(seen.body).not.toMatch(marked);
  const bare = await look(content.split('\n').slice(1).join('\n'));
  expect(bare.statusCode).toBeGreaterThanOrEqual(400);
  expect(bare.body).not.toMatch(marked);
});

// Names of fields that the asker wrote himself are said back to him (`where.x`); values are not.
test('带着标记来问而问得不对的，答复里没有标记', async () => {
  const where = (value: object) => encodeURIComponent(JSON.stringify(value));
  const [word, number] = [encodeURIComponent(name), encodeURIComponent(card)];
  const asked = [
    `/api/data-collection/datasets/${word}`,
    `/api/data-collection/datasets/${dataset}/rows?page=${number}&size=${word}`,
    `/api/data-collection/datasets/${dataset}/letters?state=${word}&batch=${number}`,
    `/api/data-collection/datasets/${dataset}/rows?where=${where({ card })}&${word}=1`,
    `/api/data-collection/${word}`,
    `/api/registers/rows/data-collection.dataset?where=${where({ code: [card], name: { is: name } })}`,
    `/api/registers/rows/data-collection.dataset?where=${where({ id: card })}`,
    `/api/registers/rows/data-collection.dataset?search=${word}&size=${number}`,
    `/api/registers/rows/${word}`,
    `/api/registers/rows/data-collection.dataset/${number}`,
    `/api/data-quality/datasets/${number}/profile?${word}`,
    `/api/data-catalogue/entries/${number}`,
  ];
  for (const url of asked) expect((await steward.get(url)).body, url).not.toMatch(marked);
  const posted: readonly (readonly [string, object])[] = [
    [`/api/data-collection/datasets/${dataset}/collect`, { file: card, rows: name }],
    ['/api/data-collection/datasets', { code: name, name: [card, phone], mode: phone }],
    [`/api/data-collection/datasets/${dataset}/replay`, { letters: [card] }],
    [`/api/data-collection/sources/${source}/look`, { object: { kind: name, file: card } }],
    ['/api/registers/rows/data-collection.source', { values: { name: [phone], kind: name, port: card } }],
    [`/api/data-quality/datasets/${dataset}/rules`, { title: name, check: { kind: card, field: name } }],
  ];
  for (const [url, body] of posted) {
    const reply = await keeper.post(url, body);
    expect(reply.statusCode, url).toBeGreaterThanOrEqual(400);
    expect(reply.body, url).not.toMatch(marked);
  }
});

/** Where raw values lie by design, as table.column: nowhere; rejected rows are sealed, and no key of a served dataset is of a person here. */
const tablesByDesign: Readonly<Record<string, string>> = {};

test('数据库的每一个文字列里都没有标记，除了写明理由的', async () => {
  const client = new pg.Client({ connectionString: city.databaseUrl });
  await client.connect();
  try {
    const columns = await client.query<{ schema: string; of: string; column: string }>(
      `select c.table_schema as schema, c.table_name as of, c.column_name as column
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
         and (c.data_type in ('text', 'json', 'jsonb', 'character varying', 'character', 'ARRAY', 'tsvector', 'xml', 'bytea') or c.data_type = 'USER-DEFINED')`,
    );
    expect(columns.rows.length).toBeGreaterThan(500);
    const found: string[] = [];
    let reached = 0;
    for (const { schema, of, column } of columns.rows) {
      const [table, name_] = [
        `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(of)}`,
        pg.escapeIdentifier(column),
      ];
      const hit = await client.query(
        `select 1 from ${table} where ${name_}::text ~ $1 or ${name_}::text ~ $2 limit 1`,
        [`${marker}|标记人员`, Buffer.from('甄琰珺').toString('hex')],
      );
      if ((hit.rowCount ?? 0) === 0) continue;
      // The dataset's own name shows that the search finds what is there.
      reached += 1;
      const marks = await client.query(
        `select 1 from ${table} where ${name_}::text ~ $1 or ${name_}::text ~ $2 limit 1`,
        [marker, Buffer.from('甄琰珺').toString('hex')],
      );
      if ((marks.rowCount ?? 0) > 0) found.push(`${of}.${column}`);
    }
    expect(reached).toBeGreaterThan(0);
    expect(found.filter((each) => tablesByDesign[each] === undefined)).toEqual([]);
  } finally {
    await client.end();
  }
});

/** Folders of the data directory in which rows lie by design. */
const foldersByDesign: Readonly<Record<string, string>> = {
  files: '上传的原件：由上传人和数据集的采集读取，按文件权限',
  'lake/raw': '原始层：收到的行，保存期内备查，只由湖引擎读',
  'lake/standard': '标准层：读取时按密级脱敏',
  'lake/replaced': '只有批次号和行号，不含值',
};

test('数据目录的文件里没有标记，原件和各层以外没有行', async () => {
  const entries = await readdir(city.dataDirectory, { withFileTypes: true, recursive: true });
  const files = entries.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
  expect(files.length).toBeGreaterThan(5);
  const wrong: string[] = [];
  for (const at of files) {
    const place = path.relative(city.dataDirectory, at);
    if (Object.keys(foldersByDesign).some((folder) => place.startsWith(`${folder}/`))) continue;
    // A Parquet file is compressed: its rows cannot be searched for.
    if (place.endsWith('.parquet') || marked.test((await readFile(at)).toString('utf8'))) wrong.push(place);
  }
  expect(wrong).toEqual([]);
});

test('服务器的日志和控制台里没有标记', () => {
  city.app.log.error({ probe: 'heard' }, 'probe');
  expect(heard.join('\n')).toContain('probe');
  expect(heard.filter((line) => marked.test(line))).toEqual([]);
});
