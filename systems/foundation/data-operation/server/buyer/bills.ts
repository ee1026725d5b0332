/** 订购结算单: made with the month's statement of the operator, out of the same deliveries, subscriptions and refunds, by firm. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { complaint } from '../../case/complaint.ts';
import { bill } from '../../registers/bill.ts';
import { delivery } from '../../registers/delivery.ts';
import type { operator } from '../../registers/operator.ts';
import type { product } from '../../registers/product.ts';
import { subscription } from '../../registers/subscription.ts';
import type { BillLine } from '../../routes/buyer-routes.ts';
import { refundsIn } from '../complaint/refunds.ts';

const most = 100_000;

interface Owed {
  readonly subscriber: string;
  readonly lines: BillLine[];
}

/** One line for each subscription of which something was used in the month, and one for what was given back. */
async function linesOf(
  services: Services,
  work: Work,
  of: Row<typeof product>,
  month: string,
): Promise<readonly { readonly held: Row<typeof subscription>; readonly line: BillLine }[]> {
  const rows = services.use(registers);
  const filter = { field: 'product', is: 'equal', value: of.id } as const;
  const held = await rows.of(subscription).trusted.findEvery(work.db, { filter, most });
  const made =
    of.pricing === 'run' ? await rows.of(delivery).trusted.findEvery(work.db, { filter, most }) : [];
  const inMonth = made.filter(({ at }) => shanghaiDate(new Date(at)).startsWith(month));
  const refunds = await refundsIn(services, work, of.id, month);
  return held.flatMap((each) => {
    const named = { subscription: each.id, product: of.title };
    const isHeld = each.from.slice(0, 7) <= month && each.until.slice(0, 7) >= month;
    const used = inMonth.filter((one) => one.subscription === each.id).length;
    const quantity = of.pricing === 'run' ? used : Number(isHeld);
    const pricing = of.pricing === 'month' ? ('month' as const) : ('run' as const);
    const lines: BillLine[] =
      quantity === 0 ? [] : [{ ...named, pricing, quantity, price: of.price, amount: quantity * of.price }];
    for (const { subscription: to, refund } of refunds)
      if (to === each.id) {
        const amount = -(refund ?? 0);
        lines.push({ ...named, pricing: 'refund', quantity: 1, price: amount, amount });
      }
    return lines.map((line) => ({ held: each, line }));
  });
}

async function tellFirm(services: Services, work: Work, creditCode: string, id: string, month: string) {
  const to = await services.use(access).enterprises.representativeOf(creditCode);
  if (to === undefined) return;
  await services.use(messages).send(work, {
    to: [to],
    kind: 'notice',
    title: `${month}数据产品结算单已出具`,
    body: '请核对后确认；有出入的，可以提出异议。',
    link: `/data-operation/buyer/bills/${id}`,
    once: `bill/${id}`,
  });
}

export async function makeBills(
  services: Services,
  work: Work,
  by: string,
  given: {
    readonly of: Row<typeof operator>;
    readonly products: readonly Row<typeof product>[];
    readonly month: string;
  },
): Promise<void> {
  const { of, products, month } = given;
  const owed = new Map<string, Owed>();
  for (const each of products)
    for (const { held, line } of await linesOf(services, work, each, month)) {
      const known = owed.get(held.creditCode) ?? { subscriber: held.subscriber, lines: [] };
      known.lines.push(line);
      owed.set(held.creditCode, known);
    }
  for (const [creditCode, { subscriber, lines }] of owed) {
    const { id } = await services
      .use(registers)
      .of(bill)
      .trusted.insert(work, by, {
        number: `ZD-${month.replace('-', '')}-${of.creditCode.slice(-9)}-${creditCode.slice(-9)}`,
        operator: of.id,
        month,
        subscriber,
        creditCode,
        lines,
        total: lines.reduce((sum, { amount }) => sum + amount, 0),
        status: 'sent',
        at: work.now.toISOString(),
        agent: of.agent,
      });
    await tellFirm(services, work, creditCode, id, month);
  }
}

/** The complaint that an objection became is over, however it ended. */
export async function settleBill(
  services: Services,
  work: Work,
  by: string,
  row: Row<typeof complaint>,
): Promise<void> {
  const { trusted } = services.use(registers).of(bill);
  const filter = { field: 'complaint', is: 'equal', value: row.id } as const;
  const [found] = await trusted.findMany(work.db, { filter, limit: 1 });
  const held = found && (await trusted.lock(work, found.id));
  if (held?.status !== 'disputed') return;
  await trusted.update(work, by, held, { status: 'settled' });
}
