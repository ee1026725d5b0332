/** Open datasets as anybody may see them: published, and looked at in the very batch that would go out. */
import { z } from 'zod';
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { type DatasetRow, lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { errors } from '../errors.ts';
import { publication } from '../registers/publication.ts';
import { type OpenDataset, OpenField } from '../routes/public-routes.ts';

export type Publication = Row<typeof publication>;
const most = 5000;

export interface Open {
  readonly row: Publication;
  readonly state: DatasetRow;
  readonly shown: OpenDataset;
  readonly fields: readonly OpenField[];
}

function shownOf(services: Services, row: Publication, state: DatasetRow): OpenDataset {
  return {
    code: row.code,
    name: row.name,
    description: row.description,
    keywords: (row.keywords ?? '').split(/[,，、\s]+/).filter((word) => word !== ''),
    provider: services.use(access).findDepartment(row.provider)?.name ?? row.provider,
    cycle: services.use(registers).codeLists.nameOf('data-catalogue cycles', row.cycle ?? '') ?? '',
    publishedOn: row.publishedOn,
    updatedAt: state.refreshedAt,
    rows: state.rows,
    downloads: row.downloads ?? 0,
  };
}

export async function listOpen(services: Services): Promise<readonly Open[]> {
  const filter = { field: 'status', is: 'equal', value: 'published' } as const;
  const rows = await services
    .use(registers)
    .of(publication)
    .trusted.findMany(services.use(store).db, { filter, sort: '-publishedOn', limit: most });
  const states = new Map(
    (await services.use(lake).findDatasets(rows.map((row) => row.dataset))).map((state) => [state.id, state]),
  );
  return rows.flatMap((row) => {
    const state = states.get(row.dataset);
    if (state === undefined) return [];
    const fields = z.array(OpenField).safeParse(row.fields).data ?? [];
    return [{ row, state, shown: shownOf(services, row, state), fields }];
  });
}

/** Throws open-data.missing, and open-data.checking in the moments between a new batch and the look at it. */
export async function getOpen(services: Services, code: string): Promise<Open> {
  const found = (await listOpen(services)).find((each) => each.row.code === code);
  if (found === undefined) throw errors.missing();
  if (found.state.batch !== found.row.checkedBatch) throw errors.checking();
  return found;
}
