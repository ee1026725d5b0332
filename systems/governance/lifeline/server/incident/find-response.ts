/** What the standard in force wants for an incident of this kind and level. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { responseRule } from '../../registers/standard.ts';

export async function findResponse(
  services: Services,
  db: Database,
  asked: { readonly kind: string; readonly level: string },
): Promise<Row<typeof responseRule> | undefined> {
  const [found] = await services
    .use(registers)
    .of(responseRule)
    .trusted.findMany(db, {
      filter: {
        all: [
          { field: 'kind', is: 'equal', value: asked.kind },
          { field: 'level', is: 'equal', value: asked.level },
          { field: 'state', is: 'equal', value: 'active' },
        ],
      },
      sort: '-createdAt',
      limit: 1,
    });
  return found;
}

/** Department ids; a standard that somebody wrote otherwise names nobody. */
export function jointOf(response: Row<typeof responseRule> | undefined): readonly string[] {
  const value = response?.joint;
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
