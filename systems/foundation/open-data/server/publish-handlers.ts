/** Handlers of publishing: what may be opened, the check, publishing, withdrawing, and how it is used. */
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { suggestQuasi } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { resource } from '../../data-catalogue/contract.ts';
import type { Permission } from '../permissions.ts';
import { grant } from '../registers/grant.ts';
import { publication } from '../registers/publication.ts';
import type { publishRoutes } from '../routes/publish-routes.ts';
import { inspect, isClean, isOffered, itemsOf } from './check-opening.ts';
import type { Publication } from './find-open.ts';
import { entryFor, may, note, publishAs } from './publish.ts';
import { usageOf } from './use/usage.ts';

const mostEntries = 2000;
async function getOwn(context: Context, id: string, act: Permission): Promise<Publication> {
  const row = await context.use(registers).of(publication).get(context.principal, id);
  if (!may(context, act, row.provider)) throw commonErrors.forbidden();
  return row;
}

export const publishHandlers: Handlers<typeof publishRoutes> = {
  async offered(_, context) {
    const filter = { field: 'openType', is: 'one-of', value: ['1', '2'] } as const;
    const rows = await context
      .use(registers)
      .of(resource)
      .trusted.findMany(context.use(store).db, { filter, limit: mostEntries });
    const offered = rows.filter((row) => isOffered(row) && may(context, 'publish', row.provider));
    return {
      resources: offered.map((row) => {
        const quasi = suggestQuasi(itemsOf(row));
        return {
          id: row.id,
          name: row.name,
          provider: context.use(access).findDepartment(row.provider)?.name ?? row.provider,
          abstract: row.abstract ?? '',
          conditional: row.openType === '2',
          items: itemsOf(row).map((item) => ({
            name: item.name,
            title: item.title,
            class: item.class,
            quasi: quasi.find(({ field }) => field === item.name)?.title ?? null,
          })),
        };
      }),
    };
  },
  async check({ resource: id, fields, quasi }, context) {
    const report = await inspect(context, await entryFor(context, id), { fields, quasi });
    const { batch: _batch, ...shown } = report;
    return {
      ...shown,
      direct: [...report.direct],
      unnamed: [...report.unnamed],
      identifiers: report.identifiers.map(({ field, title, cells }) => ({ field, title, cells })),
      clean: isClean(report),
    };
  },
  async publish(input, context) {
    await publishAs(context, context.principal, input);
    return { code: input.code };
  },
  async withdraw({ id, reason }, context) {
    await getOwn(context, id, 'publish');
    const { trusted } = context.use(registers).of(publication);
    await context.use(store).transaction(async (work) => {
      const locked = await trusted.lock(work, id);
      if (locked === undefined) throw commonErrors.missing();
      await trusted.update(work, context.principal.id, locked, { status: 'withdrawn', problem: reason });
      note(context, work, { event: 'update', type: 'publication', id });
    });
    return { done: true as const };
  },
  usage: async ({ id }, context) => usageOf(context, await getOwn(context, id, 'manage')),
  async endGrant({ id, reason }, context) {
    const { trusted } = context.use(registers).of(grant);
    await context.use(store).transaction(async (work) => {
      const row = await trusted.lock(work, id);
      if (row === undefined || !may(context, 'handle', row.provider)) throw commonErrors.missing();
      await trusted.update(work, context.principal.id, row, { status: 'ended', endReason: reason });
      note(context, work, { event: 'update', type: 'grant', id });
    });
    return { done: true as const };
  },
};
