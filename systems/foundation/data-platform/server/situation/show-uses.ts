/** 共享中心: who uses whose data, for what and on what ground, from the hours that receipts were counted into. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { type CallTraffic, lake } from '../../../../../engines/lake/service.ts';
import { registers, type Seen } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { resource } from '../../../data-catalogue/contract.ts';
import { agreement, application } from '../../../data-sharing/contract.ts';
import type { situationRoutes, UseCell } from '../../routes/situation-routes.ts';
import { checkDays, momentsOf } from './days.ts';
import { mayRead, seenRows } from './seen.ts';

type Contract = Seen<typeof agreement>;

const shownCalls = 100;

interface Sum {
  readonly calls: number;
  readonly rows: number;
  readonly refused: number;
}

const none: Sum = { calls: 0, rows: 0, refused: 0 };

function add(one: Sum, other: Sum): Sum {
  return {
    calls: one.calls + other.calls,
    rows: one.rows + other.rows,
    refused: one.refused + other.refused,
  };
}

function sumBy(
  traffic: readonly CallTraffic[],
  keyOf: (each: CallTraffic) => string,
): ReadonlyMap<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const each of traffic) sums.set(keyOf(each), add(sums.get(keyOf(each)) ?? none, each));
  return sums;
}

export async function usesOf(
  context: Context,
  contracts: readonly Contract[],
  days: { readonly from: string; readonly to: string },
) {
  const traffic = await context
    .use(lake)
    .watch.traffic({ contracts: contracts.map((row) => row.id), ...days });
  const byContract = sumBy(traffic, (each) => each.contract);
  const cells = new Map<string, UseCell>();
  for (const row of contracts) {
    const key = `${row.consumer} ${row.provider}`;
    const before = cells.get(key);
    cells.set(key, {
      consumer: row.consumer,
      provider: row.provider,
      contracts: (before?.contracts ?? 0) + 1,
      ...add(before ?? none, byContract.get(row.id) ?? none),
    });
  }
  const byDay = sumBy(traffic, (each) => each.day);
  return {
    cells: [...cells.values()],
    traffic: [...byDay].map(([day, sum]) => ({ day, ...sum })),
  };
}

export const useHandlers: Pick<Handlers<typeof situationRoutes>, 'uses' | 'calls'> = {
  async uses({ from, to, consumer, provider }, context) {
    const days = checkDays({ from, to });
    const rows = await seenRows(context, 'data-sharing.agreement', agreement, {
      ...(consumer === undefined ? {} : { consumer }),
      ...(provider === undefined ? {} : { provider }),
    });
    const traffic = await context.use(lake).watch.traffic({ contracts: rows.map((row) => row.id), ...days });
    const sums = sumBy(traffic, (each) => each.contract);
    const trusted = context.use(registers);
    const { db } = context.use(store);
    const contracts = await Promise.all(
      rows.map(async (row) => {
        // Names of what the caller's own contracts name.
        const entry =
          row.resource === null ? undefined : await trusted.of(resource).trusted.find(db, row.resource);
        const app = await trusted.of(application).trusted.find(db, row.application);
        return {
          id: row.id,
          number: row.number,
          resource: entry?.name ?? row.farEntry ?? '',
          application: app?.name ?? '',
          purpose: row.purpose,
          basis: row.basis,
          status: row.status,
          until: row.until,
          ...(sums.get(row.id) ?? none),
        };
      }),
    );
    return { contracts: contracts.toSorted((one, other) => other.calls - one.calls) };
  },
  async calls({ contract, from, to, before }, context) {
    if (!mayRead(context, 'data-sharing.agreement')) throw commonErrors.missing();
    await context.use(registers).of(agreement).get(context.principal, contract);
    const found = await context
      .use(lake)
      .calls({ contracts: [contract], ...momentsOf({ from, to }), before, size: shownCalls + 1 });
    return {
      calls: found.slice(0, shownCalls).map(({ id, at, outcome, rows }) => ({ id, at, outcome, rows })),
      more: found.length > shownCalls,
    };
  },
};
