/** 应用货架: who sees which application, by department, permission and area of his posts. */
import { areaPrefix } from '../../../../kernel/area.ts';
import type { Principal } from '../../../../kernel/access.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { application } from '../registers/application.ts';
import type { shelfRoutes } from '../routes/shelf-routes.ts';

type AppRow = Row<typeof application>;

const mostEntries = 5000;

/** A post within the area, or one whose reach takes it in. */
export function worksIn(principal: Principal, area: string): boolean {
  for (const grants of principal.grants.values())
    for (const { scope } of grants) {
      if (scope.kind === 'all') return true;
      if (scope.kind !== 'area') continue;
      if (scope.area.startsWith(areaPrefix(area)) || area.startsWith(areaPrefix(scope.area))) return true;
    }
  return false;
}

function isMeant(context: Context, row: AppRow): boolean {
  const { principal } = context;
  if (principal.kind !== 'official') return false;
  if (row.area !== null && !worksIn(principal, row.area)) return false;
  switch (row.audience) {
    case 'everybody':
      return true;
    case 'permission':
      return row.permission !== null && context.use(access).decide(principal, row.permission).permit;
    // Deny by default: an application says otherwise or is its own department's.
    default:
      return principal.departments.includes(row.department);
  }
}

export const shelfHandlers: Handlers<typeof shelfRoutes> = {
  async shelf(_input, context) {
    const { clients, findDepartment } = context.use(access);
    const rows = await context
      .use(registers)
      .of(application)
      .trusted.findEvery(context.use(store).db, {
        filter: { field: 'shelf', is: 'equal', value: 'on' },
        most: mostEntries,
      });
    const meant = rows.filter(
      (row) => row.state === 'active' && row.status !== 'suspended' && isMeant(context, row),
    );
    const known = await clients.all();
    const entries = meant.flatMap((row) => {
      const client = row.client === null ? undefined : known.get(row.client);
      if (client?.state === 'suspended') return [];
      const own = client?.state === 'active' && client.department === row.department;
      return [
        {
          id: row.id,
          name: row.name,
          purpose: row.purpose,
          departmentName: findDepartment(row.department)?.name ?? row.department,
          category: row.category ?? 'other',
          address: row.address ?? '',
          signsIn: own && (client.registration?.signsIn ?? false),
        },
      ];
    });
    return { entries };
  },
};
