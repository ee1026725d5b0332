/** Products, subscriptions and deliveries; every delivery is one released run, and none is made on a project that has ended. */
import { CityError, commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { delivery } from '../../registers/delivery.ts';
import { product } from '../../registers/product.ts';
import { project } from '../../registers/project.ts';
import { subscription } from '../../registers/subscription.ts';
import type { productRoutes } from '../../routes/product-routes.ts';
import { may, type ProjectRow, requireInForce } from '../project/seen-project.ts';
import { leaveTrace } from '../leave-trace.ts';
import { runRows } from '../run/run-rows.ts';
import { complaints } from '../complaint/list-complaints.ts';
import { settle, statementPaper } from './settle-month.ts';

type ProductRow = Row<typeof product>;

async function projectInForce(context: Context, work: Work, id: string): Promise<ProjectRow> {
  const row = await context.use(registers).of(project).trusted.find(work.db, id);
  if (row === undefined) throw commonErrors.missing();
  await requireInForce(context, work, row);
  return row;
}

/** Listed, on a project in force, and the caller is its agent. */
async function ownProduct(context: Context, work: Work, id: string): Promise<ProductRow> {
  const row = await context.use(registers).of(product).trusted.find(work.db, id);
  if (row === undefined || row.agent !== context.principal.id || !may(context, 'apply', row))
    throw commonErrors.missing();
  if (row.status !== 'listed') throw errors.notListed();
  await projectInForce(context, work, row.project);
  return row;
}

async function requireBuyer(context: Context, buyer: string | null): Promise<void> {
  if (buyer === null) return;
  try {
    await context.use(access).principalOf(buyer);
  } catch (problem) {
    if (!(problem instanceof CityError)) throw problem;
    throw errors.noBuyer();
  }
}

export const productHandlers: Handlers<typeof productRoutes> = {
  async listProduct({ project: of, ...given }, context) {
    if (given.publicShare + given.providerShare > 100) throw errors.badShares();
    const made = await context.use(store).transaction(async (work) => {
      const row = await projectInForce(context, work, of);
      if (!may(context, 'operate', row)) throw commonErrors.missing();
      const { id, operator, agent, provider } = row;
      return context
        .use(registers)
        .of(product)
        .trusted.insert(work, context.principal.id, {
          ...given,
          project: id,
          operator,
          agent,
          provider,
          status: 'listed',
        });
    });
    return { id: made.id };
  },
  async withdrawProduct({ id }, context) {
    await context.use(store).transaction(async (work) => {
      const { trusted } = context.use(registers).of(product);
      const row = await trusted.lock(work, id);
      if (row === undefined || !may(context, 'operate', row)) throw commonErrors.missing();
      if (row.status !== 'listed') throw errors.notListed();
      await trusted.update(work, context.principal.id, row, { status: 'withdrawn' });
    });
    return { done: true as const };
  },
  async subscribe({ id, ...given }, context) {
    if (given.from > given.until) throw errors.badTerm();
    await requireBuyer(context, given.buyer);
    const made = await context.use(store).transaction(async (work) => {
      const row = await ownProduct(context, work, id);
      return context
        .use(registers)
        .of(subscription)
        .trusted.insert(work, context.principal.id, {
          ...given,
          product: row.id,
          agent: row.agent,
          provider: row.provider,
        });
    });
    return { id: made.id };
  },
  async deliver({ id, run }, context) {
    const made = await context.use(store).transaction(async (work) => {
      const rows = context.use(registers);
      const held = await rows.of(subscription).trusted.lock(work, id);
      if (held === undefined || held.agent !== context.principal.id) throw commonErrors.missing();
      const of = await ownProduct(context, work, held.product);
      const project = await projectInForce(context, work, of.project);
      const today = shanghaiDate(work.now);
      if (today < held.from || today > held.until) throw errors.outsideTerm();
      const done = await runRows(context).find(work.db, run);
      if (done?.project !== of.project || done.stage !== 'released') throw errors.notReleased();
      const pair = `${held.id}/${run}`;
      const filter = { field: 'pair', is: 'equal', value: pair } as const;
      const [before] = await rows.of(delivery).trusted.findMany(work.db, { filter, limit: 1 });
      // Delivered twice is counted once.
      if (before !== undefined) return before;
      const about = { subscription: held.id, subscriber: held.creditCode, run };
      const { id: by } = context.principal;
      const trace = await leaveTrace(context, work, project, by, 'deliver', about);
      return rows.of(delivery).trusted.insert(work, by, {
        trace,
        subscription: held.id,
        product: of.id,
        run,
        pair,
        at: work.now.toISOString(),
        agent: of.agent,
        provider: of.provider,
      });
    });
    return { id: made.id };
  },
  complaints,
  settle,
  statementPaper,
};
