/** 感知告警: how many are open by level, and the list of them. */
import type { ReactNode } from 'react';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useLive } from '../../../../ui/live.ts';
import { useCall } from '../../../../ui/use-call.ts';
import { RegisterList } from '../../../registers/web/parts/register-list.tsx';
import contract from '../../contract.ts';
import { levelTitles } from '../../registers/alarm.ts';
import { paths } from '../paths.ts';
import '../telemetry.css';

const open = { status: 'raised,acknowledged,cleared' };

export default function AlarmsPage(): ReactNode {
  return (
    <PageFrame title="感知告警" summary="规则判定的异常：同一规则同一设备未关闭前只有一条，再次发生计次数">
      <Counts />
      <RegisterList register="telemetry.alarm" where={open} to={paths.alarm} />
    </PageFrame>
  );
}

/** Renewed at once when an alarm is raised, cleared or closed. */
function Counts(): ReactNode {
  const { data, refetch } = useCall(contract.routes.alarmCounts, {}, { every: 30_000 });
  useLive('telemetry:read-alarms', () => void refetch());
  useLive('reconnected', () => void refetch());
  const count = (level: string, status: string) =>
    data?.counts.find((each) => each.level === level && each.status === status)?.count;
  return (
    <div className="telemetry-levels">
      {Object.entries(levelTitles).map(([level, title]) => (
        <div key={level} className="telemetry-level" data-level={level}>
          <b>{title}</b>
          <span>
            告警中 <strong>{count(level, 'raised') ?? '—'}</strong>
          </span>
          <span>
            已确认 <strong>{count(level, 'acknowledged') ?? '—'}</strong>
          </span>
          <span>
            已恢复待关闭 <strong>{count(level, 'cleared') ?? '—'}</strong>
          </span>
        </div>
      ))}
    </div>
  );
}
