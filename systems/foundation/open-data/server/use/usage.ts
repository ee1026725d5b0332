/** How a dataset is used: by day, and by grant. */
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { lake, type UseCount } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { grant } from '../../registers/grant.ts';
import type { Publication } from '../find-open.ts';
import { isInForce } from './keys.ts';

const shownDays = 30;
const mostGrants = 200;

function firstDay(now: Date): string {
  return shanghaiDate(new Date(now.getTime() - (shownDays - 1) * 86_400_000));
}

function sumOf(uses: readonly UseCount[], day: string, kind: string): number {
  return uses
    .filter((use) => use.day === day && use.kind === kind)
    .reduce((sum, { calls }) => sum + calls, 0);
}

/** The last thirty days, those without use left out. */
export async function daysOf(services: Services, id: string) {
  const from = firstDay(services.use(store).clock.now());
  const uses = await services.use(lake).open.uses({ targets: [id], from });
  return [...new Set(uses.map(({ day }) => day))].map((day) => ({
    day,
    downloads: sumOf(uses, day, 'download'),
    calls: sumOf(uses, day, 'call'),
  }));
}

export async function usageOf(services: Services, row: Publication) {
  const { db, clock } = services.use(store);
  const { trusted } = services.use(registers).of(grant);
  const filter = { field: 'publication', is: 'equal', value: row.id } as const;
  const grants = await trusted.findMany(db, { filter, limit: mostGrants });
  const from = '2000-01-01';
  const shown = await Promise.all(
    grants.map(async (each) => {
      const uses = await services.use(lake).open.uses({ targets: [row.id], caller: each.holder, from });
      return {
        id: each.id,
        request: each.request,
        purpose: each.purpose,
        callsPerDay: each.callsPerDay,
        endsOn: each.endsOn,
        active: isInForce(each, clock.now()),
        calls: uses.reduce((sum, { calls }) => sum + calls, 0),
      };
    }),
  );
  return {
    code: row.code,
    name: row.name,
    status: row.status,
    problem: row.problem,
    quasi: Array.isArray(row.quasi) ? row.quasi.map(String) : [],
    quasiReason: row.quasiReason ?? '',
    days: await daysOf(services, row.id),
    grants: shown,
  };
}
