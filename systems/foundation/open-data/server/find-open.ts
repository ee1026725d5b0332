/** Open datasets as anybody may see them: published, still open by the catalogue, and rows only of the very state that was checked. */
import { z } from 'zod';
import { isId } from '../../../../kernel/ids.ts';
import type { Filter } from '../../../../kernel/filter.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { portal } from './portal.ts';
import { type DatasetRow, lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { resource } from '../../data-catalogue/contract.ts';
import { errors } from '../errors.ts';
import { publication } from '../registers/publication.ts';
import { type OpenDataset, OpenField } from '../routes/public-routes.ts';
import { type Entry, isStanding } from './check-opening.ts';
import { starsOf } from './use/stars.ts';

export type Publication = Row<typeof publication>;
export const mostAtOnce = 1000;

export interface Open {
  readonly row: Publication;
  readonly entry: Entry;
  readonly state: DatasetRow;
  readonly shown: OpenDataset;
  readonly fields: readonly OpenField[];
}

export function fieldsOf(row: Publication): readonly OpenField[] {
  return z.array(OpenField).safeParse(row.fields).data ?? [];
}

export function keywordsOf(row: Publication): string[] {
  return [...new Set((row.keywords ?? '').split(/[,，、\s]+/).filter((word) => word !== ''))];
}

/** Either word for it is enough to close the door to those without a grant. */
function isConditional(row: Publication, entry: Entry): boolean {
  return row.openType === '2' || entry.openType === '2';
}

/** Those of the rows that the catalogue still lets out, in their order. */
export async function openOf(services: Services, rows: readonly Publication[]): Promise<readonly Open[]> {
  if (rows.length === 0) return [];
  const { db } = services.use(store);
  const ids = [...new Set(rows.map((row) => row.resource))];
  const targets = rows.map(({ id }) => id);
  const [entries, states, uses, stars] = await Promise.all([
    services.use(registers).of(resource).trusted.findMany(db, { ids, limit: ids.length }),
    services.use(lake).findDatasets(rows.map((row) => row.dataset)),
    services.use(lake).open.totals(targets),
    starsOf(services, targets),
  ]);
  return rows.flatMap((row) => {
    const entry = entries.find(({ id }) => id === row.resource);
    const state = states.find(({ id }) => id === row.dataset);
    // The catalogue knows letters for types, the lake the types themselves.
    const fields = fieldsOf(row).map((field) => ({
      ...field,
      type: state?.fields.find(({ name }) => name === field.name)?.type ?? 'text',
    }));
    const opened = { dataset: row.dataset, fields: fields.map(({ name }) => name) };
    if (entry === undefined || state === undefined || !isStanding(entry, opened)) return [];
    const shown = {
      code: row.code,
      name: row.name,
      description: row.description,
      keywords: keywordsOf(row),
      provider: services.use(access).findDepartment(row.provider)?.name ?? row.provider,
      conditional: isConditional(row, entry),
      cycle: services.use(registers).codeLists.nameOf('data-catalogue cycles', row.cycle ?? '') ?? '',
      publishedOn: row.publishedOn,
      updatedAt: state.refreshedAt,
      rows: state.rows,
      uses: uses.get(row.id) ?? 0,
      stars: stars.get(row.id) ?? { average: null, count: 0 },
    };
    return [{ row, entry, state, shown, fields }];
  });
}

const published = { field: 'status', is: 'equal', value: 'published' } as const;

async function findBy(services: Services, filter: Filter): Promise<Open | undefined> {
  const { trusted } = services.use(registers).of(publication);
  const wanted = { filter: { all: [published, filter] }, limit: 1 };
  const [found] = await openOf(services, await trusted.findMany(services.use(store).db, wanted));
  return found;
}

/** By its code or id. Throws open-data.missing. */
export async function getOpen(services: Services, name: string): Promise<Open> {
  const found = await findBy(services, { field: isId(name) ? 'id' : 'code', is: 'equal', value: name });
  if (found === undefined) throw errors.missing();
  return found;
}

/** For rows: also throws open-data.checking in the moments between a new batch and the look at it. */
export async function getChecked(services: Services, name: string): Promise<Open> {
  const found = await getOpen(services, name);
  if (found.state.batch !== found.row.checkedBatch) throw errors.checking();
  return found;
}

/** The same for those who bring no grant. Throws open-data.conditional. */
export async function getUnconditional(services: Services, name: string): Promise<Open> {
  const found = await getChecked(services, name);
  if (found.shown.conditional) throw errors.conditional();
  return found;
}

export interface OpenQuery {
  readonly search: string;
  readonly provider?: string | undefined;
  readonly openType?: string | undefined;
}

/** Published, with every word of the search somewhere in what describes it. */
export async function filterOf(services: Services, query: OpenQuery): Promise<Filter> {
  const { search, provider, openType } = query;
  const words = search.split(/\s+/).filter((word) => word !== '');
  const departments = words.length === 0 ? [] : await services.use(access).departments();
  const named = (word: string) => departments.filter(({ name }) => name.includes(word)).map(({ id }) => id);
  return {
    all: [
      published,
      ...(provider === undefined ? [] : [{ field: 'provider', is: 'equal', value: provider } as const]),
      ...(openType === undefined ? [] : [{ field: 'openType', is: 'equal', value: openType } as const]),
      ...words.slice(0, 5).map((word) => ({
        any: [
          ...['name', 'description', 'keywords', 'code'].flatMap((field) =>
            [...new Set([word, word.toLowerCase(), word.toUpperCase()])].map(
              (value) => ({ field, is: 'contains', value }) as const,
            ),
          ),
          { field: 'provider', is: 'one-of', value: named(word) } as const,
        ],
      })),
    ],
  };
}

export async function listOpen(
  services: Services,
  filter: Filter,
  page: { readonly sort: string; readonly page: number; readonly size: number },
): Promise<{ readonly open: readonly Open[]; readonly total: number }> {
  const found = await services
    .use(registers)
    .of(publication)
    .list(portal, { filter, ...page });
  return { open: await openOf(services, found.rows), total: found.total };
}

/** All published that match, for catalogues as a whole; at most `mostAtOnce`. */
export async function everyOpen(services: Services, filter: Filter): Promise<readonly Open[]> {
  const { trusted } = services.use(registers).of(publication);
  const rows = await trusted.findMany(services.use(store).db, {
    filter: { all: [published, filter] },
    sort: '-publishedOn',
    limit: mostAtOnce,
  });
  return openOf(services, rows);
}
