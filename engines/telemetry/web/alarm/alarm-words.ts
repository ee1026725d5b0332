/** An alarm as its page shows it. Pure. */
import type { Point } from '../../../../kernel/register.ts';
import type { Tone } from '../../../../ui/status-tag.tsx';

export interface AlarmShown {
  readonly id: string;
  readonly title: string;
  readonly level: '1' | '2' | '3';
  readonly status: 'raised' | 'acknowledged' | 'cleared' | 'closed';
  readonly device: string;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly property: string;
  readonly reason: string | null;
  readonly value: number | null;
  readonly times: number;
  readonly raisedAt: string;
  readonly lastAt: string;
  readonly acknowledgedAt: string | null;
  readonly clearedAt: string | null;
  readonly closedAt: string | null;
  readonly conclusion: string | null;
  readonly limit: number | null;
  /** Where it happened, for what moves; else where the device stands. */
  readonly position: Point | null;
  readonly caseType: string | null;
  readonly caseId: string | null;
  readonly caseProblem: string | null;
}

export const levelTones: Readonly<Record<AlarmShown['level'], Tone>> = {
  '1': 'red',
  '2': 'yellow',
  '3': 'blue',
};

export const statusTones: Readonly<Record<AlarmShown['status'], Tone>> = {
  raised: 'red',
  acknowledged: 'purple',
  cleared: 'green',
  closed: 'grey',
};

/** Where the device was or what it told decided: there is no number to draw. */
export function hasCurve({ value, limit }: Pick<AlarmShown, 'value' | 'limit'>): boolean {
  return value !== null || limit !== null;
}

const hour = 3_600_000;

/** Hours of curve that show the alarm from its beginning, among those that can be chosen. */
export function hoursSince(raisedAt: string, now: number): number {
  const age = now - Date.parse(raisedAt);
  const spans = [2, 24, 168, 720];
  return spans.find((span) => age < span * hour * 0.9) ?? 8760;
}
