/** What a project has let go so far, as later tables are held against it. */
import type { Services } from '../../../../../kernel/system.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { runRows } from './run-rows.ts';
import { earlierCells, readContent } from './run-content.ts';

const most = 100_000;

export async function releasedCells(
  services: Services,
  db: Database,
  project: string,
): Promise<ReturnType<typeof earlierCells>> {
  const rows = await runRows(services).findEvery(db, {
    filter: { field: 'project', is: 'equal', value: project },
    most,
  });
  return rows
    .filter(({ stage }) => stage === 'released')
    .flatMap(({ content }) => earlierCells(readContent(content)));
}
