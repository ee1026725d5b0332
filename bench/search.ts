/** How fast a person finds a record among a million: words, pinyin, initials, numbers, by frequency and by scope; beside ilike and bare tsvector. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { divisionFullName, divisions } from '../city/divisions.ts';
import {
  createSearch,
  scopeLexemes,
  type SearchEntry,
  type SearchService,
  searchTables,
} from '../engines/search/index.ts';
import { openStore, sql, startEmbeddedPostgres, type Store } from '../engines/store/index.ts';
import type { Decision, Scope } from '../kernel/access.ts';
import { newId } from '../kernel/ids.ts';
import { seededRandom } from '../kernel/seeded-random.ts';
import { percentile } from './support/percentile.ts';

const registers = ['city.case', 'city.ticket', 'city.component'] as const;
const roads =
  '清河路 人民路 颍州路 中南大道 阜王路 淮河路 文峰路 临泉路 一道河路 莲花路 颍河西路 双清路 三清路 东平路 向阳路 工业路'.split(
    ' ',
  );
const spots =
  '交叉口东北角 小学门口 农贸市场旁 小区北门 公交站台 桥下 沿河步道 医院对面 工地围挡外 公园南侧'.split(' ');
const things =
  '井盖 路灯 行道树 雨水箅子 果皮箱 护栏 公交站亭 交通信号灯 消火栓 广告牌匾 人行道板 路名牌 变压器箱 绿地 公共厕所 垃圾箱 自行车架 阅报栏 健身器材 通信交接箱'.split(
    ' ',
  );
const states = '破损 缺失 倾斜 不亮 堵塞 被占用 积水 松动 锈蚀 丢失 歪倒 脏污'.split(' ');
const matters =
  '占道经营 无证摆摊 乱贴小广告 暴露垃圾 积存渣土 道路遗撒 违章停车 夜间施工噪声 露天烧烤 违法建设 宠物粪便 焚烧秸秆'.split(
    ' ',
  );

/** The same texts in each run. */
const random = seededRandom(20261123);
/** Low places come more often, as words do in real texts. */
function pick<T>(list: readonly T[], skew = 1): T {
  const found = list[Math.floor(random() ** skew * list.length)];
  if (found === undefined) throw new Error('an empty list');
  return found;
}

const villages = divisions.filter((each) => each.level === 'village');

function makeEntry(index: number): SearchEntry {
  const village = pick(villages);
  const what = random() < 0.7 ? `${pick(things, 2)}${pick(states, 2)}` : pick(matters, 2);
  const number = `CG2026${String(1 + (index % 12)).padStart(2, '0')}${String(1 + (index % 28)).padStart(2, '0')}-${String(index % 100_000).padStart(5, '0')}`;
  return {
    register: pick(registers, 2),
    id: newId(),
    title: `${village.name}${pick(roads)}${pick(spots)}${what}`,
    texts: [number, divisionFullName(village.code)],
    area: village.code,
    departments: [`unit-${Math.floor(random() * 50)}`],
    subjects: [],
  };
}

function copyLine(entry: SearchEntry, tokens: readonly string[]): string {
  const lexemes = [...scopeLexemes(entry), ...tokens].map((token) => `'${token}'`).join(' ');
  return `${entry.register}\t${entry.id}\t${entry.title}\t${entry.area ?? '\\N'}\t{${entry.departments.join(',')}}\t{}\t${lexemes}\n`;
}

async function seed(store: Store, search: SearchService, count: number): Promise<number> {
  let cutting = 0;
  const indexes = Object.entries(searchTables[0]?.indexes ?? {}).filter(([, definition]) =>
    definition.includes('gin'),
  );
  for (const [name] of indexes) await sql`drop index ${sql.id(name)}`.execute(store.db);
  function* lines() {
    for (let index = 0; index < count; index += 1) {
      const entry = makeEntry(index);
      const started = performance.now();
      const title = search.tokens(entry.title, 'index');
      cutting += performance.now() - started;
      yield copyLine(entry, [
        ...new Set([...title, ...entry.texts.flatMap((text) => search.tokens(text, 'index'))]),
      ]);
    }
  }
  const columns = ['register', 'id', 'title', 'area', 'departments', 'subjects', 'tokens'];
  await store.transaction((work) => store.copyIn(work, 'search_entry', columns, lines()));
  for (const [name, definition] of indexes)
    await sql`create index ${sql.id(name)} on search_entry ${sql.raw(definition)}`.execute(store.db);
  await sql`vacuum analyze search_entry`.execute(store.db);
  return (cutting * 1000) / count;
}

interface Asked {
  readonly kind: string;
  readonly text: string;
  readonly scope: Scope;
}

const all: Scope = { kind: 'all' };

function makeQueries(count: number): readonly Asked[] {
  const kinds: readonly (() => Asked)[] = [
    () => ({
      kind: 'frequent',
      text: pick(['井盖', '破损', '路', '小区', '阜阳市', '社区', '路灯不亮']),
      scope: all,
    }),
    () => ({
      kind: 'frequent-in-town',
      text: pick(['井盖', '破损', '路灯']),
      scope: { kind: 'area', area: `${pick(villages).code.slice(0, 9)}000` },
    }),
    () => ({
      kind: 'frequent-in-unit',
      text: pick(['井盖', '占道经营']),
      scope: { kind: 'department', department: `unit-${Math.floor(random() * 50)}` },
    }),
    () => ({ kind: 'rare', text: pick(villages).name, scope: all }),
    () => ({
      kind: 'number',
      text: `CG202611${String(1 + Math.floor(random() * 28)).padStart(2, '0')}-${String(Math.floor(random() * 100_000)).padStart(5, '0')}`,
      scope: all,
    }),
    () => ({ kind: 'tail', text: String(Math.floor(random() * 100_000)).padStart(5, '0'), scope: all }),
    () => ({ kind: 'head', text: 'CG202611', scope: all }),
    () => ({
      kind: 'pinyin',
      text: pick(['jinggai', 'ludeng', 'zhandaojingying', 'qinghelu', 'jing', 'ludengbul']),
      scope: all,
    }),
    () => ({ kind: 'initials', text: pick(['jgps', 'qhl', 'zdjy', 'lt', 'jg']), scope: all }),
    () => ({ kind: 'two-words', text: `${pick(villages).name} ${pick(things)}`, scope: all }),
    () => ({ kind: 'two-frequent', text: `${pick(roads)} ${pick(states)}`, scope: all }),
    () => ({ kind: 'nothing', text: pick(['不存在的词汇', '鳜鱼', 'zzzz']), scope: all }),
  ];
  return Array.from({ length: count }, (_, index) => (kinds[index % kinds.length] ?? kinds[0])?.()).filter(
    (asked) => asked !== undefined,
  );
}

type Timing = readonly { readonly kind: string; readonly milliseconds: number }[];

function timesOf(timing: Timing): readonly number[] {
  return timing.map((each) => each.milliseconds);
}

async function time(queries: readonly Asked[], ask: (asked: Asked) => Promise<unknown>): Promise<Timing> {
  const done: { kind: string; milliseconds: number }[] = [];
  for (const asked of queries) {
    const started = performance.now();
    await ask(asked);
    done.push({ kind: asked.kind, milliseconds: performance.now() - started });
  }
  return done;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '200000' }, queries: { type: 'string', default: '600' } },
  });
  const count = Number(values.rows);
  const folder = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  const server = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  const store = await openStore({ url: server.url, dataDirectory: folder, tables: searchTables });
  try {
    const search = createSearch({ store, words: divisions.map((division) => division.name) });
    const cutting = await seed(store, search, count);
    console.log(`figure search-cut-title ${cutting.toFixed(1)} µs target ≤60 yardstick none=0 ratio 0`);

    const fresh = Array.from({ length: 5000 }, (_, index) => makeEntry(count + index));
    const writing = performance.now();
    for (let from = 0; from < fresh.length; from += 100)
      await store.transaction((work) => search.index(work, fresh.slice(from, from + 100)));
    const written = fresh.length / ((performance.now() - writing) / 1000);
    console.log(
      `figure search-index-rows ${written.toFixed(0)} rows/s target ≥1000 yardstick none=0 ratio 0`,
    );

    const decide = (scope: Scope): Decision => ({ permit: true, rows: [scope], clearance: 'internal' });
    const ours = (asked: Asked) =>
      search.search({
        text: asked.text,
        within: registers.map((register) => ({ register, decision: decide(asked.scope) })),
        limit: 20,
      });
    const bare = async (asked: Asked) => {
      const words = search
        .tokens(asked.text, 'query')
        .map((token) => `'${token}'`)
        .join(' & ');
      return sql`select id, title from search_entry where tokens @@ ${words}::tsquery
        order by ts_rank(tokens, ${words}::tsquery) desc, position desc limit 20`.execute(store.db);
    };
    const plain = (asked: Asked) =>
      sql`select id, title from search_entry where title ilike ${`%${asked.text}%`} order by position desc limit 20`.execute(
        store.db,
      );

    const queries = makeQueries(Number(values.queries));
    const few = queries.slice(0, 96);
    await time(few, ours);
    const own = await time(queries, ours);
    const withoutWindow = await time(few, bare);
    const withIlike = await time(few, plain);
    for (const kind of new Set(own.map((each) => each.kind))) {
      const mine = own.filter((each) => each.kind === kind);
      const theirs = withoutWindow.filter((each) => each.kind === kind);
      console.log(
        `  ${kind.padEnd(18)} p50 ${percentile(timesOf(mine), 0.5).toFixed(1)} p95 ${percentile(timesOf(mine), 0.95).toFixed(1)} ms   bare tsvector p50 ${percentile(timesOf(theirs), 0.5).toFixed(1)} p95 ${percentile(timesOf(theirs), 0.95).toFixed(1)} ms`,
      );
    }
    const print = (name: string, share: number, target: string) => {
      const [mine, theirs] = [percentile(timesOf(own), share), percentile(timesOf(withoutWindow), share)];
      console.log(
        `figure ${name} ${mine.toFixed(1)} ms target ${target} yardstick tsvector=${theirs.toFixed(1)} ratio ${(mine / theirs).toFixed(3)} yardstick ilike=${percentile(timesOf(withIlike), share).toFixed(1)}`,
      );
    };
    print('search-p50', 0.5, '≤20');
    print('search-p95', 0.95, '≤50');
  } finally {
    await store.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
