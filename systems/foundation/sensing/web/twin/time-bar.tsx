/** The last hours on a slider: the city as it was then; '现在' leads back. */
import { type ReactNode, useEffect, useState } from 'react';
import { durationText, momentText } from '../../../../../ui/form/city-time.ts';

const minute = 60_000;
/** Minutes from one place of the slider to the next. */
const step = 10;
/** What is asked for follows the hand with so much delay. */
const rest = 250;

export function TimeBar(props: {
  readonly hours: number;
  readonly at: string | undefined;
  readonly onAt: (at: string | undefined) => void;
}): ReactNode {
  const { hours, at, onAt } = props;
  // How far back, and counted from when: the present goes on while somebody looks at the past.
  const [back, setBack] = useState({ minutes: 0, from: 0 });
  const { minutes, from } = back;
  const wanted = minutes === 0 ? undefined : new Date(from - minutes * minute).toISOString();
  useEffect(() => {
    if (wanted === at) return undefined;
    const timer = setTimeout(() => onAt(wanted), rest);
    return () => clearTimeout(timer);
  }, [wanted, at, onAt]);
  const live = minutes === 0;
  const ago = `${durationText(minutes * minute)}前`;
  const said = live ? '现在' : `${momentText(wanted)}，${ago}`;
  return (
    <div className="twin-time" data-past={live ? undefined : ''}>
      <span className="twin-time-said" role="status">
        {live ? (
          <>
            <i className="twin-live" /> 实时
          </>
        ) : (
          <>
            回看 <b>{momentText(wanted).slice(5)}</b> <small>{ago}</small>
          </>
        )}
      </span>
      <input
        type="range"
        aria-label="回看时间"
        aria-valuetext={said}
        min={-hours * 60}
        max={0}
        step={step}
        value={-minutes}
        onChange={(event) => {
          const next = -Number(event.target.value);
          setBack((old) => ({
            minutes: next,
            from: old.minutes === 0 ? Math.floor(Date.now() / minute) * minute : old.from,
          }));
        }}
      />
      <span className="twin-time-ends" aria-hidden>
        <span>{hours} 小时前</span>
        <span>现在</span>
      </span>
      <button type="button" disabled={live} onClick={() => setBack({ minutes: 0, from: 0 })}>
        现在
      </button>
    </div>
  );
}
