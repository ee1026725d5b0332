/** The code behind 采购: the year's total of one kind and budget item decides, by the rule in force, how it is bought and who approves. */
import type { Row } from '../../../../../kernel/register.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { rules } from '../../../../../engines/rules/service.ts';
import { matters } from '../../data/matters.ts';
import { stageLimit } from '../../data/limits.ts';
import { errors } from '../../errors.ts';
import { purchase } from '../../matter/purchase.ts';
import { applicantFields, guardMatter, isApplying, type MatterMoment, subjectOf } from './matter-steps.ts';

type Purchase = Row<typeof purchase>;
const mostPurchases = 5000;
const fewestQuotes = 3;

function wantedOf({ row, values }: MatterMoment): Purchase {
  return { ...row, ...values } as unknown as Purchase;
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** What the same unit bought or asked for of the same kind and budget item this year: cutting it into pieces changes nothing. */
async function yearTotal(at: MatterMoment, wanted: Purchase, unit: unknown): Promise<number> {
  const year = shanghaiDate(at.work.now).slice(0, 4);
  const all = [
    { field: 'applicantUnit', is: 'equal', value: String(unit ?? '') },
    { field: 'kind', is: 'equal', value: wanted.kind },
    { field: 'budgetItem', is: 'equal', value: wanted.budgetItem },
    { field: 'openedAt', is: 'at-least', value: shanghaiInstant(`${year}-01-01`).toISOString() },
  ] as const;
  const { trusted } = at.services.use(registers).of(purchase);
  const rows = await trusted.findMany(at.work.db, { filter: { all }, limit: mostPurchases });
  return rows
    .filter(({ id, outcome }) => id !== at.row?.['id'] && (outcome === null || outcome === 'finished'))
    .reduce((total, one) => total + (one.contractAmount ?? one.amount ?? 0), 0);
}

async function judge(at: MatterMoment, unit: unknown) {
  const wanted = wantedOf(at);
  const amount = cents(wanted.quantity * wanted.unitPrice);
  const total = cents((await yearTotal(at, wanted, unit)) + amount);
  const input = { 类别: wanted.kind, 累计金额: total };
  const decided = await at.services.use(rules).decide(matters.purchase.key, input, at.work.now);
  const { 采购方式: way, 审批层级: level } = decided.value as { 采购方式: string; 审批层级: number };
  const [matched] = decided.matched.flatMap((one) => one.rows);
  const row = matched === undefined ? '' : `第 ${matched.row} 行 ${matched.note}`;
  const basis = `采购限额表第 ${decided.version} 版${row}`.slice(0, 200);
  return { wanted, amount, total, way, level, basis };
}

async function applied(at: MatterMoment): Promise<Readonly<Record<string, unknown>>> {
  const fields = applicantFields(at);
  const { wanted, amount, total, way, level, basis } = await judge(
    at,
    fields['applicantUnit'] ?? at.row?.['applicantUnit'],
  );
  if (level >= 3 && (wanted.minutes ?? []).length === 0)
    throw errors.minutesNeeded({ total }, [{ path: 'minutes', message: '请附会议纪要' }]);
  return {
    ...fields,
    subject: subjectOf(wanted.item, `${amount} 元`),
    amount,
    yearTotal: total,
    way,
    level,
    basis,
    needsLeader: level >= 2,
  };
}

/** Between asking and approving others may have asked for the same: approving looks again. */
async function agreed(at: MatterMoment): Promise<undefined> {
  const { total, way, level } = await judge(at, at.row?.['applicantUnit']);
  if (level > (Number(at.row?.['level']) || 0)) {
    const name = (matters.lists['purchase-ways'] ?? []).find(({ code }) => code === way)?.name ?? way;
    throw errors.limitRaised({ total, way: name });
  }
  return undefined;
}

function bought(at: MatterMoment): undefined {
  const { contractAmount, amount, way, quotes } = wantedOf(at);
  if ((contractAmount ?? 0) > (amount ?? 0))
    throw errors.overApproved({ amount: contractAmount ?? 0, approved: amount ?? 0 });
  if (way === 'quotes' && (quotes ?? []).length < fewestQuotes)
    throw errors.quotesNeeded({}, [{ path: 'quotes', message: '至少三份报价单' }]);
  return undefined;
}

export const purchaseBinding = bindCase(purchase, {
  limits: async ({ stage }) => stageLimit('purchase', stage),
  async before(given) {
    const at = given as unknown as MatterMoment;
    await guardMatter(at);
    if (isApplying(at)) return applied(at);
    if (at.action === 'agree') return agreed(at);
    return at.action === 'bought' ? bought(at) : undefined;
  },
  link: (id) => `/office/purchase/${id}`,
});
