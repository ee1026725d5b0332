/** 订购结算单: made with the month's statement of the operator, out of the same deliveries, subscriptions and refunds, by firm. */
import { newId } from '../../../../../kernel/ids.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { addTimeLimit, shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import type { complaint } from '../../case/complaint.ts';
import { bill } from '../../registers/bill.ts';
import type { operator } from '../../registers/operator.ts';
import type { subscription } from '../../registers/subscription.ts';
import { BillLine } from '../../routes/buyer-routes.ts';
import type { MonthUsage } from '../product/month-usage.ts';
import { setting } from '../setting.ts';

/** Of one firm; nobody leaves more months unanswered. */
const mostOpen = 500;
/** Of all firms, in one night. */
const mostDue = 100_000;

interface OwedLine {
  readonly held: Row<typeof subscription>;
  readonly line: BillLine;
}

interface Owed {
  readonly subscriber: string;
  readonly lines: BillLine[];
}

/** One line for each subscription of which something was used in the month, and one for what was given back. */
function linesOf({ product: of, used, refunds }: MonthUsage): readonly OwedLine[] {
  const pricing = of.pricing === 'month' ? 'month' : 'run';
  const lineOf = (held: Row<typeof subscription>, line: Omit<BillLine, 'subscription' | 'product'>) => ({
    held,
    line: { subscription: held.id, product: of.title, ...line },
  });
  return [
    ...used.map(({ held, quantity }) =>
      lineOf(held, { pricing, quantity, price: of.price, amount: quantity * of.price }),
    ),
    ...refunds.map(({ held, of: { refund } }) => {
      const amount = -(refund ?? 0);
      return lineOf(held, { pricing: 'refund', quantity: 1, price: amount, amount });
    }),
  ];
}

/** 主体标识码: of the 18 characters of a code, the nine that name the organisation. */
function organOf(creditCode: string): string {
  return creditCode.slice(8, 17);
}

async function tellFirm(
  services: Services,
  work: Work,
  of: { readonly id: string; readonly creditCode: string },
  said: { readonly title: string; readonly body: string; readonly once: string },
) {
  const to = await services.use(access).enterprises.representativeOf(of.creditCode);
  if (to === undefined) return;
  await services
    .use(messages)
    .send(work, { to: [to], kind: 'notice', link: `/data-operation/buyer/bills/${of.id}`, ...said });
}

export async function makeBills(
  services: Services,
  work: Work,
  by: string,
  given: {
    readonly of: Row<typeof operator>;
    readonly usage: readonly MonthUsage[];
    readonly month: string;
  },
): Promise<void> {
  const { of, usage, month } = given;
  const owed = new Map<string, Owed>();
  for (const { held, line } of usage.flatMap(linesOf)) {
    const known = owed.get(held.creditCode) ?? { subscriber: held.subscriber, lines: [] };
    known.lines.push(line);
    owed.set(held.creditCode, known);
  }
  const limit = { amount: setting(services, 'bill-answer-days'), unit: 'work-day' } as const;
  const answerUntil = shanghaiDate(addTimeLimit(services.use(flow).calendar(), work.now, limit));
  const bills = Array.from(owed, ([creditCode, { subscriber, lines }]) => ({
    id: newId(),
    number: `ZD-${month.replace('-', '')}-${organOf(of.creditCode)}-${organOf(creditCode)}`,
    operator: of.id,
    month,
    subscriber,
    creditCode,
    lines,
    total: lines.reduce((sum, { amount }) => sum + amount, 0),
    status: 'sent',
    at: work.now.toISOString(),
    answerUntil,
    agent: of.agent,
  }));
  await services.use(registers).of(bill).trusted.insertMany(work, by, bills);
  for (const each of bills)
    await tellFirm(services, work, each, {
      title: `${month}数据产品结算单已出具`,
      body: `请在${answerUntil}前核对并确认；有出入的，可以提出异议。逾期未答复的，视为确认。`,
      once: `bill/${each.id}`,
    });
}

/** Whether the firm disputes, by an open bill, what it holds. */
export async function isBilled(
  services: Services,
  work: Work,
  { id, creditCode }: Row<typeof subscription>,
): Promise<boolean> {
  const filter = {
    all: [
      { field: 'creditCode', is: 'equal', value: creditCode },
      { field: 'status', is: 'equal', value: 'sent' },
    ],
  } as const;
  const open = await services.use(registers).of(bill).trusted.findMany(work.db, { filter, limit: mostOpen });
  return open.some(({ lines }) =>
    BillLine.array()
      .parse(lines)
      .some((line) => line.subscription === id),
  );
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
  await tellFirm(services, work, held, {
    title: `${held.month}数据产品结算单的异议已办结`,
    body: '处理结果见结算单；退款计入处理当月的结算单。',
    once: `bill/${held.id}/settled`,
  });
}

/** Each night: as the contract says, who has not answered in time has confirmed. Returns how many. */
export async function deemBills(services: Services): Promise<number> {
  const { db, clock } = services.use(store);
  const { trusted } = services.use(registers).of(bill);
  const today = shanghaiDate(clock.now());
  const filter = {
    all: [
      { field: 'status', is: 'equal', value: 'sent' },
      { field: 'answerUntil', is: 'less', value: today },
    ],
  } as const;
  let deemed = 0;
  for (const { id } of await trusted.findEvery(db, { filter, most: mostDue }))
    await services.use(store).transaction(async (work) => {
      const row = await trusted.lock(work, id);
      // Answered at the last moment.
      if (row?.status !== 'sent') return;
      await trusted.update(work, 'data-operation', row, { status: 'deemed' });
      await tellFirm(services, work, row, {
        title: `${row.month}数据产品结算单逾期未答复，视为确认`,
        body: `答复期限为${row.answerUntil ?? ''}。`,
        once: `bill/${id}/deemed`,
      });
      deemed += 1;
    });
  return deemed;
}
