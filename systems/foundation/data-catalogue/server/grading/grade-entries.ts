/** The grade of an entry: the highest that is confirmed of its items, or of the columns that a mart's items are made of. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Services } from '../../../../../kernel/system.ts';
import type { MartOrigin } from '../../../../../engines/lake/contract.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database, Work } from '../../../../../engines/store/service.ts';
import { rankOf } from '../../data/grading.ts';
import { type ColumnGrade, inheritGrades, originsBehind, withMarts } from '../../data/inherit-grades.ts';
import { itemGrade } from '../../registers/item-grade.ts';
import { resource } from '../../registers/resource.ts';

const mostItems = 100_000;
const prefix = 'dataset:';

export type InheritedGrades = ReadonlyMap<string, ReadonlyMap<string, ColumnGrade>>;
type Highest = string | null;

/** Null before one is confirmed. */
function highest(grades: readonly Highest[]): Highest {
  return grades.reduce<Highest>((top, grade) => (rankOf(grade) > rankOf(top) ? grade : top), null);
}

/**
 * Resource → column → the gravest that it tells by its lineage, of the marts whose origins are given; whatever the
 * standing of an item, its column may still be in the data.
 */
export async function inheritedGrades(
  services: Services,
  db: Database,
  origins: readonly MartOrigin[],
): Promise<InheritedGrades> {
  const objects = new Set(origins.flatMap((each) => each.origins.map(({ dataset }) => prefix + dataset)));
  const gravest = new Map<string, Map<string, ColumnGrade>>();
  if (objects.size === 0) return gravest;
  const filter: Filter = {
    all: [
      { field: 'object', is: 'one-of', value: [...objects] },
      { field: 'grade', is: 'filled' },
    ],
  };
  const rows = await services.use(registers).of(itemGrade).trusted.findEvery(db, { filter, most: mostItems });
  const own = rows.flatMap(({ object, field, class: kind, grade }) =>
    kind === null || grade === null
      ? []
      : [{ object: object.slice(prefix.length), field, class: kind, grade }],
  );
  for (const each of inheritGrades(own, origins)) {
    const columns = gravest.get(prefix + each.object) ?? new Map<string, ColumnGrade>();
    gravest.set(prefix + each.object, columns);
    if (rankOf(each.grade) > rankOf(columns.get(each.field)?.grade ?? null)) columns.set(each.field, each);
  }
  return gravest;
}

/** What is confirmed of the items of each resource, those that it has no longer left out. */
async function confirmedGrades(
  services: Services,
  db: Database,
  filter: Filter,
): Promise<ReadonlyMap<string, readonly Highest[]>> {
  const rows = await services.use(registers).of(itemGrade).trusted.findEvery(db, { filter, most: mostItems });
  const grades = new Map<string, Highest[]>();
  for (const { object, grade, standing } of rows)
    if (standing !== 'gone') grades.set(object, [...(grades.get(object) ?? []), grade]);
  return grades;
}

/** Of these resources, and of the marts that are made of them; what other marts are made of is not looked at. */
export async function gradeEntries(
  services: Services,
  work: Work,
  who: string,
  targets: ReadonlySet<string>,
): Promise<void> {
  const origins = await services.use(lake).martOrigins();
  const datasets = [...targets].flatMap((target) =>
    target.startsWith(prefix) ? target.slice(prefix.length) : [],
  );
  const touched = withMarts(origins, datasets);
  const value = [...new Set([...targets, ...Array.from(touched, (dataset) => prefix + dataset)])];
  const inherited = await inheritedGrades(services, work.db, originsBehind(origins, touched));
  const confirmed = await confirmedGrades(services, work.db, { field: 'object', is: 'one-of', value });
  const { trusted } = services.use(registers).of(resource);
  const filter: Filter = { field: 'target', is: 'one-of', value };
  for (const entry of await trusted.findEvery(work.db, { filter, most: mostItems })) {
    const target = entry.target ?? '';
    const lineage = Array.from(inherited.get(target)?.values() ?? [], ({ grade }) => grade);
    const dataGrade = highest([...(confirmed.get(target) ?? []), ...lineage]);
    if (entry.dataGrade !== dataGrade) await trusted.update(work, who, entry, { dataGrade });
  }
}
