/** How many cases stand at each link, as a funnel from report to closing. */
import type { ReactNode } from 'react';
import type { Screen } from './screen-rows.ts';

export function StageFunnel(props: {
  readonly stages: Screen['stages'];
  readonly onOpen: (stage: Screen['stages'][number]) => void;
}): ReactNode {
  const most = Math.max(1, ...props.stages.map((one) => one.count));
  return (
    <ol className="wall-funnel">
      {props.stages.map((one) => (
        <li key={one.stage}>
          <button
            type="button"
            onClick={() => props.onOpen(one)}
            aria-label={`${one.title} ${one.count} 件，看明细`}
          >
            <span>{one.title}</span>
            <em>
              <i style={{ width: `${(one.count / most) * 100}%` }} />
            </em>
            <b>{one.count.toLocaleString('zh-CN')}</b>
          </button>
        </li>
      ))}
    </ol>
  );
}
