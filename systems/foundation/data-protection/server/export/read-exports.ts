/** Exports as those see them who asked, who decide and who oversee. */
import { everyRow, type Filter } from '../../../../../kernel/filter.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { exported } from '../../registers/export.ts';
import type { exportRoutes } from '../../routes/export-routes.ts';
import { type ExportRow, getExport, mayApprove, mayOversee, stateOf, summarise } from './export-row.ts';

const pageSize = 20;

/** More than this nobody pages through; the register's own list searches and filters. */
const mostListed = 1000;

/** What is asked for is narrowed by the database as far as it goes; whom the others are shown to, the one decision says. */
function filterOf({ principal }: Context, of: 'mine' | 'waiting' | 'all'): Filter {
  if (of === 'mine') return { field: 'requester', is: 'equal', value: principal.id };
  return of === 'waiting' ? { field: 'standing', is: 'equal', value: 'waiting' } : everyRow;
}

async function listed(context: Context, of: 'mine' | 'waiting' | 'all'): Promise<readonly ExportRow[]> {
  const { principal } = context;
  const query = { filter: filterOf(context, of), sort: '-askedAt', limit: mostListed };
  const rows = await context.use(registers).of(exported).trusted.findMany(context.use(store).db, query);
  if (of === 'mine') return rows;
  const shown = of === 'waiting' ? mayApprove : mayOversee;
  return rows.filter((row) => shown(context, principal, row));
}

export const listExports: Handler<typeof exportRoutes.exports> = async ({ of, page }, context) => {
  const rows = await listed(context, of);
  const shown = rows.slice((page - 1) * pageSize, page * pageSize);
  const { namesOf, decide, exits } = context.use(access);
  const names = await namesOf(shown.map((row) => row.requester));
  return {
    rows: shown.map((row) => summarise(context, row, names, context.now)),
    total: rows.length,
    mayDecide: exits.approvals().some((permission) => decide(context.principal, permission).permit),
    mayReadAll: decide(context.principal, 'data-protection:read-exports').permit,
  };
};

export const readExport: Handler<typeof exportRoutes.readExport> = async ({ id }, context) => {
  const { principal, now } = context;
  const row = await getExport(context, context.use(store).db, principal, id);
  const people = row.decidedBy === null ? [row.requester] : [row.requester, row.decidedBy];
  const names = await context.use(access).namesOf(people);
  const own = row.requester === principal.id;
  const state = stateOf(row, now);
  return {
    ...summarise(context, row, names, now),
    told: row.told,
    reasons: row.reasons,
    conditions: row.conditions ?? '',
    format: row.format,
    deciderName: row.decidedBy === null ? null : (names.get(row.decidedBy) ?? row.decidedBy),
    decidedAt: row.decidedAt,
    opinion: row.opinion,
    takenRows: row.takenRows,
    printedRows: row.printedRows,
    own,
    mayDecide: !own && state === 'waiting' && mayApprove(context, principal, row),
    mayTake: own && state === 'approved',
  };
};
