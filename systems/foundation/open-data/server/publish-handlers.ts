/** Handlers of publishing, and the second look that each new batch gets before it goes out. */
import { z } from 'zod';
import { decisionMatches } from '../../../../kernel/access.ts';
import { CityError, commonErrors } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Context, Delivered, Handlers, Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { access } from '../../../../engines/access/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { resource } from '../../data-catalogue/contract.ts';
import { errors } from '../errors.ts';
import { publication } from '../registers/publication.ts';
import type { publishRoutes } from '../routes/publish-routes.ts';
import {
  datasetOf,
  type Entry,
  inspect,
  isClean,
  isOffered,
  itemsOf,
  refuseUnclean,
} from './check-opening.ts';

const mostEntries = 2000;
const Names = z.array(z.string());

/** An entry of a department that the caller publishes for. */
async function entryFor(context: Context, id: string): Promise<Entry> {
  const row = await context.use(registers).of(resource).trusted.find(context.use(store).db, id);
  const decision = context.use(access).decide(context.principal, 'open-data:publish');
  if (row === undefined || !decisionMatches(decision, { departments: [row.provider] }))
    throw errors.noResource();
  return row;
}

function note(context: Context, work: Work, event: 'create' | 'update', id: string): void {
  context.use(access).audit(work, context.principal, {
    module: 'open-data',
    event,
    objectType: 'publication',
    objectId: id,
    result: 'success',
  });
}

export const publishHandlers: Handlers<typeof publishRoutes> = {
  async offered(_, context) {
    const filter = { field: 'openType', is: 'equal', value: '1' } as const;
    const rows = await context
      .use(registers)
      .of(resource)
      .trusted.findMany(context.use(store).db, { filter, limit: mostEntries });
    const decision = context.use(access).decide(context.principal, 'open-data:publish');
    const offered = rows.filter(
      (row) => isOffered(row) && decisionMatches(decision, { departments: [row.provider] }),
    );
    return {
      resources: offered.map((row) => ({
        id: row.id,
        name: row.name,
        provider: context.use(access).findDepartment(row.provider)?.name ?? row.provider,
        abstract: row.abstract ?? '',
        items: itemsOf(row).map((item) => ({ name: item.name, title: item.title, class: item.class })),
      })),
    };
  },
  async check({ resource: id, fields, quasi }, context) {
    const report = await inspect(context, await entryFor(context, id), { fields, quasi });
    const { batch: _batch, ...shown } = report;
    return {
      ...shown,
      direct: [...report.direct],
      identifiers: report.identifiers.map(({ field, title, cells }) => ({ field, title, cells })),
      clean: isClean(report),
    };
  },
  async publish(input, context) {
    const entry = await entryFor(context, input.resource);
    const report = await inspect(context, entry, input);
    refuseUnclean(report);
    const wanted = new Set(input.fields);
    const fields = itemsOf(entry)
      .filter((item) => wanted.has(item.name))
      .map(({ name, title, type }) => ({ name, title, type }));
    await context.use(store).transaction(async (work) => {
      const { trusted } = context.use(registers).of(publication);
      const where = { filter: { field: 'code', is: 'equal', value: input.code }, limit: 1 } as const;
      if ((await trusted.findMany(work.db, where)).length > 0) throw errors.codeTaken({ code: input.code });
      await trusted.insert(work, context.principal.id, {
        id: newId(),
        code: input.code,
        name: input.name,
        description: input.description,
        keywords: input.keywords,
        provider: entry.provider,
        resource: entry.id,
        dataset: datasetOf(entry),
        fields,
        quasi: input.quasi,
        cycle: entry.cycle,
        status: 'published',
        publishedOn: shanghaiDate(work.now),
        checkedBatch: report.batch,
        report,
        downloads: 0,
      });
      note(context, work, 'create', entry.id);
    });
    return { code: input.code };
  },
  async withdraw({ id, reason }, context) {
    const rows = context.use(registers).of(publication);
    const row = await rows.get(context.principal, id);
    const decision = context.use(access).decide(context.principal, 'open-data:publish');
    if (!decisionMatches(decision, { departments: [row.provider] })) throw commonErrors.forbidden();
    await context.use(store).transaction(async (work) => {
      const locked = await rows.trusted.lock(work, id);
      if (locked === undefined) throw commonErrors.missing();
      await rows.trusted.update(work, context.principal.id, locked, { status: 'withdrawn', problem: reason });
      note(context, work, 'update', id);
    });
    return { done: true as const };
  },
};

/** A new batch is a new question: until it has been looked at nothing of it goes out, and what fails is withheld. */
export async function recheck(event: Delivered, given: unknown, services: Services): Promise<void> {
  const { dataset, state } = event.payload as { readonly dataset: string; readonly state: string };
  if (state !== 'loaded') return;
  const work = given as Work;
  const rows = services.use(registers);
  const where = { filter: { field: 'dataset', is: 'equal', value: dataset }, limit: 100 } as const;
  for (const row of await rows.of(publication).trusted.findMany(work.db, where)) {
    if (row.status === 'withdrawn') continue;
    const entry = await rows.of(resource).trusted.find(work.db, row.resource);
    if (entry === undefined) continue;
    const fields = z.array(z.object({ name: z.string() })).safeParse(row.fields).data ?? [];
    const quasi = Names.safeParse(row.quasi).data ?? [];
    let problem: string | null = null;
    try {
      const report = await inspect(services, entry, { fields: fields.map((field) => field.name), quasi });
      refuseUnclean(report);
      await rows.of(publication).trusted.update(work, 'open-data', row, {
        status: 'published',
        checkedBatch: report.batch,
        report,
        problem: null,
      });
    } catch (refused) {
      if (!(refused instanceof CityError)) throw refused;
      problem = refused.message;
    }
    if (problem !== null)
      await rows
        .of(publication)
        .trusted.update(work, 'open-data', row, { status: 'withheld', problem: problem.slice(0, 500) });
  }
}
