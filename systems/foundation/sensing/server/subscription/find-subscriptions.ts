/** Rows of subscriptions as what they say. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import type { Definition } from '../../ngsi-ld/subscription.ts';
import { subscription } from '../../registers/subscription.ts';

export type SubscriptionRow = Row<typeof subscription>;

const mostActive = 10_000;

export function definitionIn(row: SubscriptionRow): Definition {
  return row.definition as Definition;
}

export function isExpired(row: SubscriptionRow, now: Date): boolean {
  return row.expiresAt !== null && Date.parse(row.expiresAt) <= now.getTime();
}

/** Active and not expired. */
export async function activeSubscriptions(
  services: Services,
  db: Database,
  now: Date,
): Promise<readonly SubscriptionRow[]> {
  const rows = await services
    .use(registers)
    .of(subscription)
    .trusted.findMany(db, {
      filter: { field: 'active', is: 'equal', value: true },
      sort: 'createdAt',
      limit: mostActive,
    });
  return rows.filter((row) => !isExpired(row, now));
}
