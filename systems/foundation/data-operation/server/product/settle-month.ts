/** 月结算: deliveries of products priced by run, months of subscriptions priced by month, and the split of each product's income. */
import { z } from 'zod';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { documents } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { delivery } from '../../registers/delivery.ts';
import { operator } from '../../registers/operator.ts';
import { product } from '../../registers/product.ts';
import { statement } from '../../registers/statement.ts';
import { subscription } from '../../registers/subscription.ts';
import type { productRoutes } from '../../routes/product-routes.ts';
import { makeBills } from '../buyer/bills.ts';
import { refundsIn } from '../complaint/refunds.ts';
import { splitIncome, yuan } from './split-income.ts';

const most = 100_000;
const pricings = { run: '按次', month: '按月', refund: '退款' } as const;

const Line = z.object({
  product: z.string(),
  /** refund: given back after a complaint; its amounts are below zero. */
  pricing: z.enum(['run', 'month', 'refund']),
  quantity: z.number(),
  price: z.number(),
  income: z.number(),
  publicPart: z.number(),
  providerPart: z.number(),
  operatorPart: z.number(),
});
type Line = z.infer<typeof Line>;

function ofProduct(id: string) {
  return { field: 'product', is: 'equal', value: id } as const;
}

/** Deliveries on days of the month in Shanghai; or subscriptions of which some day lies in it. */
async function quantityOf(
  context: Context,
  work: Work,
  row: Row<typeof product>,
  month: string,
): Promise<number> {
  const rows = context.use(registers);
  const filter = ofProduct(row.id);
  if (row.pricing === 'run') {
    const made = await rows.of(delivery).trusted.findEvery(work.db, { filter, most });
    return made.filter(({ at }) => shanghaiDate(new Date(at)).startsWith(month)).length;
  }
  const held = await rows.of(subscription).trusted.findEvery(work.db, { filter, most });
  return held.filter(({ from, until }) => from.slice(0, 7) <= month && until.slice(0, 7) >= month).length;
}

async function lineOf(context: Context, work: Work, row: Row<typeof product>, month: string): Promise<Line> {
  const quantity = await quantityOf(context, work, row, month);
  const income = quantity * row.price;
  return {
    product: row.title,
    pricing: row.pricing === 'month' ? 'month' : 'run',
    quantity,
    price: row.price,
    income,
    ...splitIncome(income, row.publicShare, row.providerShare),
  };
}

/** What was given back in the month is taken from the shares in which it came. */
async function refundLines(
  context: Context,
  work: Work,
  row: Row<typeof product>,
  month: string,
): Promise<readonly Line[]> {
  const given = await refundsIn(context, work, row.id, month);
  return given.map(({ number, refund }) => {
    const amount = refund ?? 0;
    const { publicPart, providerPart, operatorPart } = splitIncome(
      amount,
      row.publicShare,
      row.providerShare,
    );
    return {
      product: `${row.title}（投诉${number}）`,
      pricing: 'refund',
      quantity: 1,
      price: -amount,
      income: -amount,
      publicPart: -publicPart,
      providerPart: -providerPart,
      operatorPart: -operatorPart,
    };
  });
}

function sumOf(
  lines: readonly Line[],
  part: 'income' | 'publicPart' | 'providerPart' | 'operatorPart',
): number {
  return lines.reduce((sum, line) => sum + line[part], 0);
}

export const settle: Handler<typeof productRoutes.settle> = async ({ id, month }, context) => {
  const made = await context.use(store).transaction(async (work) => {
    if (month >= shanghaiDate(work.now).slice(0, 7)) throw errors.monthOpen();
    const rows = context.use(registers);
    const of = await rows.of(operator).trusted.lock(work, id);
    if (of === undefined) throw commonErrors.missing();
    const number = `JS-${month.replace('-', '')}-${of.creditCode.slice(-9)}`;
    const [before] = await rows
      .of(statement)
      .trusted.findMany(work.db, { filter: { field: 'number', is: 'equal', value: number }, limit: 1 });
    if (before !== undefined) throw errors.settled({ number });
    const products = await rows
      .of(product)
      .trusted.findEvery(work.db, { filter: { field: 'operator', is: 'equal', value: id }, most });
    const lines: Line[] = [];
    for (const each of products) {
      lines.push(await lineOf(context, work, each, month));
      lines.push(...(await refundLines(context, work, each, month)));
    }
    await makeBills(context, work, context.principal.id, { of, products, month });
    return rows.of(statement).trusted.insert(work, context.principal.id, {
      number,
      operator: id,
      month,
      lines,
      total: sumOf(lines, 'income'),
      publicPart: sumOf(lines, 'publicPart'),
      providerPart: sumOf(lines, 'providerPart'),
      operatorPart: sumOf(lines, 'operatorPart'),
      at: work.now.toISOString(),
      agent: of.agent,
    });
  });
  return { id: made.id };
};

export const statementPaper: Handler<typeof productRoutes.statementPaper> = async ({ id }, context) => {
  await context.use(registers).of(statement).get(context.principal, id);
  const { db } = context.use(store);
  const row = await context.use(registers).of(statement).trusted.find(db, id);
  if (row === undefined) throw commonErrors.missing();
  const of = await context.use(registers).of(operator).trusted.find(db, row.operator);
  const lines = z.array(Line).parse(row.lines);
  const body = await context.use(documents).renderPdf({
    title: '公共数据授权运营月结算单',
    subtitle: `${row.number}　${of?.name ?? ''}　${row.month}`,
    footer: '按系统计量生成；明细可在“交付计量”中逐条查看',
    ...(context.use(access).demo ? { watermark: '演示数据' } : {}),
    blocks: [
      {
        table: {
          head: ['产品', '计价', '数量', '单价（元）', '收入（元）', '财政', '提供部门', '运营单位'],
          rows: lines.map((line) => [
            line.product,
            pricings[line.pricing],
            String(line.quantity),
            ...[line.price, line.income, line.publicPart, line.providerPart, line.operatorPart].map(yuan),
          ]),
          widths: ['*', 32, 32, 56, 60, 56, 56, 56],
        },
      },
      {
        fields: [
          ['合计', `${yuan(row.total)} 元`],
          ['财政', `${yuan(row.publicPart)} 元`],
          ['提供部门', `${yuan(row.providerPart)} 元`],
          ['运营单位', `${yuan(row.operatorPart)} 元`],
        ],
        columns: 2,
      },
    ],
  });
  return { contentType: 'application/pdf', body, fileName: `${row.number}.pdf` };
};
