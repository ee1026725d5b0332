/** Alarms as lines that can be read from across the room. */
import type { ReactNode } from 'react';
import { levelTitles } from '../../../../../engines/telemetry/contract.ts';
import { levelTones } from '../../../../../engines/telemetry/web/alarm/alarm-words.ts';
import { Empty } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type { AlarmRow } from './use-alarms.ts';

/** The wall stays as it is; rows open at the desk beside it. */
export function atDesk(path: string): void {
  window.open(`/desk/telemetry${path}`, '_blank');
}

export function AlarmList(props: { readonly rows: readonly AlarmRow[] | undefined }): ReactNode {
  const { rows } = props;
  if (rows === undefined) return null;
  if (rows.length === 0) return <Empty text="现在没有告警" />;
  return (
    <ul className="sensing-wall-alarms">
      {rows.map((alarm) => (
        <li key={alarm.id}>
          <button type="button" onClick={() => atDesk(`/alarms/${alarm.id}`)}>
            <StatusTag tone={levelTones[alarm.level]}>{levelTitles[alarm.level]}</StatusTag>
            <b>{alarm.title}</b>
            <span>{alarm.times > 1 ? `${alarm.times} 次` : ''}</span>
            <time>{momentText(alarm.lastAt).slice(5, 16)}</time>
          </button>
        </li>
      ))}
    </ul>
  );
}
