/** Open alarms of the theme, and the tour that visits one after the other. */
import type { ReactNode } from 'react';
import { levelTitles } from '../../../../../engines/telemetry/contract.ts';
import { levelTones } from '../../../../../engines/telemetry/web/alarm/alarm-words.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type { TwinAlarm } from '../../routes/twin-routes.ts';
import type { Tour } from './use-tour.ts';
import type { TwinState } from './use-twin-state.ts';

export function TourButton({ tour, ready }: { readonly tour: Tour; readonly ready: boolean }): ReactNode {
  return (
    <button
      type="button"
      className="twin-tour"
      aria-pressed={tour.running}
      disabled={!ready}
      onClick={tour.running ? tour.stop : tour.start}
    >
      {tour.running ? `停止巡视（第 ${tour.step} 处）` : '巡视告警'}
    </button>
  );
}

export function AlarmPanel(props: {
  readonly state: TwinState;
  readonly onVisit: (alarm: TwinAlarm) => void;
}): ReactNode {
  const { state, onVisit } = props;
  return (
    <Shown of={state.twin.city} rows={6}>
      {({ alarms, moreAlarms }) =>
        alarms.length === 0 ? (
          <Empty text={state.at === undefined ? '现在没有告警' : '那时没有告警'} />
        ) : (
          <ul className="twin-alarms" aria-label="未恢复的告警">
            {alarms.map((alarm) => (
              <li key={alarm.id}>
                <button
                  type="button"
                  aria-current={alarm.device === state.chosen?.id ? 'true' : undefined}
                  onClick={() => onVisit(alarm)}
                >
                  <StatusTag tone={levelTones[alarm.level as keyof typeof levelTones] ?? 'grey'}>
                    {levelTitles[alarm.level as keyof typeof levelTitles] ?? alarm.level}
                  </StatusTag>
                  <b>{alarm.title}</b>
                  <time>{momentText(alarm.raisedAt).slice(5)}</time>
                </button>
              </li>
            ))}
            {moreAlarms && <li className="twin-more">只列出最重的 {alarms.length} 条</li>}
          </ul>
        )
      }
    </Shown>
  );
}
