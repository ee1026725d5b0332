/** Keys of callers: issued once and kept as a digest, one for each person; what a key opens is decided at each call. */
import { createHash, randomBytes } from 'node:crypto';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { apiKey } from '../../registers/api-key.ts';
import { grant } from '../../registers/grant.ts';
import { type Open, getChecked } from '../find-open.ts';
import { setting } from '../setting.ts';
import { lake } from '../../../../../engines/lake/service.ts';

type Grant = Row<typeof grant>;
const head = 'fy_';
const keyBytes = 32;

/** A long random key needs no slow digest: there is nothing to guess. */
function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

const active = { field: 'status', is: 'equal', value: 'active' } as const;

export async function keysOf(services: Services, holder: string) {
  const { trusted } = services.use(registers).of(apiKey);
  const filter = { all: [active, { field: 'holder', is: 'equal', value: holder } as const] };
  return trusted.findMany(services.use(store).db, { filter, limit: 10 });
}

export async function endKeys(services: Services, work: Work, holder: string): Promise<void> {
  const { trusted } = services.use(registers).of(apiKey);
  for (const row of await keysOf(services, holder))
    await trusted.update(work, holder, row, { status: 'ended', endedAt: work.now.toISOString() });
}

/** The former one ends with it; the key itself is told this once. */
export async function issueKey(services: Services, holder: string): Promise<string> {
  const key = head + randomBytes(keyBytes).toString('base64url');
  await services.use(store).transaction(async (work) => {
    await endKeys(services, work, holder);
    await services
      .use(registers)
      .of(apiKey)
      .trusted.insert(work, holder, {
        holder,
        digest: digestOf(key),
        ending: key.slice(-4),
        issuedAt: work.now.toISOString(),
        status: 'active',
      });
  });
  return key;
}

/** Throws open-data.keyNeeded, keyWrong. */
async function holderOf(services: Services, key: string | undefined): Promise<string> {
  if (key === undefined || key === '') throw errors.keyNeeded();
  const { trusted } = services.use(registers).of(apiKey);
  const filter = { all: [active, { field: 'digest', is: 'equal', value: digestOf(key) } as const] };
  const [row] = await trusted.findMany(services.use(store).db, { filter, limit: 1 });
  if (row === undefined) throw errors.keyWrong();
  return row.holder;
}

export function isInForce(row: Grant, now: Date): boolean {
  return row.status === 'active' && row.endsOn >= shanghaiDate(now);
}

export async function grantsOf(
  services: Services,
  holder: string,
  publication?: string,
): Promise<readonly Grant[]> {
  const { trusted } = services.use(registers).of(grant);
  const tests = [
    { field: 'holder', is: 'equal', value: holder } as const,
    ...(publication === undefined
      ? []
      : [{ field: 'publication', is: 'equal', value: publication } as const]),
  ];
  return trusted.findMany(services.use(store).db, { filter: { all: tests }, limit: 200 });
}

export interface Caller {
  /** Undefined where anybody may and nobody said who he is. */
  readonly holder: string | undefined;
  readonly most: number | undefined;
}

async function quotaOf(services: Services, open: Open, holder: string): Promise<number> {
  if (!open.shown.conditional) return setting(services, 'calls-per-day');
  const now = services.use(store).clock.now();
  const inForce = (await grantsOf(services, holder, open.row.id)).filter((row) => isInForce(row, now));
  if (inForce.length === 0) throw errors.grantNeeded();
  return Math.max(...inForce.map((row) => row.callsPerDay));
}

/** Whose call it is and how often a day he may. `anonymous`: without a key unconditional data may be had as well. */
export async function openFor(
  services: Services,
  name: string,
  given: { readonly key: string | undefined; readonly anonymous: boolean },
): Promise<{ readonly open: Open; readonly caller: Caller }> {
  const holder = given.anonymous && !given.key ? undefined : await holderOf(services, given.key);
  const open = await getChecked(services, name);
  if (holder !== undefined) return { open, caller: { holder, most: await quotaOf(services, open, holder) } };
  if (open.shown.conditional) throw errors.grantNeeded();
  return { open, caller: { holder, most: undefined } };
}

/** Before anything is given out. Throws open-data.overQuota. */
export async function countCall(
  services: Services,
  open: Open,
  call: { readonly caller: Caller; readonly rows: number },
): Promise<void> {
  const { holder, most } = call.caller;
  const use = { target: open.row.id, caller: holder, kind: 'call', rows: call.rows, most } as const;
  if (!(await services.use(lake).open.take(use))) throw errors.overQuota({ most: most ?? 0 });
}
