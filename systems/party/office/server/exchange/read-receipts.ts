/** 分发回执: how far a document has come, in numbers by county and by state, and organ by organ. */
import { areaAtLevel } from '../../../../../kernel/area.ts';
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store } from '../../../../../engines/store/service.ts';
import { outgoingDocument } from '../../document/outgoing-document.ts';
import { delivery } from '../../registers/delivery.ts';
import { deliveryUrge } from '../../registers/delivery-urge.ts';
import type { exchangeRoutes } from '../../routes/exchange-routes.ts';
import type { Delivery } from './take-delivery.ts';

/** Every organ of the city once, and as many sendings again. */
const mostDeliveries = 10_000;
const mostUrges = 500;

export async function deliveriesOf(
  services: Services,
  db: Database,
  document: string,
): Promise<readonly Delivery[]> {
  const filter = { field: 'document', is: 'equal', value: document } as const;
  const { trusted } = services.use(registers).of(delivery);
  return trusted.findEvery(db, { filter, sort: 'receiver', most: mostDeliveries });
}

/** When each unit was last urged. */
export async function urgedUnits(
  services: Services,
  db: Database,
  document: string,
): Promise<ReadonlyMap<string, string>> {
  const filter = { field: 'document', is: 'equal', value: document } as const;
  const { trusted } = services.use(registers).of(deliveryUrge);
  const urges = await trusted.findMany(db, { filter, sort: '-urgedAt', limit: mostUrges });
  // The latest comes last and stands.
  return new Map(
    urges
      .toReversed()
      .flatMap(({ units, urgedAt }) =>
        Array.isArray(units) ? units.map((unit) => [String(unit), urgedAt] as const) : [],
      ),
  );
}

type State = 'sent' | 'received' | 'returned' | 'recalled';

type Count = Record<State, number>;

function countStates(rows: readonly Delivery[]): Count {
  const counts: Count = { sent: 0, received: 0, returned: 0, recalled: 0 };
  for (const { status } of rows) if (status in counts) counts[status as State] += 1;
  return counts;
}

export const readReceipts: Handler<typeof exchangeRoutes.deliveryReceipts> = async (input, context) => {
  const { id, state, area, text, page, size } = input;
  const guard = context.use(access);
  const { db } = context.use(store);
  const row = await context.use(registers).of(outgoingDocument).trusted.find(db, id);
  const decision = guard.require(context.principal, 'office:read');
  if (row === undefined || !decisionMatches(decision, { departments: [row.issuer ?? ''] }))
    throw commonErrors.missing();
  const all = (await deliveriesOf(context, db, id)).map((each) => {
    const unit = guard.findDepartment(each.receiver);
    const county = unit === undefined ? undefined : areaAtLevel(unit.area, 'county');
    return { each, county: county ?? null, name: unit?.shortName ?? each.receiver };
  });
  const shown = all.filter(
    ({ each, county, name }) =>
      (state === undefined || each.status === state) &&
      (area === undefined || (county ?? '') === area) &&
      (text === undefined || name.includes(text)),
  );
  const urged = await urgedUnits(context, db, id);
  return {
    counts: countStates(all.map(({ each }) => each)),
    areas: [...new Set(all.map(({ county }) => county))].map((county) => {
      const rows = all.flatMap((one) => (one.county === county ? [one.each] : []));
      return { area: county, total: rows.length, ...countStates(rows) };
    }),
    standing: [
      ...new Set(
        all.flatMap(({ each }) =>
          each.status === 'sent' || each.status === 'received' ? [each.receiver] : [],
        ),
      ),
    ],
    total: shown.length,
    rows: shown.slice((page - 1) * size, page * size).map(({ each, name }) => ({
      id: each.id,
      receiverName: name,
      kind: each.kind,
      status: each.status as State,
      resent: each.resent === true,
      at: each.settledAt ?? each.sentAt,
      reason: each.reason,
      urgedAt: each.status === 'sent' ? (urged.get(each.receiver) ?? null) : null,
    })),
  };
};
