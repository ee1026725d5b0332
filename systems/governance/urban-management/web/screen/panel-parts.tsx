/** What the panels of the wall share: what they are given, how much fits, waiting and the days they cover. */
import type { ReactNode } from 'react';
import { Failed, Loading } from '../../../../../ui/empty.tsx';
import { useStage } from '../../../../../ui/screen/screen.tsx';
import type { RowQuestion } from '../rows/row-question.ts';
import type { Place, Screen } from './screen-rows.ts';
import type { useScreen } from './use-screen.ts';

export interface PanelProps {
  readonly held: ReturnType<typeof useScreen>;
  readonly screen: Screen;
  readonly place: Place;
  readonly onOpen: (question: RowQuestion) => void;
}

export const todays = [
  { key: 'opened', title: '上报', field: 'openedAt' },
  { key: 'filed', title: '立案', field: 'filedAt' },
  { key: 'closed', title: '办结', field: 'closedAt' },
] as const;

/** What fits into a panel of the stage. */
export function useRankRows(): number {
  return useStage().wide ? 9 : 5;
}

export function Days(props: { readonly period: Screen['period'] }): ReactNode {
  const { from, to } = props.period;
  return (
    <span className="wall-days">
      {from.slice(5)} 至 {to.slice(5)}
    </span>
  );
}

export function Waiting(props: {
  readonly of: { readonly data: unknown; readonly error: unknown; readonly refetch: () => unknown };
  readonly children: ReactNode;
}): ReactNode {
  if (props.of.data !== undefined) return props.children;
  if (props.of.error) return <Failed error={props.of.error} onRetry={() => void props.of.refetch()} />;
  return <Loading rows={3} />;
}
