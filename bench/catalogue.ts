/** How fast a person finds a data resource among 100,000: by words, pinyin and filters, as the page asks; beside bare ilike and bare tsvector. */
import { parseArgs } from 'node:util';
import { registers } from '../engines/registers/service.ts';
import { search } from '../engines/search/service.ts';
import { sql } from '../engines/store/index.ts';
import type { City } from '../apps/server/create-city.ts';
import type { Principal } from '../kernel/access.ts';
import { newId } from '../kernel/ids.ts';
import { resource } from '../systems/foundation/data-catalogue/registers/resource.ts';
import catalogue from '../systems/foundation/data-catalogue/system.ts';
import collection from '../systems/foundation/data-collection/system.ts';
import { systemPrincipal } from '../engines/access/index.ts';
import { openBenchCity } from './support/open-bench-city.ts';
import { percentile } from './support/percentile.ts';

const target = 50;
const rowsPerWrite = 5000;
const page = 20;
const things =
  '企业登记 排污许可 社会保险 不动产 婚姻登记 户籍人口 食品经营 建设工程 道路运输 医疗机构 学籍 低保 残疾人证 林权 取水许可 纳税信用'.split(
    ' ',
  );
const kinds = '基本信息 变更信息 处罚信息 年度报告 证照信息 缴费记录 检查结果 名录 统计表 注销信息'.split(
  ' ',
);
const items = '统一社会信用代码 名称 法定代表人 住所 有效期 发证机关 状态 金额 联系电话 行政区划'.split(' ');
const places = '颍州区 颍东区 颍泉区 临泉县 太和县 阜南县 颍上县 界首市'.split(' ');
const departments = [
  'city-market-supervision',
  'city-ecology',
  'city-human-resources',
  'city-data-resources',
];

const at = <T>(list: readonly T[], place: number): T => list[place % list.length] as T;

function entryOf(place: number) {
  const words = items.filter((_, index) => (place >> index) % 2 === 0);
  return {
    id: newId(),
    code: `9${String(place).padStart(8, '0')}`,
    name: `${at(places, place)}${at(things, Math.floor(place / 8))}${at(kinds, Math.floor(place / 128))}（${place}）`,
    provider: at(departments, place),
    classCode: at(['1', '2', '3'], place),
    shareType: at(['1', '2', '3'], Math.floor(place / 3)),
    openType: '3',
    cycle: at(['1', '2', '4', '7'], place),
    abstract: `${at(things, Math.floor(place / 8))}的${at(kinds, Math.floor(place / 128))}`,
    publishedOn: '2026-01-01',
    itemWords: words.join(' '),
    items: words.map((title, index) => ({ name: `f${index}`, title, type: 'C', class: 'internal' })),
    edition: 1,
    status: 'published',
    origin: 'filing',
  };
}

async function seed(city: City, count: number): Promise<void> {
  const { trusted } = city.services.use(registers).of(resource);
  for (let from = 0; from < count; from += rowsPerWrite)
    await city.store.transaction((work) =>
      trusted.insertMany(
        work,
        'bench',
        Array.from({ length: Math.min(rowsPerWrite, count - from) }, (_, index) => entryOf(from + index)),
      ),
    );
  await sql`vacuum analyze data_catalogue_resource, search_entry`.execute(city.store.db);
}

interface Asked {
  readonly kind: string;
  readonly search?: string;
  readonly where?: Readonly<Record<string, string>>;
}

const asked: readonly Asked[] = [
  ...things.map((text) => ({ kind: 'word', search: text })),
  ...places.map((text, place) => ({ kind: 'two words', search: `${text} ${at(things, place)}` })),
  ...['qiyedengji', 'paiwuxuke', 'shehuibaoxian', 'budongchan'].map((text) => ({
    kind: 'pinyin',
    search: text,
  })),
  ...['qydj', 'pwxk', 'shbx'].map((text) => ({ kind: 'initials', search: text })),
  ...departments.map((provider) => ({ kind: 'filter', where: { provider, shareType: '1' } })),
  ...things
    .slice(0, 6)
    .map((text) => ({ kind: 'word and filter', search: text, where: { shareType: '2', classCode: '1' } })),
  { kind: 'nothing', search: '鳜鱼养殖' },
];

type Times = ReadonlyMap<string, readonly number[]>;

async function timed(
  rounds: number,
  list: readonly Asked[],
  ask: (each: Asked) => Promise<unknown>,
): Promise<Times> {
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const each of list) {
      const begun = performance.now();
      await ask(each);
      times.set(each.kind, [...(times.get(each.kind) ?? []), performance.now() - begun]);
    }
  return times;
}

const late = (times: Times) => percentile([...times.values()].flat(), 0.95);

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '10' } },
  });
  const [count, rounds] = [Number(values.rows), Number(values.rounds)];
  const { city, close } = await openBenchCity({ poolSize: 8, systems: [collection, catalogue] });
  const { db } = city.store;
  try {
    await seed(city, count);
    const grants = new Map([
      ['data-catalogue:read', [{ scope: { kind: 'all' }, clearance: 'internal' }]],
    ] as const);
    const reader: Principal = { ...systemPrincipal, grants };
    const rows = city.services.use(registers).of(resource);
    const ours = await timed(rounds, asked, ({ search: words, where }) =>
      rows.list(reader, {
        ...(words === undefined ? {} : { search: words }),
        ...(where === undefined ? {} : { where }),
        size: page,
      }),
    );
    const worded = asked.filter((each) => each.search !== undefined && each.where === undefined);
    const ilike = await timed(rounds, worded, ({ search: words = '' }) =>
      sql`select id, name from data_catalogue_resource where state = 'active' and (name ilike ${`%${words}%`} or abstract ilike ${`%${words}%`}
        or item_words ilike ${`%${words}%`}) order by code limit ${page}`.execute(db),
    );
    const tokens = city.services.use(search);
    const vector = await timed(rounds, worded, ({ search: words = '' }) => {
      const query = tokens
        .tokens(words, 'query')
        .map((token) => `'${token.replaceAll("'", "''")}'`)
        .join(' & ');
      return sql`select id, title from search_entry where register = 'data-catalogue.resource'
        and tokens @@ ${query}::tsquery limit ${page}`.execute(db);
    });
    console.log(
      `figure catalogue-search-p95 ${late(ours).toFixed(1)} ms target ≤${target} yardstick ilike=${late(ilike).toFixed(1)} ratio ${(late(ours) / late(ilike)).toFixed(3)}`,
    );
    console.log(`  ${count} entries; bare tsvector p95 ${late(vector).toFixed(1)} ms`);
    for (const [kind, times] of ours)
      console.log(
        `  ${kind}: median ${percentile(times, 0.5).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms`,
      );
  } finally {
    await close();
  }
}
