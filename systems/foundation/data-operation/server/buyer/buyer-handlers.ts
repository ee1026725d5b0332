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
import { BillLine, type buyerRoutes, type Offer, OrderState } from '../../routes/buyer-routes.ts';
import { operationLog } from '../leave-trace.ts';
import { isInForce } from '../project/seen-project.ts';
import { runRows } from '../run/run-rows.ts';
import { firmsOf, ownSubscription, requireOwn } from './firms.ts';
import { subscriptionPaper } from './subscription-paper.ts';

/** Of one firm; more are seen at the desk. */
const most = 200;

type BillRow = Row<typeof bill>;

async function operatorNames(context: Context): Promise<ReadonlyMap<string, string>> {
  const all = await context
    .use(registers)
    .of(operator)
    .trusted.findMany(context.use(store).db, { limit: most });
  return new Map(all.map(({ id, name }) => [id, name]));
}

async function productTitles(context: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const filter = { field: 'id', is: 'one-of', value: [...new Set(ids)] } as const;
  const rows = await context
    .use(registers)
    .of(product)
    .trusted.findMany(context.use(store).db, { filter, limit: most });
  return new Map(rows.map(({ id, title }) => [id, title]));
}

async function opinionOf(context: Context, type: string, id: string): Promise<string> {
  const steps = await context.use(flow).timeline(systemPrincipal, type, id);
  return (
    steps.toSorted((one, other) => one.at.localeCompare(other.at)).findLast(({ opinion }) => opinion)
      ?.opinion ?? ''
  );
}

function headOf(row: BillRow, names: ReadonlyMap<string, string>) {
  const { id, number, month, subscriber, total } = row;
  const state = z.enum(['sent', 'confirmed', 'disputed', 'settled']).parse(row.status);
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
    const { db } = context.use(store);
    const rows = context.use(registers);
    const listed = await rows.of(product).trusted.findMany(db, {
      filter: { field: 'status', is: 'equal', value: 'listed' },
      limit: most,
    });
    const names = await operatorNames(context);
    const products: Offer[] = [];
    for (const { id, title, scene, pricing, price, operator: by, project: of } of listed) {
      const row = await rows.of(project).trusted.find(db, of);
      if (row !== undefined && (await isInForce(context, db, row, context.now)))
        products.push({ id, title, operator: names.get(by) ?? '', scene, pricing, price });
    }
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
    const answers = new Map<string, string>();
    for (const { id, outcome } of orders)
      if (outcome === 'refused') answers.set(id, await opinionOf(context, 'data-operation.order', id));
    return {
      orders: orders.map(({ id, number, product: of, subscriber, from, until, outcome }) => ({
        id,
        number,
        product: titles.get(of) ?? '',
        subscriber: subscriber ?? '',
        from,
        until,
        state: OrderState.catch('open').parse(outcome),
        answer: answers.get(id) ?? '',
      })),
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
  async heldSubscription({ id }, context) {
    const { row, of } = await ownSubscription(context, id);
    const { db } = context.use(store);
    const made = await context
      .use(registers)
      .of(delivery)
      .trusted.findMany(db, {
        filter: { field: 'subscription', is: 'equal', value: id },
        sort: '-at',
        limit: most,
      });
    const names = await operatorNames(context);
    const deliveries = [];
    for (const { id: one, at, run, trace: written } of made) {
      const done = await runRows(context).find(db, run);
      deliveries.push({ id: one, at, about: done?.about ?? '', hasReceipt: written !== null });
    }
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
      deliveries,
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
