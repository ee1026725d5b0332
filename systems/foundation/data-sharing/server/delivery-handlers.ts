/** Handlers of deliveries: a department names its address, the keepers approve it, and it stops and goes on. */
import { commonErrors } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import type { deliveryRoutes } from '../delivery-routes.ts';
import { errors } from '../errors.ts';
import { agreement } from '../registers/agreement.ts';
import { delivery } from '../registers/delivery.ts';
import { type DeliveryRow, endDelivery } from './deliveries.ts';
import { grantFor } from './grants.ts';
import { may } from './may.ts';
import { isRegister } from './register-shelf.ts';

function checkUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url !== undefined && ['http:', 'https:'].includes(url.protocol);
  if (!plain || url.username !== '' || url.password !== '') throw errors.badReceiver();
  return url.href;
}

function audit(context: Context, work: Work, id: string, act: string): void {
  context.use(access).audit(work, context.principal, {
    module: 'data-sharing',
    event: 'config',
    objectType: 'delivery',
    objectId: id,
    result: 'success',
    detail: { act },
  });
}

/** Changes are kept and told from here on; what was there before the receiver fetches by calls. */
async function begin(context: Context, work: Work, row: DeliveryRow): Promise<void> {
  const rows = context.use(registers);
  const contract = await rows.of(agreement).trusted.find(work.db, row.agreement);
  if (contract === undefined) throw commonErrors.missing();
  await context.use(lake).followChanges(work, contract.dataset, true);
  const cursor = await context.use(lake).lastChange(contract.dataset);
  const values = { status: 'current', cursor, nextAt: null, tries: 0, problem: null };
  await rows.of(delivery).trusted.update(work, context.principal.id, row, values);
}

async function locked(context: Context, work: Work, id: string): Promise<DeliveryRow> {
  const row = await context.use(registers).of(delivery).trusted.lock(work, id);
  if (row === undefined) throw commonErrors.missing();
  if (row.status === 'ended') throw errors.deliveryOver();
  return row;
}

export const deliveryHandlers: Handlers<typeof deliveryRoutes> = {
  async deliveries({ id }, context) {
    const contract = await context.use(registers).of(agreement).get(context.principal, id);
    const { rows } = await context
      .use(registers)
      .of(delivery)
      .list(context.principal, { where: { agreement: id }, size: 200 });
    return {
      deliveries: rows.map(({ id: each, url, status, lastAt, lastRows, nextAt, problem }) => ({
        id: each,
        url,
        status,
        lastAt,
        lastRows: lastRows === null ? null : Number(lastRows),
        nextAt,
        problem,
      })),
      mayApprove: may(context, 'authorise', [contract.consumer, contract.provider]),
    };
  },
  async addDelivery({ id, url }, context) {
    const contract = await context.use(registers).of(agreement).get(context.principal, id);
    if (!may(context, 'apply', [contract.consumer])) throw commonErrors.forbidden();
    if (contract.link !== null) throw errors.farCallsOnly();
    if (isRegister(contract.dataset)) throw errors.noBatches();
    await grantFor(context, id, contract.application, context.now);
    const made = newId();
    const { provider, consumer } = contract;
    await context.use(store).transaction(async (work) => {
      await context
        .use(registers)
        .of(delivery)
        .trusted.insert(work, context.principal.id, {
          id: made,
          agreement: id,
          provider,
          consumer,
          url: checkUrl(url),
          status: 'asked',
          cursor: 0,
          tries: 0,
        });
      audit(context, work, made, 'ask');
    });
    return { id: made };
  },
  async approveDelivery({ id }, context) {
    const seen = await context.use(registers).of(delivery).get(context.principal, id);
    if (!may(context, 'authorise', [seen.consumer, seen.provider])) throw commonErrors.forbidden();
    await context.use(store).transaction(async (work) => {
      const row = await locked(context, work, id);
      if (row.status === 'asked') await begin(context, work, row);
      audit(context, work, id, 'approve');
    });
    return { done: true as const };
  },
  async actOnDelivery({ id, act }, context) {
    const seen = await context.use(registers).of(delivery).get(context.principal, id);
    if (!may(context, 'apply', [seen.consumer])) throw commonErrors.forbidden();
    await context.use(store).transaction(async (work) => {
      const row = await locked(context, work, id);
      const { trusted } = context.use(registers).of(delivery);
      if (act === 'end') await endDelivery(context, work, row);
      // An address that nobody has approved cannot be paused into being one.
      else if (row.status === 'asked') throw commonErrors.forbidden();
      else if (act === 'pause')
        await trusted.update(work, context.principal.id, row, { status: 'paused', nextAt: null });
      else if (row.problem !== null && row.status === 'failed') await resumeFailed(context, work, row);
      else await trusted.update(work, context.principal.id, row, { status: 'current', nextAt: null });
      audit(context, work, id, act);
    });
    return { done: true as const };
  },
};

/** From where it stood, if that is still kept; else from now on, and what lies between is fetched by calls. */
async function resumeFailed(context: Context, work: Work, row: DeliveryRow): Promise<void> {
  const { trusted } = context.use(registers).of(delivery);
  const gone = row.problem?.startsWith('落后太久') ?? false;
  if (gone) return begin(context, work, row);
  await trusted.update(work, context.principal.id, row, { status: 'current', nextAt: null, tries: 0 });
}
