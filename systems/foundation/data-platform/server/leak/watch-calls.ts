/** Hears which hours of shared calls got news, measures them against the caller's own past, and raises what the rule finds. */
import type { Delivered, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { type CallHour, lake } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { agreement, application } from '../../../data-sharing/contract.ts';
import { ruleKeys } from '../../data/leak-rules.ts';
import { measureCalls, measureRefusals } from '../../detect/measure-calls.ts';
import { judgeHour } from './judge-hour.ts';
import { type Caller, raiseAlert } from './raise-alert.ts';
import { isWatched, termsOf, weeksBefore } from './terms.ts';

interface TouchedHour {
  readonly contract: string;
  readonly app: string;
  readonly hour: string;
}

async function callerOf(services: Services, work: Work, contract: string) {
  const rows = services.use(registers);
  const row = await rows.of(agreement).trusted.find(work.db, contract);
  if (row === undefined) return undefined;
  const app = await rows.of(application).trusted.find(work.db, row.application);
  const caller: Caller = {
    kind: 'application',
    id: contract,
    name: `${app?.name ?? '未知应用'} · ${row.number}`,
    agreement: contract,
    consumer: row.consumer,
    provider: row.provider,
  };
  return { caller, quota: row.callsPerDay };
}

async function watchHour(services: Services, work: Work, touched: TouchedHour): Promise<void> {
  const known = await callerOf(services, work, touched.contract);
  if (known === undefined) return;
  const { watch } = services.use(lake);
  const { hour } = touched;
  const day = shanghaiDate(new Date(hour));
  const next = new Date(Date.parse(hour) + 3_600_000).toISOString();
  const found = await watch.hours({
    contracts: [touched.contract],
    from: weeksBefore(services, hour),
    to: next,
  });
  const now = found.find((each) => each.hour === hour);
  if (now === undefined) return;
  const past: readonly CallHour[] = found.filter((each) => each.hour < hour);
  const today = found
    .filter((each) => shanghaiDate(new Date(each.hour)) === day)
    .reduce((sum, each) => sum + each.calls, 0);
  const { first, lastOfApp } = await watch.span(touched.contract, touched.app, hour);
  const measures = measureCalls(
    now,
    { hours: past, first, lastOfApp, today, quota: known.quota },
    services.use(flow).calendar(),
    termsOf(services),
  );
  const findings = await judgeHour(services, ruleKeys.call, { hour, calls: now.calls, measures });
  for (const [kind, finding] of findings) await raiseAlert(services, work, known.caller, kind, finding);
}

export async function watchCalls(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const { hours } = event.payload as { readonly hours: readonly TouchedHour[] };
  for (const hour of hours) if (isWatched(services, work, hour.hour)) await watchHour(services, work, hour);
}

/** Calls refused before there was a receipt: of an application, whatever contract they named. */
export async function watchRefusals(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const { hours } = event.payload as {
    readonly hours: readonly { readonly app: string; readonly hour: string }[];
  };
  for (const { app, hour } of hours) {
    if (!isWatched(services, work, hour)) continue;
    const row = await services.use(registers).of(application).trusted.find(work.db, app);
    if (row === undefined) continue;
    const refused = await services.use(lake).watch.refusals(app, hour);
    const calls = refused.reduce((sum, each) => sum + each.calls, 0);
    const measures = measureRefusals(calls);
    const findings = await judgeHour(services, ruleKeys.call, { hour, calls, measures });
    const caller: Caller = { kind: 'application', id: app, name: row.name, consumer: row.department };
    for (const [kind, finding] of findings) await raiseAlert(services, work, caller, kind, finding);
  }
}
