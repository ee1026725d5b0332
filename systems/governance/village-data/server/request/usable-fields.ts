/** Fields that the caller's department may ask for and gets, and which of them are its own to correct. */
import { access } from '../../../../../engines/access/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { cityCode } from '../../../../../city/divisions.ts';
import { listTable } from '../../data/tables.ts';
import type { departmentRoutes } from '../../routes/department-routes.ts';
import { readFields } from '../catalogue.ts';
import { usableBy } from '../share/entitled.ts';

export const usableFields: Handler<typeof departmentRoutes.usable> = async (_, context) => {
  const { db } = context.use(store);
  const fields = await readFields(context, db);
  const { departments } = context.principal;
  const area = context.use(access).findDepartment(departments[0] ?? '')?.area ?? cityCode;
  const usable = await usableBy(context, db, departments, area, fields, shanghaiDate(context.now));
  return {
    fields: fields
      .filter(({ key }) => usable.has(key))
      .map(({ key, title, of, way, owner, list }) => ({
        key,
        title,
        of,
        way,
        own: departments.some((each) => each.endsWith(`-${owner}`)),
        list: (listTable.lists[list ?? ''] ?? []).map(([code, name]) => ({ code, name })),
      })),
  };
};
