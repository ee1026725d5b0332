/** 指标卡: one card for each indicator over the whole period, against the equally long period before; a click leads to its rows. */
import { type ReactNode, useState } from 'react';
import { Empty, Failed, Loading } from '../../../../ui/empty.tsx';
import { Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { DrillDrawer } from './drill-drawer.tsx';
import { digitsOf, periodBefore, type Picked, type Question } from './indicator-question.ts';
import { useCatalogue, useValues } from './use-indicators.ts';

export interface IndicatorCardsProps {
  readonly indicators: readonly string[];
  readonly question: Omit<Question, 'by' | 'level'>;
  /** Compare with the period before; default true. */
  readonly compare?: boolean;
  /** Least width of a card, px. */
  readonly minimum?: number;
  readonly to?: (row: { readonly id: string }) => string;
}

export function IndicatorCards(props: IndicatorCardsProps): ReactNode {
  const { question, compare = true } = props;
  const { entries, error, retry } = useCatalogue(props.indicators);
  const now = useValues(entries, question);
  const before = useValues(compare ? entries : undefined, periodBefore(question));
  const [picked, setPicked] = useState<Picked | undefined>(undefined);
  if (error !== null) return <Failed error={error} onRetry={retry} />;
  if (entries !== undefined && entries.length === 0) return <Empty text="没有您可以查看的指标" />;
  if (now.isError) return <Failed error={now.error} onRetry={() => void now.refetch()} />;
  if (entries === undefined || now.data === undefined) return <Loading rows={3} />;
  const { total } = now.data;
  return (
    <>
      <Tiles minimum={props.minimum ?? 180}>
        {entries.map((entry) => (
          <NumberCard
            key={entry.id}
            title={entry.title}
            value={total[entry.id]?.value}
            unit={entry.unit}
            digits={digitsOf(entry)}
            formula={`${entry.formula}（${entry.source}）`}
            better={entry.better}
            {...(compare && before.data ? { before: before.data.total[entry.id]?.value ?? null } : {})}
            {...(total[entry.id]?.value === null
              ? {}
              : {
                  onOpen: () =>
                    setPicked({ entry, part: 'numerator', group: undefined, groupName: '合计', question }),
                })}
          />
        ))}
      </Tiles>
      <DrillDrawer
        picked={picked}
        onPart={(part) => picked && setPicked({ ...picked, part })}
        onClose={() => setPicked(undefined)}
        {...(props.to ? { to: props.to } : {})}
      />
    </>
  );
}
