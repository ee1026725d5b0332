/** The newest cases rolling by; stops under the mouse, in focus, on the button, and for people who want no motion. */
import { type ReactNode, useEffect, useState } from 'react';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { ScreenPanel, useStage } from '../../../../../ui/screen/screen.tsx';
import { casePath } from '../rows/case-words.ts';
import type { Screen } from './screen-rows.ts';

const turnMilliseconds = 3_000;
export function LatestCases(props: { readonly rows: Screen['latest'] }): ReactNode {
  const { rows } = props;
  // What fits without rolling.
  const still = useStage().wide ? 8 : 3;
  const [paused, setPaused] = useState(() => matchMedia('(prefers-reduced-motion: reduce)').matches);
  const [held, setHeld] = useState(false);
  const [turn, setTurn] = useState(0);
  const rolling = !paused && !held && rows.length > still;
  useEffect(() => {
    if (!rolling) return undefined;
    const timer = setInterval(() => setTurn((old) => old + 1), turnMilliseconds);
    return () => clearInterval(timer);
  }, [rolling]);
  const from = rows.length === 0 ? 0 : turn % rows.length;
  const shown = [...rows.slice(from), ...rows.slice(0, from)].slice(0, still);
  return (
    <ScreenPanel
      title="最新案件"
      extra={
        rows.length > still && (
          <button
            type="button"
            className="wall-small"
            aria-pressed={paused}
            onClick={() => setPaused(!paused)}
          >
            {paused ? '继续滚动' : '暂停'}
          </button>
        )
      }
    >
      {rows.length === 0 && <p className="wall-none">暂无案件</p>}
      <ul
        className="wall-latest"
        onMouseEnter={() => setHeld(true)}
        onMouseLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        {shown.map((row) => (
          <li key={row.id}>
            <a href={`/desk${casePath(row.id)}`} target="_blank" rel="noreferrer" title={row.title}>
              <span>{row.title}</span>
              <small>
                <i>{row.stageTitle}</i>
                {momentText(row.openedAt).slice(5)}
              </small>
            </a>
          </li>
        ))}
      </ul>
    </ScreenPanel>
  );
}
