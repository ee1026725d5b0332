/** Writes a service item whole, every unit on its path known; and shows it as the guide that applicants read. */
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { commonErrors, type Problem } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { item } from '../../registers/item.ts';
import { ItemBody } from '../../registers/item-body.ts';
import type { itemRoutes } from '../../routes/item-routes.ts';

export type ItemRow = Row<typeof item>;

export function departmentName(services: Services, id: string): string {
  return services.use(access).findDepartment(id)?.shortName ?? id;
}

/** What the system itself has kept. */
export function bodyOf(row: ItemRow): ItemBody {
  return ItemBody.parse(row);
}

function checkUnits(services: Services, body: ItemBody): void {
  const guard = services.use(access);
  const problems: Problem[] = [];
  if (guard.findDepartment(body.unit) === undefined)
    problems.push({ path: 'body.unit', message: '没有这个办理单位' });
  body.path.forEach(({ unit }, index) => {
    if (guard.findDepartment(unit) === undefined)
      problems.push({ path: `body.path.${index}.unit`, message: '没有这个会办单位' });
  });
  if (problems.length > 0) throw errors.badItem({}, problems);
}

export const saveItem: Handler<typeof itemRoutes.saveItem> = async (input, context) => {
  const { code, status, body } = input;
  checkUnits(context, body);
  const { trusted } = context.use(registers).of(item);
  return context.use(store).transaction(async (work) => {
    const filter = { field: 'code', is: 'equal', value: code } as const;
    const [same] = await trusted.findMany(work.db, { filter, limit: 1 });
    if (same !== undefined && same.id !== input.id) throw errors.codeTaken({ code });
    const values = { ...body, code, status };
    const { principal } = context;
    if (input.id === undefined) {
      const made = await trusted.insert(work, principal.id, values);
      return { id: made.id, version: made.version };
    }
    const row = await trusted.lock(work, input.id);
    if (row === undefined) throw errors.itemMissing();
    if (row.version !== input.version) throw commonErrors.stale();
    const { id, version } = await trusted.update(work, principal.id, row, values);
    return { id, version };
  });
};

export const showGuide: Handler<typeof itemRoutes.guide> = async ({ id }, context) => {
  const row = await context.use(registers).of(item).trusted.find(context.use(store).db, id);
  if (row === undefined) throw errors.itemMissing();
  const body = bodyOf(row);
  const guard = context.use(access);
  const { principal } = context;
  return {
    ...body,
    id,
    version: row.version,
    code: row.code,
    status: row.status,
    unitName: departmentName(context, row.unit),
    path: body.path.map((step) => ({ ...step, name: departmentName(context, step.unit) })),
    mayApply:
      row.status === 'online' &&
      guard.decide(principal, 'inner-run:apply').permit &&
      !principal.departments.includes(row.unit),
    mayKeep: guard.decide(principal, 'inner-run:keep-items').permit,
  };
};
