/** 月结算: what was used of each product, the split of its income, and each firm's bill of the same. */
import { z } from 'zod';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { documents } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { operator } from '../../registers/operator.ts';
import { product } from '../../registers/product.ts';
import { statement } from '../../registers/statement.ts';
import type { productRoutes } from '../../routes/product-routes.ts';
import { makeBills } from '../buyer/bills.ts';
import { type MonthUsage, usageOf } from './month-usage.ts';
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

function lineOf({ product: row, used }: MonthUsage): Line {
  const quantity = used.reduce((sum, each) => sum + each.quantity, 0);
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
function refundLines({ product: row, refunds }: MonthUsage): readonly Line[] {
  return refunds.map(({ of: { number, refund } }) => {
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
    const usage: MonthUsage[] = [];
    for (const each of products) usage.push(await usageOf(context, work, each, month));
    const lines = usage.flatMap((each) => [lineOf(each), ...refundLines(each)]);
    await makeBills(context, work, context.principal.id, { of, usage, month });
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
