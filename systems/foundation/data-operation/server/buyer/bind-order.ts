/** The code behind 产品订购: for whose firm it is asked, and the subscription that an agreed order becomes. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { bindCase, flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { order } from '../../case/order.ts';
import { errors } from '../../errors.ts';
import { product } from '../../registers/product.ts';
import { project } from '../../registers/project.ts';
import { subscription } from '../../registers/subscription.ts';
import { requireInForce } from '../project/seen-project.ts';
import { setting } from '../setting.ts';
import { requireOwn } from './firms.ts';

type OrderRow = Row<typeof order>;

/** Locked, so that of two orders at once the second sees the first. Throws data-operation.notListed, notInForce. */
async function listedProduct(services: Services, work: Work, id: string): Promise<Row<typeof product>> {
  const rows = services.use(registers);
  const row = await rows.of(product).trusted.lock(work, id);
  const of = row && (await rows.of(project).trusted.find(work.db, row.project));
  if (row === undefined || of === undefined || row.status !== 'listed') throw errors.notListed();
  await requireInForce(services, work, of);
  return row;
}

/** Months that are settled are not billed again, so that no term begins before today. Throws data-operation.badTerm, termPast. */
function checkTerm(
  now: Date,
  { from = '', until = '' }: { readonly from?: string; readonly until?: string },
): void {
  if (from > until) throw errors.badTerm();
  if (from < shanghaiDate(now)) throw errors.termPast();
}

/** What the operator agrees to lies within what the firm asked for. Throws data-operation.outsideOrder. */
function checkAgreed(row: OrderRow, { from, until }: RowInput<typeof order>): void {
  const agreed = { from: from ?? row.from, until: until ?? row.until };
  if (agreed.from > agreed.until) throw errors.badTerm();
  if (agreed.from < row.from || agreed.until > row.until) throw errors.outsideOrder();
}

/** Throws data-operation.subscribedAlready: nobody pays twice for the same days. */
async function checkApart(
  services: Services,
  work: Work,
  of: {
    readonly product: string;
    readonly creditCode: string;
    readonly from: string;
    readonly until: string;
  },
): Promise<void> {
  const held = await services
    .use(registers)
    .of(subscription)
    .trusted.findMany(work.db, {
      filter: {
        all: [
          { field: 'product', is: 'equal', value: of.product },
          { field: 'creditCode', is: 'equal', value: of.creditCode },
          { field: 'until', is: 'at-least', value: of.from },
          { field: 'from', is: 'at-most', value: of.until },
        ],
      },
      limit: 1,
    });
  if (held.length > 0) throw errors.subscribedAlready();
}

async function checkOrder(
  services: Services,
  work: Work,
  principal: Principal,
  values: RowInput<typeof order>,
): Promise<RowInput<typeof order>> {
  const { creditCode = '', from = '', until = '' } = values;
  const firm = await requireOwn(services, principal, { creditCode });
  const { id, title, agent, provider } = await listedProduct(services, work, values.product ?? '');
  checkTerm(work.now, values);
  const same = await services
    .use(registers)
    .of(order)
    .trusted.findMany(work.db, {
      filter: {
        all: [
          { field: 'product', is: 'equal', value: id },
          { field: 'creditCode', is: 'equal', value: creditCode },
          { field: 'status', is: 'equal', value: 'open' },
        ],
      },
      limit: 1,
    });
  if (same.length > 0) throw errors.orderedAlready();
  await checkApart(services, work, { product: id, creditCode, from, until });
  return { title: `${firm.name}订购${title}`.slice(0, 200), subscriber: firm.name, agent, provider };
}

async function subscribe(services: Services, work: Work, row: OrderRow, by: string): Promise<void> {
  const { id, creditCode, until } = row;
  const { id: of, agent, provider } = await listedProduct(services, work, row.product);
  // Days passed while the order waited.
  const today = shanghaiDate(work.now);
  const from = row.from < today ? today : row.from;
  checkTerm(work.now, { from, until });
  await checkApart(services, work, { product: of, creditCode, from, until });
  await services
    .use(registers)
    .of(subscription)
    .trusted.insert(work, by, {
      product: of,
      subscriber: row.subscriber ?? '',
      creditCode,
      from,
      until,
      order: id,
      agent,
      provider,
    });
}

export const orderBinding = bindCase(order, {
  link: (id) => `/data-operation/orders/${id}`,
  async limits({ stage, services }) {
    if (stage !== 'answer') return undefined;
    return { stage: { amount: setting(services, 'order-answer-days'), unit: 'work-day' } };
  },
  async assign({ row }) {
    return row.agent === null ? undefined : { person: row.agent };
  },
  async before({ row, action, values, principal, services, work }) {
    if (row === undefined) return checkOrder(services, work, principal, values);
    if (action === 'agree') checkAgreed(row, values);
    return undefined;
  },
  async after({ row, action, principal, services, work }) {
    if (action === 'agree') await subscribe(services, work, row, principal.id);
  },
});

/** An operator that lets its time pass does not keep the firm from asking again. */
export function lapseOrders(services: Services): Promise<number> {
  return services.use(flow).lapse(order, { stage: 'answer', action: 'lapse' });
}
