/** '2026-11-25 14:03' in Shanghai. */
import { shanghaiDate, shanghaiTime } from '../../../../kernel/working-time.ts';

export function formatMoment(instant: string): string {
  const at = new Date(instant);
  return `${shanghaiDate(at)} ${shanghaiTime(at).slice(0, 5)}`;
}
