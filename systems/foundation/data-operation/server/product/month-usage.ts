/** What was used of a product in a month, by subscription, and what was given back: the month's statement and the firms' bills are both made of it. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { complaint } from '../../case/complaint.ts';
import { delivery } from '../../registers/delivery.ts';
import type { product } from '../../registers/product.ts';
import { subscription } from '../../registers/subscription.ts';
import { refundsIn } from '../complaint/refunds.ts';

const most = 100_000;

export interface MonthUsage {
  readonly product: Row<typeof product>;
  /** Deliveries on days of the month in Shanghai, or 1 for a subscription of which some day lies in it; those that used nothing are left out. */
  readonly used: readonly { readonly held: Row<typeof subscription>; readonly quantity: number }[];
  readonly refunds: readonly {
    readonly held: Row<typeof subscription>;
    readonly of: Row<typeof complaint>;
  }[];
}

/** Deliveries are kept for ever; those of one month are few. */
function within(month: string): Filter {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  const begins = (of: string) => shanghaiInstant(`${of}-01`).toISOString();
  return {
    all: [
      { field: 'at', is: 'at-least', value: begins(month) },
      { field: 'at', is: 'less', value: begins(next) },
    ],
  };
}

export async function usageOf(
  services: Services,
  work: Work,
  of: Row<typeof product>,
  month: string,
): Promise<MonthUsage> {
  const rows = services.use(registers);
  const filter = { field: 'product', is: 'equal', value: of.id } as const;
  const held = await rows.of(subscription).trusted.findEvery(work.db, { filter, most });
  const delivered = new Map<string, number>();
  if (of.pricing === 'run') {
    const inMonth = { filter: { all: [filter, within(month)] }, most } as const;
    for (const { subscription: to } of await rows.of(delivery).trusted.findEvery(work.db, inMonth))
      delivered.set(to, (delivered.get(to) ?? 0) + 1);
  }
  const quantityOf = ({ id, from, until }: Row<typeof subscription>): number =>
    of.pricing === 'run'
      ? (delivered.get(id) ?? 0)
      : Number(from.slice(0, 7) <= month && until.slice(0, 7) >= month);
  return {
    product: of,
    used: held
      .map((each) => ({ held: each, quantity: quantityOf(each) }))
      .filter(({ quantity }) => quantity > 0),
    refunds: (await refundsIn(services, work, of.id, month)).flatMap((each) => {
      const by = held.find(({ id }) => id === each.subscription);
      return by === undefined ? [] : [{ held: by, of: each }];
    }),
  };
}
