/** 催签 and 全部撤回: what a sender does with all the receivers at once that have not taken a document. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { outgoingDocument } from '../../document/outgoing-document.ts';
import { errors } from '../../errors.ts';
import { delivery } from '../../registers/delivery.ts';
import { deliveryUrge } from '../../registers/delivery-urge.ts';
import type { exchangeRoutes } from '../../routes/exchange-routes.ts';
import { departmentName } from '../department-list.ts';
import type { OutgoingRow } from '../outgoing/step.ts';
import { refuseClassified } from '../refuse-classified.ts';
import { setting } from '../setting.ts';
import { urgedUnits } from './read-receipts.ts';
import { tellUnits } from '../tell-units.ts';

const hour = 3_600_000;
const mostReceivers = 10_000;
/** One transaction locks so many: a receiver waits no longer than these take. */
const atOnce = 200;

/** Locked: two urges, or an urge and a resending, come one after the other. */
async function lockOwn(context: Context, work: Work, id: string): Promise<OutgoingRow> {
  const row = await context.use(registers).of(outgoingDocument).trusted.lock(work, id);
  const decision = context.use(access).require(context.principal, 'office:distribute');
  if (row === undefined || !decisionMatches(decision, { departments: [row.issuer ?? ''] }))
    throw commonErrors.missing();
  return row;
}

function waitingFor(context: Context, work: Work, document: string, limit: number) {
  const all = [
    { field: 'document', is: 'equal', value: document },
    { field: 'status', is: 'equal', value: 'sent' },
  ] as const;
  return context
    .use(registers)
    .of(delivery)
    .trusted.findMany(work.db, { filter: { all }, sort: 'id', limit });
}

export const urgeReceivers: Handler<typeof exchangeRoutes.urgeReceivers> = ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const row = await lockOwn(context, work, id);
    const waiting = await waitingFor(context, work, id, mostReceivers);
    if (waiting.length === 0) throw errors.nothingWaiting();
    const hours = setting(context, 'urge-hours');
    const since = new Date(work.now.getTime() - hours * hour).toISOString();
    const urged = await urgedUnits(context, work.db, id);
    const units = waiting.map(({ receiver }) => receiver).filter((unit) => (urged.get(unit) ?? '') <= since);
    if (units.length === 0) throw errors.urgedLately({ hours });
    const by = context.principal.id;
    await context
      .use(registers)
      .of(deliveryUrge)
      .trusted.insert(work, by, {
        document: id,
        sender: row.issuer ?? '',
        units,
        count: units.length,
        urgedBy: by,
        urgedAt: work.now.toISOString(),
      });
    const without = await tellUnits(
      context,
      work,
      { permission: 'office:receive', units },
      {
        kind: 'to-do',
        title: '催签公文',
        body: `${departmentName(context, row.issuer ?? '')}请尽快签收《${row.title}》。`,
        link: '/office/incoming',
      },
    );
    return { urged: units.length, without };
  });

interface Recalled {
  readonly waiting: number;
  readonly recalled: number;
}

/** Locked one by one, always in the same order; who took or returned it meanwhile was first, and is left as he is. */
async function recallSome(context: Context, id: string, reason: string): Promise<Recalled> {
  const by = context.principal.id;
  return context.use(store).transaction(async (work) => {
    const row = await lockOwn(context, work, id);
    const waiting = await waitingFor(context, work, id, atOnce);
    const { trusted } = context.use(registers).of(delivery);
    const settledAt = work.now.toISOString();
    const units: string[] = [];
    for (const each of waiting) {
      const held = await trusted.lock(work, each.id);
      if (held?.status !== 'sent') continue;
      units.push(held.receiver);
      await trusted.sendUpdate(work, by, held, { status: 'recalled', reason, settledAt, settledBy: by });
    }
    const done = { waiting: waiting.length, recalled: units.length };
    if (units.length === 0) return done;
    context.use(access).audit(work, context.principal, {
      module: 'office',
      event: 'update',
      objectType: 'office.outgoing',
      objectId: id,
      result: 'success',
      detail: { recalled: units.length },
    });
    await tellUnits(
      context,
      work,
      { permission: 'office:receive', units },
      {
        kind: 'notice',
        title: '来文已撤回',
        body: `${departmentName(context, row.issuer ?? '')}撤回《${row.title}》：${reason}`,
      },
    );
    return done;
  });
}

/** What was received stays received. Cut short, it may be asked for again. */
export const recallAll: Handler<typeof exchangeRoutes.recallAll> = async ({ id, reason }, context) => {
  await refuseClassified(context, reason);
  let recalled = 0;
  let some: Recalled;
  do {
    some = await recallSome(context, id, reason);
    recalled += some.recalled;
  } while (some.waiting === atOnce);
  if (recalled === 0) throw errors.nothingWaiting();
  return { recalled };
};
