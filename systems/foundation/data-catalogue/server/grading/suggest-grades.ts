/** Looks at every information item of the catalogue anew: new and changed suggestions are written, what was suggested already writes nothing. */
import { z } from 'zod';
import { type FieldClass, fieldClasses, type Principal } from '../../../../../kernel/access.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { type RegisterInfo, registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { inheritedConfidence, rankOf, recognisers, ruleVersion } from '../../data/grading.ts';
import type { ColumnGrade } from '../../data/inherit-grades.ts';
import { itemGrade } from '../../registers/item-grade.ts';
import { resource } from '../../registers/resource.ts';
import { Item } from '../../routes.ts';
import { setting } from '../setting.ts';
import { type InheritedGrades, inheritedGrades } from './grade-entries.ts';
import { type Counts, countValues, suggestGrade, type Suggestion } from './suggest-grade.ts';

type Entry = Row<typeof resource>;
type ItemGrade = Row<typeof itemGrade>;

const by = 'data-catalogue';
const nothing: Counts = { sampled: 0, matched: {} };
/** More items, or entries, than a city has. */
const mostItems = 100_000;
const textual: ReadonlySet<string> = new Set(['text', 'long-text', 'integer', 'decimal']);

interface Content {
  readonly counts: ReadonlyMap<string, Counts>;
  readonly persons: number | null;
}

/** One value of each person, where a column has such; else one row is taken for one person. */
function personsOf(
  counts: ReadonlyMap<string, Counts>,
  distinct: ReadonlyMap<string, number>,
  rows: number | null,
): number | null {
  for (const each of recognisers.filter(({ persons }) => persons))
    for (const [field, { sampled, matched }] of counts)
      if (sampled > 0 && (matched[each.id] ?? 0) / sampled >= each.share) return distinct.get(field) ?? rows;
  return rows;
}

function countColumns(
  rows: readonly Readonly<Record<string, unknown>>[],
  names: readonly string[],
): ReadonlyMap<string, Counts> {
  return new Map(names.map((name) => [name, countValues(rows.map((row) => row[name]))]));
}

async function contentOfDataset(services: Services, id: string): Promise<Content> {
  const [found] = await services.use(lake).findDatasets([id]);
  if (found === undefined || found.file === null) return { counts: new Map(), persons: null };
  const names = found.fields.map(({ name }) => name);
  const rows: Readonly<Record<string, unknown>>[] = [];
  const most = setting(services, 'grade-sample');
  const query = { dataset: id, fields: names, most, way: 'inside' } as const;
  for await (const row of services.use(lake).eachRow(query)) rows.push(row);
  const counts = countColumns(rows, names);
  const profile = await services.use(lake).quality.profile(id, 'sensitive');
  const distinct = new Map(profile?.columns.map((column) => [column.name, column.distinct]));
  return { counts, persons: personsOf(counts, distinct, found.rows) };
}

/** Counts rows and sees no value of them. */
function counter({ permissions }: RegisterInfo): Principal {
  const grants = new Map([[permissions.read, [{ scope: { kind: 'all' }, clearance: 'public' }] as const]]);
  return { id: by, name: '系统', kind: 'service', departments: [], grants, sessionId: undefined };
}

/** Null where no field places every row in time. */
async function rowsOfRegister(services: Services, info: RegisterInfo): Promise<number | null> {
  const period = Object.entries(info.declaration.fields).find(
    ([, field]) => field.required === true && (field.type === 'date' || field.type === 'moment'),
  )?.[0];
  if (period === undefined) return null;
  const groups = await services.use(registers).aggregate(counter(info), info.id, {
    measures: { all: { where: { all: [] }, period } },
    from: '1900-01-01',
    to: '2199-12-31',
  });
  return groups.reduce((sum, { measures }) => sum + (measures['all']?.rows ?? 0), 0);
}

async function contentOfRegister(services: Services, id: string): Promise<Content> {
  const info = services.use(registers).find(id);
  if (info === undefined) return { counts: new Map(), persons: null };
  const limit = setting(services, 'grade-sample');
  const rows = await services
    .use(registers)
    .rows(id)
    .trusted.findMany(services.use(store).db, { limit, sort: '-createdAt' });
  const names = Object.entries(info.declaration.fields).flatMap(([name, { type }]) =>
    textual.has(type) ? [name] : [],
  );
  const counts = countColumns(rows as readonly Readonly<Record<string, unknown>>[], names);
  const all = rows.length < limit ? rows.length : await rowsOfRegister(services, info);
  return { counts, persons: personsOf(counts, new Map(), all) };
}

function contentOf(services: Services, target: string): Promise<Content> {
  const [kind, ...rest] = target.split(':');
  const id = rest.join(':');
  return kind === 'dataset' ? contentOfDataset(services, id) : contentOfRegister(services, id);
}

export function itemsOf(entry: Pick<Entry, 'items'>): readonly Item[] {
  return z.array(Item).safeParse(entry.items).data ?? [];
}

function classOf(item: Item): FieldClass {
  return fieldClasses.find((each) => each === item.class) ?? 'sensitive';
}

/** A column of a mart is suggested no lower than what is confirmed of those that it is made of. */
function raised(made: Suggestion, inherited: ColumnGrade | undefined): Suggestion {
  if (inherited === undefined || rankOf(inherited.grade) <= rankOf(made.grade)) return made;
  const { class: kind, grade } = inherited;
  return {
    ...made,
    class: kind,
    grade,
    confidence: inheritedConfidence,
    reason: '按血缘，与加工它的信息项中最高的级别相同',
  };
}

/** What the row becomes; undefined where nothing is new. */
function changeOf(row: ItemGrade, made: Suggestion): 'confirmed' | 'renewed' | 'waiting' | undefined {
  const isSame = row.suggestedClass === made.class && row.suggestedGrade === made.grade;
  if (isSame && row.standing !== 'gone') return undefined;
  if (row.grade === null) return 'waiting';
  return row.class === made.class && row.grade === made.grade ? 'confirmed' : 'renewed';
}

function toldOf(item: Item, made: Suggestion, now: Date) {
  return {
    title: item.title.slice(0, 200),
    suggestedClass: made.class,
    suggestedGrade: made.grade,
    reason: made.reason.slice(0, 1000),
    confidence: made.confidence,
    sampled: made.sampled,
    matched: made.matched,
    persons: made.persons,
    ruleVersion,
    suggestedAt: now.toISOString(),
  };
}

/** Of an item that nobody looked at before. */
function firstOf(entry: Entry, item: Item, made: Suggestion, now: Date) {
  return {
    ...toldOf(item, made, now),
    id: newId(),
    key: `${entry.target}#${item.name}`,
    object: entry.target ?? '',
    field: item.name,
    resource: entry.id,
    department: entry.provider,
    standing: 'waiting',
    enteredOn: shanghaiDate(now),
  };
}

async function renew(
  services: Services,
  work: Work,
  item: Item,
  made: Suggestion,
  known: ItemGrade,
): Promise<boolean> {
  if (changeOf(known, made) === undefined) return false;
  const { trusted } = services.use(registers).of(itemGrade);
  // Locked, since somebody may be confirming it; what is so by now decides.
  const row = (await trusted.lock(work, known.id)) ?? known;
  const standing = changeOf(row, made);
  if (standing === undefined) return false;
  await trusted.update(work, by, row, { ...toldOf(item, made, work.now), standing });
  return true;
}

/** Items that no entry of the resource has any longer are left with what was confirmed of them, and count no longer. */
async function retire(
  services: Services,
  work: Work,
  target: string,
  rows: Iterable<ItemGrade>,
): Promise<void> {
  const { of } = services.use(registers);
  const filter = {
    all: [
      { field: 'target', is: 'equal', value: target },
      { field: 'status', is: 'unequal', value: 'revoked' },
    ],
  } as const;
  const entries = await of(resource).trusted.findEvery(work.db, { filter, most: mostItems });
  const listed = new Set(entries.flatMap(itemsOf).map(({ name }) => name));
  for (const { id, field, standing } of rows) {
    if (standing === 'gone' || listed.has(field)) continue;
    const row = await of(itemGrade).trusted.lock(work, id);
    if (row !== undefined) await of(itemGrade).trusted.update(work, by, row, { standing: 'gone' });
  }
}

export function gradesOf(
  services: Services,
  target: string,
  db = services.use(store).db,
): Promise<readonly ItemGrade[]> {
  return services
    .use(registers)
    .of(itemGrade)
    .trusted.findEvery(db, {
      filter: { field: 'object', is: 'equal', value: target },
      most: mostItems,
    });
}

async function suggest(services: Services, entry: Entry, inherited: InheritedGrades): Promise<number> {
  const { target } = entry;
  if (target === null || entry.status === 'revoked') return 0;
  const items = itemsOf(entry);
  const content = await contentOf(services, target);
  return services.use(store).transaction(async (work) => {
    const known = new Map((await gradesOf(services, target, work.db)).map((row) => [row.field, row]));
    const first: ReturnType<typeof firstOf>[] = [];
    let news = 0;
    for (const item of items) {
      const seen = suggestGrade({
        name: item.name,
        title: item.title,
        class: classOf(item),
        counts: content.counts.get(item.name) ?? nothing,
        persons: content.persons,
      });
      const made = raised(seen, inherited.get(target)?.get(item.name));
      const row = known.get(item.name);
      if (row === undefined) first.push(firstOf(entry, item, made, work.now));
      else if (await renew(services, work, item, made, row)) news += 1;
      known.delete(item.name);
    }
    if (first.length > 0) await services.use(registers).of(itemGrade).trusted.insertMany(work, by, first);
    await retire(services, work, target, known.values());
    return news + first.length;
  });
}

async function findInherited(services: Services): Promise<InheritedGrades> {
  const origins = await services.use(lake).martOrigins();
  return inheritedGrades(services, services.use(store).db, origins);
}

/** Returns how many suggestions are new or changed. */
export async function suggestForEntry(services: Services, entry: Entry): Promise<number> {
  return suggest(services, entry, await findInherited(services));
}

/**
 * Each night, and once when demo data is loaded; several entries of one resource are looked at once.
 * What fails at one entry is thrown after the others were looked at.
 */
export async function suggestAll(services: Services): Promise<number> {
  const entries = await services
    .use(registers)
    .of(resource)
    .trusted.findEvery(services.use(store).db, { sort: 'code', most: mostItems });
  const inherited = await findInherited(services);
  const seen = new Set<string>();
  const problems: unknown[] = [];
  let news = 0;
  for (const entry of entries) {
    if (entry.target === null || entry.status === 'revoked' || seen.has(entry.target)) continue;
    seen.add(entry.target);
    try {
      news += await suggest(services, entry, inherited);
    } catch (problem) {
      problems.push(problem);
    }
  }
  if (problems.length > 0)
    throw new AggregateError(problems, `${problems.length} entries without suggestions`);
  return news;
}
