/** The clocks of an application: limits in working days from settings and promises, days used and days saved. */
import { flow } from '../../../../engines/flow/service.ts';
import { store } from '../../../../engines/store/service.ts';
import type { Services } from '../../../../kernel/system.ts';
import { addTimeLimit, elapsed } from '../../../../kernel/working-time.ts';
import type { settings } from '../permissions.ts';

export function setting(services: Services, name: keyof typeof settings): number {
  return services.use(store).settings.value(`inner-run.${name}`);
}

export function afterDays(services: Services, from: Date, days: number): string {
  const calendar = services.use(flow).calendar();
  return addTimeLimit(calendar, from, { amount: days, unit: 'work-day' }).toISOString();
}

/** In working days, to a tenth. */
export function daysBetween(services: Services, from: Date, to: Date): number {
  const calendar = services.use(flow).calendar();
  const one = elapsed(
    calendar,
    from,
    addTimeLimit(calendar, from, { amount: 1, unit: 'work-day' }),
    'work-day',
  );
  return Math.round((elapsed(calendar, from, to, 'work-day') / one) * 10) / 10;
}

/** A limit that ends at a moment which is fixed already. */
export function until(
  now: Date,
  at: string | null,
): { readonly amount: number; readonly unit: 'urgent-hour' } | undefined {
  if (at === null) return undefined;
  return { amount: Math.max(0, (new Date(at).getTime() - now.getTime()) / 3_600_000), unit: 'urgent-hour' };
}
