/** Working days that each step of a document or a matter may take, as data with their source. */
import type { TimeLimit } from '../../../../kernel/working-time.ts';
import json from './limits.json' with { type: 'json' };

interface Limits {
  readonly version: number;
  readonly source: string;
  readonly validFrom: string;
  readonly processes: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export const limits = json as Limits;

export function stageLimit(process: string, stage: string): { readonly stage?: TimeLimit } {
  const amount = limits.processes[process]?.[stage];
  return amount === undefined ? {} : { stage: { amount, unit: 'work-day' } };
}
