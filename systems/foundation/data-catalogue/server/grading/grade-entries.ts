/** The grade of an entry: the highest that is confirmed of its items, or of the columns that a mart's items are made of. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database, Work } from '../../../../../engines/store/service.ts';
import { rankOf } from '../../data/grading.ts';
import { type ColumnGrade, inheritGrades } from '../../data/inherit-grades.ts';
import { itemGrade } from '../../registers/item-grade.ts';
import { resource } from '../../registers/resource.ts';

type ItemGrade = Row<typeof itemGrade>;

const mostItems = 100_000;
const prefix = 'dataset:';

/** The highest grade of an entry's items; null before one is confirmed. */
export function highestGrade(rows: readonly Pick<ItemGrade, 'grade' | 'standing'>[]): string | null {
  const known = rows.filter(({ standing }) => standing !== 'gone').map(({ grade }) => grade);
  return known.reduce((top, grade) => (rankOf(grade) > rankOf(top) ? grade : top), null);
}

/** By lineage, of all marts; whatever the standing of an item, its column may still be in the data. */
export async function inheritedGrades(services: Services, db: Database): Promise<readonly ColumnGrade[]> {
  const origins = await services.use(lake).martOrigins();
  const objects = new Set(origins.flatMap((each) => each.origins.map(({ dataset }) => prefix + dataset)));
  if (objects.size === 0) return [];
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
  return inheritGrades(own, origins);
}

/** Column → the gravest that it tells by its lineage. */
export function gravestOf(
  inherited: readonly ColumnGrade[],
  target: string,
): ReadonlyMap<string, ColumnGrade> {
  const gravest = new Map<string, ColumnGrade>();
  for (const each of inherited.filter(({ object }) => prefix + object === target))
    if (rankOf(each.grade) > rankOf(gravest.get(each.field)?.grade ?? null)) gravest.set(each.field, each);
  return gravest;
}

/** Of these resources, and of the marts that are made of them. */
export async function gradeEntries(
  services: Services,
  work: Work,
  who: string,
  targets: ReadonlySet<string>,
): Promise<void> {
  const rows = services.use(registers);
  const inherited = await inheritedGrades(services, work.db);
  const marts = inherited.map(({ object }) => prefix + object);
  for (const target of new Set([...targets, ...marts])) {
    const filter = { field: 'object', is: 'equal', value: target } as const;
    const items = await rows.of(itemGrade).trusted.findEvery(work.db, { filter, most: 10_000 });
    const lineage = [...gravestOf(inherited, target).values()].map(({ grade }) => grade);
    const dataGrade = [highestGrade(items), ...lineage].reduce(
      (top, grade) => (rankOf(grade) > rankOf(top) ? grade : top),
      null,
    );
    const of = { filter: { field: 'target', is: 'equal', value: target }, most: 1000 } as const;
    for (const entry of await rows.of(resource).trusted.findEvery(work.db, of))
      if (entry.dataGrade !== dataGrade)
        await rows.of(resource).trusted.update(work, who, entry, { dataGrade });
  }
}
