/** 按责任和用途送达: who may have which fields of an area. By the catalogue's own word, or by a contract of 数据共享 that is in force; nobody else. */
import { z } from 'zod';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { areaPath } from '../../../../../kernel/area.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { agreement } from '../../../../foundation/data-sharing/contract.ts';
import type { CardField } from '../../data/tables.ts';
import { subscription } from '../../registers/task.ts';
import { organOf } from '../catalogue.ts';

const most = 100_000;

const ContractFields = z.array(
  z.object({ name: z.string(), title: z.string(), masked: z.boolean().default(false) }),
);

/** Names and titles that a contract gives in full; what it masks, or does not name, is not given by it. */
function coveredBy(fields: unknown): ReadonlySet<string> {
  const read = ContractFields.safeParse(fields).data ?? [];
  return new Set(read.filter(({ masked }) => !masked).flatMap(({ name, title }) => [name, title]));
}

/** Fields by department. */
export async function entitledTo(
  services: Services,
  db: Database,
  area: string,
  fields: readonly CardField[],
  today: string,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const organ = await organOf(services);
  const found = new Map<string, Set<string>>();
  const give = (department: string, field: string) =>
    found.set(department, (found.get(department) ?? new Set()).add(field));
  for (const field of fields)
    for (const duty of [field.owner, ...field.users]) give(organ(duty, area), field.key);
  const rows = services.use(registers);
  // Not one may be left out: a department would not hear of what it has a right to.
  const subscribed = await rows.of(subscription).trusted.findEvery(db, {
    filter: {
      all: [
        { field: 'area', is: 'one-of', value: areaPath(area) },
        { field: 'validTo', is: 'at-least', value: today },
      ],
    },
    most,
  });
  for (const each of subscribed) {
    const contract = await rows.of(agreement).trusted.find(db, each.agreement);
    if (each.state !== 'active' || contract === undefined || contract.status !== 'active') continue;
    if (contract.until < today || contract.consumer !== each.department) continue;
    const covered = coveredBy(contract.fields);
    for (const field of fields)
      if (each.fields.includes(field.key) && (covered.has(field.key) || covered.has(field.title)))
        give(each.department, field.key);
  }
  return found;
}

/** Fields that this department may use somewhere in the area. */
export async function usableBy(
  services: Services,
  db: Database,
  departments: readonly string[],
  area: string,
  fields: readonly CardField[],
  today: string,
): Promise<ReadonlySet<string>> {
  const entitled = await entitledTo(services, db, area, fields, today);
  const found = new Set(departments.flatMap((department) => [...(entitled.get(department) ?? [])]));
  // The city's own organ of that duty may ask in every county, though changes go to the county's.
  for (const { key, owner, users } of fields)
    if ([owner, ...users].some((duty) => departments.includes(`city-${duty}`))) found.add(key);
  return found;
}
