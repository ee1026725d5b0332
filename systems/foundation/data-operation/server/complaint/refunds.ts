/** Money that goes back to subscribers: how much at most, and what of it a month's statement must hold. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { complaint } from '../../case/complaint.ts';
import { delivery } from '../../registers/delivery.ts';
import { product } from '../../registers/product.ts';
import { subscription } from '../../registers/subscription.ts';

const most = 100_000;

function monthsBetween(from: string, until: string): number {
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number);
  const [untilYear = 0, untilMonth = 0] = until.split('-').map(Number);
  return Math.max(0, (untilYear - fromYear) * 12 + untilMonth - fromMonth + 1);
}

async function refundedOf(services: Services, work: Work, filter: 'subscription' | 'product', id: string) {
  return services
    .use(registers)
    .of(complaint)
    .trusted.findEvery(work.db, {
      filter: {
        all: [
          { field: filter, is: 'equal', value: id },
          { field: 'outcome', is: 'equal', value: 'refunded' },
        ],
      },
      most,
    });
}

/** What the subscription has cost up to today, less what was given back, in 分; its row is locked, so that two decisions do not both give the last. */
export async function refundable(services: Services, work: Work, id: string): Promise<number> {
  const rows = services.use(registers);
  const held = await rows.of(subscription).trusted.lock(work, id);
  const of = held && (await rows.of(product).trusted.find(work.db, held.product));
  if (held === undefined || of === undefined) throw commonErrors.missing();
  const filter = { field: 'subscription', is: 'equal', value: id } as const;
  const today = shanghaiDate(work.now);
  const quantity =
    of.pricing === 'run'
      ? (await rows.of(delivery).trusted.findEvery(work.db, { filter, most })).length
      : monthsBetween(held.from, held.until < today ? held.until : today);
  const before = await refundedOf(services, work, 'subscription', id);
  return quantity * of.price - before.reduce((sum, { refund }) => sum + (refund ?? 0), 0);
}

/** Refunds of a product that were decided in the month, in Shanghai. */
export async function refundsIn(
  services: Services,
  work: Work,
  of: string,
  month: string,
): Promise<readonly Row<typeof complaint>[]> {
  const all = await refundedOf(services, work, 'product', of);
  return all.filter(
    ({ closedAt }) => closedAt !== null && shanghaiDate(new Date(closedAt)).startsWith(month),
  );
}
