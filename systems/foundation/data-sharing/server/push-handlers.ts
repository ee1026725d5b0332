/** Handlers of pushed tables: where they are to go, when they are to stop. */
import { commonErrors } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Handlers } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { errors } from '../errors.ts';
import { agreement } from '../registers/agreement.ts';
import { push } from '../registers/push.ts';
import type { pushRoutes } from '../push-routes.ts';
import { grantFor } from './grants.ts';
import { may } from './may.ts';
import { callPush } from './pushes.ts';

export const pushHandlers: Handlers<typeof pushRoutes> = {
  async pushes({ id }, context) {
    await context.use(registers).of(agreement).get(context.principal, id);
    const { rows } = await context
      .use(registers)
      .of(push)
      .list(context.principal, { where: { agreement: id }, size: 200 });
    return {
      pushes: rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        place: `${row.host}:${row.port}/${row.database}`,
        table: row.schema === null ? row.table : `${row.schema}.${row.table}`,
        status: row.status,
        lastAt: row.lastAt,
        lastRows: row.lastRows === null ? null : Number(row.lastRows),
        nextAt: row.nextAt,
        problem: row.problem,
      })),
    };
  },
  async addPush({ id, secret, schema, ...given }, context) {
    const row = await context.use(registers).of(agreement).get(context.principal, id);
    if (!may(context, 'apply', [row.consumer])) throw commonErrors.forbidden();
    if (row.link !== null) throw errors.farCallsOnly();
    await grantFor(context, id, row.application, context.now);
    const pushId = newId();
    await context.use(store).transaction(async (work) => {
      await context.use(lake).setSecret(work, pushId, secret);
      const made = await context
        .use(registers)
        .of(push)
        .trusted.insert(work, context.principal.id, {
          ...given,
          id: pushId,
          agreement: id,
          dataset: row.dataset,
          provider: row.provider,
          consumer: row.consumer,
          schema: schema ?? null,
          status: 'waiting',
          tries: 0,
        });
      await callPush(context, work, made);
      context.use(access).audit(work, context.principal, {
        module: 'data-sharing',
        event: 'config',
        objectType: 'push',
        objectId: pushId,
        result: 'success',
        detail: { agreement: id },
      });
    });
    return { id: pushId };
  },
  async actOnPush({ id, act }, context) {
    const { trusted } = context.use(registers).of(push);
    await context.use(registers).of(push).get(context.principal, id);
    await context.use(store).transaction(async (work) => {
      const row = await trusted.lock(work, id);
      if (row === undefined) throw commonErrors.missing();
      if (!may(context, 'apply', [row.consumer])) throw commonErrors.forbidden();
      // What is to be cleared can only be cleared, at once instead of at its next turn.
      if (row.status === 'cleared' || (row.status === 'clearing' && act !== 'clear')) throw errors.pushOver();
      if (act === 'pause')
        await trusted.update(work, context.principal.id, row, { status: 'paused', nextAt: null });
      else await callPush(context, work, row, act === 'clear' ? 'clearing' : 'waiting');
      context.use(access).audit(work, context.principal, {
        module: 'data-sharing',
        event: 'update',
        objectType: 'push',
        objectId: id,
        result: 'success',
        detail: { act },
      });
    });
    return { done: true as const };
  },
};
