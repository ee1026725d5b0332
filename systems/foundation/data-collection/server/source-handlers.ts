/** Handlers of sources: the password into the vault, a try of the connection, tables and suggested fields. */
import { CityError } from '../../../../kernel/errors.ts';
import type { Principal } from '../../../../kernel/access.ts';
import type { Handlers, Services } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import type { sourceRoutes } from '../routes/source-routes.ts';
import { source } from '../registers/source.ts';
import { connectionOf } from './connection-of.ts';
import { checkUpload } from './check-upload.ts';
import { clearanceFor, may, reachSource, type SourceRow } from './reach.ts';
import { suggestFields } from './suggest-fields.ts';

async function noteHealth(
  services: Services,
  principal: Principal,
  row: SourceRow,
  problem: string | null,
): Promise<void> {
  await services.use(store).transaction(async (work) => {
    const { trusted } = services.use(registers).of(source);
    const now = await trusted.lock(work, row.id);
    if (now === undefined) return;
    await trusted.update(work, principal.id, now, {
      health: problem === null ? 'reachable' : 'failed',
      checkedAt: work.now.toISOString(),
      problem,
    });
  });
}

export const sourceHandlers: Handlers<typeof sourceRoutes> = {
  async secret({ id, secret }, context) {
    const row = await reachSource(context, context.principal, id, 'keep-sources');
    await context.use(store).transaction(async (work) => {
      await context.use(lake).setSecret(work, row.id, secret);
      context.use(access).audit(work, context.principal, {
        module: 'data-collection',
        event: 'config',
        objectType: 'source-secret',
        objectId: row.id,
        result: 'success',
      });
    });
    return { done: true as const };
  },
  async source({ id }, context) {
    const row = await reachSource(context, context.principal, id, 'read');
    const mayKeep = may(context, context.principal, 'keep-sources', row.department);
    return {
      hasSecret: await context.use(lake).hasSecret(row.id),
      // Where files lie on the server is for those who put them there.
      dropFolder: row.kind === 'file' && mayKeep ? context.use(lake).dropFolder(row.id) : null,
      mayKeep,
    };
  },
  async try({ id }, context) {
    const row = await reachSource(context, context.principal, id, 'keep-sources');
    try {
      const tables = await context.use(lake).tables(row.id, connectionOf(row));
      await noteHealth(context, context.principal, row, null);
      return { reachable: true, problem: null, tables: tables.length };
    } catch (problem) {
      if (!(problem instanceof CityError)) throw problem;
      await noteHealth(context, context.principal, row, problem.message);
      return { reachable: false, problem: problem.message, tables: 0 };
    }
  },
  async tables({ id }, context) {
    const row = await reachSource(context, context.principal, id, 'keep-datasets');
    return { tables: [...(await context.use(lake).tables(row.id, connectionOf(row)))] };
  },
  async look({ id, object }, context) {
    const { principal } = context;
    const row = await reachSource(context, principal, id, 'keep-datasets');
    await checkUpload(context, principal, object);
    const { columns, rows } = await context.use(lake).peek(row.id, { connection: connectionOf(row), object });
    // Of columns that nobody has classed only who may read everything sees values.
    const masked = clearanceFor(principal, row.department) !== 'sensitive';
    await context.use(access).auditAlone(principal, {
      module: 'data-collection',
      event: 'query',
      objectType: 'source-rows',
      objectId: row.id,
      result: 'success',
      detail: { rows: rows.length },
    });
    return {
      fields: [...suggestFields(columns)],
      rows: rows.map((cells) => cells.map((cell) => (masked && cell !== null ? '＊＊＊' : cell))),
      masked,
    };
  },
  async suggest({ id, schema, table }, context) {
    const row = await reachSource(context, context.principal, id, 'keep-datasets');
    const columns = await context.use(lake).columns(row.id, connectionOf(row), { schema, table });
    return { fields: [...suggestFields(columns)] };
  },
};
