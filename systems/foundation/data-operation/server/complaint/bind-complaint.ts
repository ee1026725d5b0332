/** The code behind 产品投诉: who may complain of what, who answers and until when, and what a decision does to product and statement. */
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { access } from '../../../../../engines/access/service.ts';
import { bindCase, flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { complaint } from '../../case/complaint.ts';
import { errors } from '../../errors.ts';
import { product } from '../../registers/product.ts';
import { subscription } from '../../registers/subscription.ts';
import { isBilled, settleBill } from '../buyer/bills.ts';
import { refundable } from './refunds.ts';
import { setting } from '../setting.ts';

/** Who decides for the whole city. */
const authority = 'city-data-resources';
const limits = { answer: 'complaint-answer-days', decide: 'complaint-decide-days' } as const;

/** The subscriber's own agent; or the administration, which writes down what came by letter or telephone. */
async function checkComplaint(
  services: Services,
  work: Work,
  principal: Principal,
  values: RowInput<typeof complaint>,
) {
  const rows = services.use(registers);
  const id = values.subscription;
  const held = typeof id === 'string' ? await rows.of(subscription).trusted.find(work.db, id) : undefined;
  const of = held && (await rows.of(product).trusted.find(work.db, held.product));
  const decision = services.use(access).decide(principal, 'data-operation:complain');
  const subjects = held?.buyer ? [held.buyer] : [];
  if (held === undefined || of === undefined) throw errors.notSubscriber();
  // A firm has no account at a desk: its objection to a bill comes by the city's own hand, and only while that bill waits for its word.
  const isFirms = principal.id === systemPrincipal.id && values.kind === 'billing';
  const may = isFirms
    ? await isBilled(services, work, held)
    : decisionMatches(decision, { departments: [], subjects });
  if (!may) throw errors.notSubscriber();
  return { product: of.id, agent: of.agent, provider: of.provider };
}

async function delist(services: Services, work: Work, id: string, by: string): Promise<void> {
  const { trusted } = services.use(registers).of(product);
  const row = await trusted.lock(work, id);
  if (row?.status === 'listed') await trusted.update(work, by, row, { status: 'withdrawn' });
}

export const complaintBinding = bindCase(complaint, {
  async limits({ stage, services }) {
    const name = limits[stage as keyof typeof limits];
    return name === undefined ? undefined : { stage: { amount: setting(services, name), unit: 'work-day' } };
  },
  async assign({ row, stage }) {
    if (stage === 'answer') return row.agent === null ? undefined : { person: row.agent };
    return { unit: authority };
  },
  async before({ row, action, values, principal, services, work }) {
    if (row === undefined) return checkComplaint(services, work, principal, values);
    // Known only once it is decided.
    if (action === 'refund') {
      const most = await refundable(services, work, row.subscription);
      if ((values.refund ?? 0) > most) throw errors.refundTooMuch({ most });
    } else if (values.refund !== undefined && values.refund !== null) throw errors.refundTooMuch({ most: 0 });
    return undefined;
  },
  async after({ row, action, principal, services, work }) {
    if (action === 'delist' && row.product !== null) await delist(services, work, row.product, principal.id);
    if (row.status !== 'open') await settleBill(services, work, principal.id, row);
  },
});

/** An operator that lets its time pass cannot hold the decision up. */
export function lapseAnswers(services: Services): Promise<number> {
  return services.use(flow).lapse(complaint, { stage: 'answer', action: 'lapse' });
}
