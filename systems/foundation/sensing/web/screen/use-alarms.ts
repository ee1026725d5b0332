/** Open alarms for the wall: asked again as soon as the server tells of one, and now and then in case the line was down. */
import { useMemo } from 'react';
import registersContract from '../../../../../engines/registers/contract.ts';
import telemetryContract, { type levelTitles } from '../../../../../engines/telemetry/contract.ts';
import { useLive } from '../../../../../ui/live.ts';
import { useCall } from '../../../../../ui/use-call.ts';

const everyMinute = 60_000;

export interface AlarmRow {
  readonly id: string;
  readonly title: string;
  readonly level: keyof typeof levelTitles;
  readonly status: string;
  readonly lastAt: string;
  readonly times: number;
}

export function useAlarms(status: string, size: number) {
  const input = useMemo(
    () => ({ register: 'telemetry.alarm', where: JSON.stringify({ status }), sort: '-raisedAt', size }),
    [status, size],
  );
  const list = useCall(registersContract.routes.list, input, { every: everyMinute, keep: true });
  const counts = useCall(telemetryContract.routes.alarmCounts, {}, { every: everyMinute, keep: true });
  const renew = () => {
    void list.refetch();
    void counts.refetch();
  };
  useLive('telemetry:read-alarms', renew);
  useLive('reconnected', renew);
  const countOf = (level: string | undefined, statuses: readonly string[]) =>
    counts.data?.counts
      .filter((each) => (level === undefined || each.level === level) && statuses.includes(each.status))
      .reduce((sum, each) => sum + each.count, 0);
  return { rows: list.data?.rows as unknown as readonly AlarmRow[] | undefined, countOf, list };
}
