/** Levels and forms of meetings, how long one may last, and which are approved first, as data with their source. */
import json from './meetings.json' with { type: 'json' };

interface Coded {
  readonly code: string;
  readonly name: string;
}

interface Meetings {
  readonly source: string;
  readonly validFrom: string;
  readonly mostDays: number;
  readonly approval: { readonly levels: readonly string[]; readonly people: number };
  readonly levels: readonly Coded[];
  readonly forms: readonly Coded[];
}

export const meetingTable = json as Meetings;

export function needsApproval(level: string, people: number | undefined): boolean {
  const { levels, people: most } = meetingTable.approval;
  return levels.includes(level) || (people ?? 0) >= most;
}
