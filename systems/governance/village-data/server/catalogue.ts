/** The fields of the card as they are in force: what they are stands in the code's table, who may use them and how long they hold in the register. */
import { access } from '../../../../engines/access/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Database } from '../../../../engines/store/service.ts';
import type { Services } from '../../../../kernel/system.ts';
import { type CardField, fieldTable } from '../data/tables.ts';
import { errors } from '../errors.ts';
import { field } from '../registers/card.ts';

const most = 2000;

export async function readFields(services: Services, db: Database): Promise<readonly CardField[]> {
  const kept = await services.use(registers).of(field).trusted.findEvery(db, { most });
  const byKey = new Map(kept.filter(({ state }) => state === 'active').map((row) => [row.key, row]));
  return fieldTable.rows.flatMap((given): CardField[] => {
    const row = byKey.get(given.key);
    if (row === undefined) return [];
    return [
      {
        ...given,
        title: row.title,
        owner: row.owner,
        users: (row.users ?? '').split('\n').flatMap((each) => (each.trim() === '' ? [] : [each.trim()])),
        way: row.way as CardField['way'],
        freshMonths: row.freshMonths,
        consent: row.consent,
      },
    ];
  });
}

export function getField(fields: readonly CardField[], key: string): CardField {
  const found = fields.find((each) => each.key === key);
  if (found === undefined) throw errors.unknownField({ field: key });
  return found;
}

/** The organ that does this duty for the area: the county's where it has one, else the city's. */
export async function organOf(services: Services): Promise<(duty: string, area: string) => string> {
  const all = await services.use(access).departments();
  const counties = new Map<string, string>();
  const known = new Set(all.map(({ id }) => id));
  for (const each of all)
    if (!each.id.startsWith('city-')) {
      const slug = each.id.split('-')[0] ?? '';
      counties.set(`${each.area.slice(0, 6)} ${each.id.slice(slug.length + 1)}`, each.id);
    }
  return (duty, area) => {
    const own = counties.get(`${area.slice(0, 6)} ${duty}`);
    if (own !== undefined) return own;
    const city = `city-${duty}`;
    return known.has(city) ? city : duty;
  };
}

export function departmentName(services: Services, id: string): string {
  return services.use(access).findDepartment(id)?.shortName ?? id;
}
