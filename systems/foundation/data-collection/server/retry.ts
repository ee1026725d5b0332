/** When a load that did not come to its end is tried again by itself. */
import type { Services } from '../../../../kernel/system.ts';
import type { BatchRow } from '../../../../engines/lake/service.ts';
import curable from '../data/curable.json' with { type: 'json' };
import type { DatasetRow } from './reach.ts';
import { setting } from './setting.ts';

const codes: ReadonlySet<string> = new Set(curable.codes);
const minute = 60_000;

export interface Retry {
  readonly tries: number;
  readonly retryAt: string | null;
  /** Until then. */
  readonly minutes: number;
}

/** Twice as long each time; never for what repeating cannot cure. */
export function retryOf(services: Services, row: DatasetRow, batch: BatchRow, now: Date): Retry {
  if (batch.state === 'loaded' || batch.state === 'unchanged') return { tries: 0, retryAt: null, minutes: 0 };
  const tries = row.tries ?? 0;
  const failed = batch.state === 'failed' && batch.mode !== 'replay';
  if (!failed || !codes.has(batch.error ?? '') || tries >= setting(services, 'retry-times'))
    return { tries, retryAt: null, minutes: 0 };
  const minutes = setting(services, 'retry-minutes') * 2 ** tries;
  return { tries: tries + 1, retryAt: new Date(now.getTime() + minutes * minute).toISOString(), minutes };
}
