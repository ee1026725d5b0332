/** The number cards above the work list; each narrows the list to the rows it counts. */
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { NumberCard } from '../../../../../ui/number-card.tsx';
import type contract from '../../contract.ts';

export type Board = OutputOf<typeof contract.routes.board>;
export type ViewName = Board['views'][number]['view'];

const tones: Readonly<Partial<Record<ViewName, string>>> = { 'due-soon': 'yellow', overdue: 'red' };

export function BoardNumbers(props: {
  readonly board: Board | undefined;
  readonly chosen: string | undefined;
  readonly onChoose: (view: ViewName | undefined) => void;
  /** Requests that wait for this person's answer; undefined while unknown. */
  readonly requests: number | undefined;
  readonly onRequests: () => void;
}): ReactNode {
  const views = props.board?.views ?? placeholders;
  return (
    <div className="urban-numbers">
      {views.map(({ view, title, count }) => (
        <div
          key={view}
          className="urban-number"
          data-tone={count === undefined || count === 0 ? undefined : tones[view]}
          data-chosen={props.chosen === view}
        >
          <NumberCard
            title={title}
            value={count}
            unit="件"
            {...(view === 'due-soon' && props.board
              ? { formula: `距办结时限不足 ${props.board.soonHours} 小时的在办案件` }
              : {})}
            onOpen={() => props.onChoose(props.chosen === view ? undefined : view)}
          />
        </div>
      ))}
      <div className="urban-number" data-tone={props.requests ? 'yellow' : undefined}>
        <NumberCard title="待我审定的申请" value={props.requests} unit="件" onOpen={props.onRequests} />
      </div>
    </div>
  );
}

const placeholders: readonly { view: ViewName; title: string; count: number | undefined }[] = [
  { view: 'today', title: '今日上报', count: undefined },
  { view: 'open', title: '在办', count: undefined },
  { view: 'due-soon', title: '即将到期', count: undefined },
  { view: 'overdue', title: '已超期', count: undefined },
  { view: 'closed-today', title: '今日办结', count: undefined },
];
