/** Projects that are under way and have land: those that a new version of the plan concerns. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { categories, type Category } from '../../data/small-lists.ts';
import { project } from '../../registers/project.ts';

export type ProjectRow = Row<typeof project>;

const mostProjects = 20_000;

export function categoryOf(row: ProjectRow): Category {
  return Object.hasOwn(categories, row.category) ? (row.category as Category) : 'ordinary';
}

export async function openProjects(services: Services, db: Database): Promise<readonly ProjectRow[]> {
  return services
    .use(registers)
    .of(project)
    .trusted.findEvery(db, {
      filter: {
        all: [
          { field: 'status', is: 'equal', value: 'open' },
          { field: 'shape', is: 'filled' },
        ],
      },
      most: mostProjects,
    });
}
