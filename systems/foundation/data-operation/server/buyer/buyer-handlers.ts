/** What a firm sees and does: each answer is narrowed to the firms for which the caller stands at this moment. */
import { z } from 'zod';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { complaint } from '../../case/complaint.ts';
import { order } from '../../case/order.ts';
import { errors } from '../../errors.ts';
import { bill } from '../../registers/bill.ts';
import { delivery } from '../../registers/delivery.ts';
import { operator } from '../../registers/operator.ts';
import { product } from '../../registers/product.ts';
import { project } from '../../registers/project.ts';
import { subscription } from '../../registers/subscription.ts';
import { trace } from '../../registers/trace.ts';
import { BillLine, BillState, type buyerRoutes, type Offer, OrderState } from '../../routes/buyer-routes.ts';
import { operationLog } from '../leave-trace.ts';
import { isInForce } from '../project/seen-project.ts';
import { runRows } from '../run/run-rows.ts';
import { firmsOf, ownSubscription, requireOwn } from './firms.ts';
import { subscriptionPaper } from './subscription-paper.ts';

/** Newest of one firm on its page; older ones are found by what was told of them. */
const most = 200;
const mostListed = 1000;
const mostDelivered = 100_000;
const pageSize = 50;

type BillRow = Row<typeof bill>;
type OrderRow = Row<typeof order>;

async function operatorNames(context: Context): Promise<ReadonlyMap<string, string>> {
  const all = await context
    .use(registers)
    .of(operator)
    .trusted.findEvery(context.use(store).db, { most: mostListed });
  return new Map(all.map(({ id, name }) => [id, name]));
}

async function productTitles(
  context: Context,
  given: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(given)];
  const rows = await context
    .use(registers)
    .of(product)
    .trusted.findMany(context.use(store).db, { ids, limit: ids.length });
  return new Map(rows.map(({ id, title }) => [id, title]));
}

async function opinionOf(context: Context, type: string, id: string): Promise<string> {
  const steps = await context.use(flow).timeline(systemPrincipal, type, id);
  return steps.findLast(({ opinion }) => opinion)?.opinion ?? '';
}

async function viewOf(context: Context, row: OrderRow, titles: ReadonlyMap<string, string>) {
  const { id, number, product: of, subscriber, from, until, outcome } = row;
  return {
    id,
    number,
    product: titles.get(of) ?? '',
    subscriber: subscriber ?? '',
    from,
    until,
    state: OrderState.catch('open').parse(outcome),
    answer: outcome === 'refused' ? await opinionOf(context, 'data-operation.order', id) : '',
  };
}

async function ownOrder(context: Context, id: string): Promise<OrderRow> {
  const row = await context.use(registers).of(order).trusted.find(context.use(store).db, id);
  await requireOwn(context, context.principal, row);
  if (row === undefined) throw commonErrors.missing();
  return row;
}

/** Those whose project and operator are in force: nothing else can be ordered. */
async function listedProducts(context: Context): Promise<readonly Row<typeof product>[]> {
  const { db } = context.use(store);
  const rows = context.use(registers);
  const listed = await rows.of(product).trusted.findEvery(db, {
    filter: { field: 'status', is: 'equal', value: 'listed' },
    most: mostListed,
  });
  const ids = [...new Set(listed.map((each) => each.project))];
  const projects = await rows.of(project).trusted.findMany(db, { ids, limit: ids.length });
  const inForce = new Set<string>();
  for (const row of projects) if (await isInForce(context, db, row, context.now)) inForce.add(row.id);
  return listed.filter((each) => inForce.has(each.project));
}

function headOf(row: BillRow, names: ReadonlyMap<string, string>) {
  const { id, number, month, subscriber, total } = row;
  const state = BillState.parse(row.status);
  return { id, number, month, subscriber, total, state, operator: names.get(row.operator) ?? '' };
}

async function ownBill(context: Context, id: string): Promise<BillRow> {
  const row = await context.use(registers).of(bill).trusted.find(context.use(store).db, id);
  await requireOwn(context, context.principal, row);
  if (row === undefined) throw commonErrors.missing();
  return row;
}

/** Said once, of a bill that nobody has answered yet. */
async function answerBill(
  context: Context,
  id: string,
  valuesOf: (work: Work, row: BillRow) => Promise<RowInput<typeof bill>>,
): Promise<{ readonly done: true }> {
  await ownBill(context, id);
  await context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(bill);
    const row = await trusted.lock(work, id);
    if (row === undefined) throw commonErrors.missing();
    if (row.status !== 'sent') throw errors.billAnswered();
    const values = await valuesOf(work, row);
    await trusted.update(work, context.principal.id, row, {
      ...values,
      answeredBy: context.principal.id,
      answeredAt: work.now.toISOString(),
    });
    context.use(access).audit(work, context.principal, {
      module: 'data-operation',
      event: 'update',
      objectType: 'bill',
      objectId: id,
      result: 'success',
      detail: { status: String(values.status) },
    });
  });
  return { done: true };
}

/** An objection goes the way of a complaint: the operator answers, the administration decides, money back comes with the next month. */
async function dispute(
  context: Context,
  work: Work,
  row: BillRow,
  given: { readonly subscription: string; readonly objection: string },
): Promise<RowInput<typeof bill>> {
  const lines = z.array(BillLine).parse(row.lines);
  if (!lines.some(({ subscription: of }) => of === given.subscription)) throw commonErrors.missing();
  const { id } = await context.use(flow).open(
    systemPrincipal,
    complaint,
    {
      values: {
        subscription: given.subscription,
        kind: 'billing',
        title: `结算单${row.number}的异议`,
        detail: given.objection,
      },
    },
    work,
  );
  return { status: 'disputed', objection: given.objection, complaint: id };
}

export const buyerHandlers: Handlers<typeof buyerRoutes> = {
  async offers(_input, context) {
    const enterprises = await firmsOf(context, context.principal);
    const names = await operatorNames(context);
    const products = (await listedProducts(context)).map(
      ({ id, title, scene, pricing, price, operator: by }): Offer => ({
        id,
        title,
        operator: names.get(by) ?? '',
        scene,
        pricing,
        price,
      }),
    );
    return { enterprises: [...enterprises], products };
  },
  async order({ product: of, ...given }, context) {
    const { id, number } = await context
      .use(flow)
      .open(context.principal, order, { values: { product: of, ...given } });
    return { id, number };
  },
  async held(_input, context) {
    const firms = await firmsOf(context, context.principal);
    const { db } = context.use(store);
    const rows = context.use(registers);
    const codes = firms.map(({ creditCode }) => creditCode);
    const which = { filter: { field: 'creditCode', is: 'one-of', value: codes }, limit: most } as const;
    const [orders, subscriptions, bills] = await Promise.all([
      rows.of(order).trusted.findMany(db, { ...which, sort: '-openedAt' }),
      rows.of(subscription).trusted.findMany(db, { ...which, sort: '-from' }),
      rows.of(bill).trusted.findMany(db, { ...which, sort: '-month' }),
    ]);
    const titles = await productTitles(
      context,
      [...orders, ...subscriptions].map((row) => row.product),
    );
    const names = await operatorNames(context);
    return {
      orders: await Promise.all(orders.map((row) => viewOf(context, row, titles))),
      subscriptions: subscriptions.map(({ id, product: of, subscriber, from, until }) => ({
        id,
        product: titles.get(of) ?? '',
        subscriber,
        from,
        until,
      })),
      bills: bills.map((row) => headOf(row, names)),
    };
  },
  async heldOrder({ id }, context) {
    const row = await ownOrder(context, id);
    return viewOf(context, row, await productTitles(context, [row.product]));
  },
  async withdrawOrder({ id }, context) {
    const { version } = await ownOrder(context, id);
    await context.use(flow).act(context.principal, order, { id, version, action: 'verb.withdraw' });
    return { done: true };
  },
  async heldSubscription({ id, page }, context) {
    const { row, of } = await ownSubscription(context, id);
    const { db } = context.use(store);
    const filter = { field: 'subscription', is: 'equal', value: id } as const;
    const all = await context
      .use(registers)
      .of(delivery)
      .trusted.findEvery(db, { filter, sort: '-at', most: mostDelivered });
    const made = all.slice((page - 1) * pageSize, page * pageSize);
    const ids = [...new Set(made.map(({ run }) => run))];
    const runs = await runRows(context).findMany(db, { ids, limit: ids.length });
    const abouts = new Map(runs.map(({ id: run, about }) => [run, about]));
    const names = await operatorNames(context);
    return {
      id,
      product: of.title,
      subscriber: row.subscriber,
      from: row.from,
      until: row.until,
      operator: names.get(of.operator) ?? '',
      scene: of.scene,
      pricing: of.pricing,
      price: of.price,
      delivered: all.length,
      pages: Math.max(1, Math.ceil(all.length / pageSize)),
      deliveries: made.map(({ id: one, at, run, trace: written }) => ({
        id: one,
        at,
        about: abouts.get(run) ?? '',
        hasReceipt: written !== null,
      })),
    };
  },
  subscriptionPaper,
  async deliveryReceipt({ id }, context) {
    const { db } = context.use(store);
    const rows = context.use(registers);
    const made = await rows.of(delivery).trusted.find(db, id);
    if (made === undefined) {
      // Deny by default: who stands for no firm learns no more of one id than of another.
      await firmsOf(context, context.principal);
      throw commonErrors.missing();
    }
    await ownSubscription(context, made.subscription);
    const written = made.trace === null ? undefined : await rows.of(trace).trusted.find(db, made.trace);
    if (written === undefined) throw commonErrors.missing();
    const receipt = await context.use(trust).logs.receipt(operationLog, written.leaf, written.statement);
    return {
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(receipt, null, 1)),
      fileName: `receipt-${id}.json`,
    };
  },
  async bill({ id }, context) {
    const row = await ownBill(context, id);
    const { db } = context.use(store);
    const said =
      row.complaint === null
        ? undefined
        : await context.use(registers).of(complaint).trusted.find(db, row.complaint);
    return {
      ...headOf(row, await operatorNames(context)),
      lines: z.array(BillLine).parse(row.lines),
      at: row.at,
      answerUntil: row.answerUntil,
      answeredAt: row.answeredAt,
      objection: row.objection,
      answer: said?.answer ?? null,
      outcome: said?.outcome ?? null,
      refund: said?.refund ?? null,
    };
  },
  confirmBill: ({ id }, context) => answerBill(context, id, async () => ({ status: 'confirmed' })),
  disputeBill: ({ id, ...given }, context) =>
    answerBill(context, id, (work, row) => dispute(context, work, row, given)),
};
