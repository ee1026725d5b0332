/** The code behind 产品订购: for whose firm it is asked, and the subscription that an agreed order becomes. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
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

/** Throws data-operation.notListed, notInForce. */
async function listedProduct(services: Services, work: Work, id: string): Promise<Row<typeof product>> {
  const rows = services.use(registers);
  const row = await rows.of(product).trusted.find(work.db, id);
  const of = row && (await rows.of(project).trusted.find(work.db, row.project));
  if (row === undefined || of === undefined || row.status !== 'listed') throw errors.notListed();
  await requireInForce(services, work, of);
  return row;
}

function checkTerm(now: Date, { from, until }: RowInput<typeof order>): void {
  if ((from ?? '') > (until ?? '') || (until ?? '') < shanghaiDate(now)) throw errors.badTerm();
}

async function checkOrder(
  services: Services,
  work: Work,
  principal: Principal,
  values: RowInput<typeof order>,
): Promise<RowInput<typeof order>> {
  const { creditCode = '' } = values;
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
  return { title: `${firm.name}订购${title}`.slice(0, 200), subscriber: firm.name, agent, provider };
}

async function subscribe(services: Services, work: Work, row: OrderRow, by: string): Promise<void> {
  const { id, creditCode, from, until } = row;
  const { id: of, agent, provider } = await listedProduct(services, work, row.product);
  checkTerm(work.now, row);
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
  async before({ row, values, principal, services, work }) {
    return row === undefined ? checkOrder(services, work, principal, values) : undefined;
  },
  async after({ row, action, principal, services, work }) {
    if (action === 'agree') await subscribe(services, work, row, principal.id);
  },
});
