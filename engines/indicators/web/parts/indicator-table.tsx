/** Groups down, indicators across, a bar under each number; a number leads to its rows. `—` where there is nothing to divide by. */
import { type ReactNode, useState } from 'react';
import { Empty, Failed, Loading } from '../../../../ui/empty.tsx';
import type { CatalogueEntry, ComputeReply } from '../../contract.ts';
import '../indicators.css';
import { DrillDrawer } from './drill-drawer.tsx';
import { FormulaTip } from './formula-tip.tsx';
import {
  barLength,
  fits,
  partsText,
  type Picked,
  type Question,
  type Value,
  valueText,
  wholeOf,
} from './indicator-question.ts';
import { useCatalogue, useValues } from './use-indicators.ts';

export interface IndicatorTableProps {
  /** Ids in the order of the columns; those that the person may not see are left out. */
  readonly indicators: readonly string[];
  readonly question: Question;
  /** Head of the first column; default by the grouping. */
  readonly groupTitle?: string;
  /** Where a row of the drawer leads; default the case or register page. */
  readonly to?: (row: { readonly id: string }) => string;
}

const noRows = '没有可统计的记录，不计算';
const notSo = '此指标的记录不分区划或单位，只有总数';

const groupTitles: Readonly<Record<string, string>> = { area: '区划', department: '单位', none: '范围' };

export function IndicatorTable(props: IndicatorTableProps): ReactNode {
  const { question } = props;
  const { entries, error, retry } = useCatalogue(props.indicators);
  const fitting = entries?.filter((entry) => fits(entry, question));
  const whole = wholeOf(question);
  const others = whole && entries?.filter((entry) => !fits(entry, question));
  const values = useValues(fitting, question);
  const totals = useValues(others, whole ?? question);
  const [picked, setPicked] = useState<Picked | undefined>(undefined);
  if (error !== null) return <Failed error={error} onRetry={retry} />;
  if (entries !== undefined && entries.length === 0) return <Empty text="没有您可以查看的指标" />;
  const broken = [values, totals].find(({ isError }) => isError);
  if (broken?.error) return <Failed error={broken.error} onRetry={() => void broken.refetch()} />;
  if (entries === undefined || values.isLoading || totals.isLoading) return <Loading rows={8} />;
  const title = props.groupTitle ?? groupTitles[question.by ?? 'none'] ?? '分组';
  const pick = (entry: CatalogueEntry, group: string | null | undefined, groupName: string) =>
    setPicked({
      entry,
      part: 'numerator',
      group,
      groupName,
      question: fits(entry, question) ? question : (whole ?? question),
    });
  const reply = {
    groups: values.data?.groups ?? [],
    total: { ...values.data?.total, ...totals.data?.total },
  };
  return (
    <>
      <div className="indicator-scroll" aria-busy={values.isPlaceholderData}>
        <table className="indicator-table">
          <caption className="city-hidden">{`指标统计：${question.from} 至 ${question.to}`}</caption>
          <Head title={title} entries={entries} />
          <Body
            entries={entries}
            reply={reply}
            missing={(entry) => (fits(entry, question) ? noRows : notSo)}
            grouped={(question.by ?? 'none') !== 'none'}
            pick={pick}
          />
        </table>
      </div>
      <DrillDrawer
        picked={picked}
        onPart={(part) => picked && setPicked({ ...picked, part })}
        onClose={() => setPicked(undefined)}
        {...(props.to ? { to: props.to } : {})}
      />
    </>
  );
}

function Head(props: { readonly title: string; readonly entries: readonly CatalogueEntry[] }): ReactNode {
  return (
    <thead>
      <tr>
        <th scope="col">{props.title}</th>
        {props.entries.map((entry) => (
          <th key={entry.id} scope="col">
            {entry.title}
            <FormulaTip entry={entry} />
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface BodyProps {
  readonly entries: readonly CatalogueEntry[];
  readonly reply: ComputeReply;
  readonly grouped: boolean;
  /** Why an indicator has no number. */
  readonly missing: (entry: CatalogueEntry) => string;
  readonly pick: (entry: CatalogueEntry, group: string | null | undefined, groupName: string) => void;
}

function Body(props: BodyProps): ReactNode {
  const { entries, reply, grouped, missing, pick } = props;
  const largest = new Map(
    entries.map(({ id }) => [id, Math.max(0, ...reply.groups.map((group) => group.values[id]?.value ?? 0))]),
  );
  const cells = (values: Readonly<Record<string, Value>>, group: string | null | undefined, name: string) =>
    entries.map((entry) => (
      <td key={entry.id}>
        <Cell
          entry={entry}
          value={values[entry.id]}
          largest={group === undefined ? undefined : largest.get(entry.id)}
          name={name}
          missing={missing(entry)}
          onPick={() => pick(entry, group, name)}
        />
      </td>
    ));
  return (
    <>
      {grouped && (
        <tbody>
          {reply.groups.map((group) => (
            <tr key={group.key ?? ''}>
              <th scope="row">{group.name}</th>
              {cells(group.values, group.key, group.name)}
            </tr>
          ))}
        </tbody>
      )}
      <tfoot>
        <tr>
          <th scope="row">合计</th>
          {cells(reply.total, undefined, '合计')}
        </tr>
      </tfoot>
    </>
  );
}

function Cell(props: {
  readonly entry: CatalogueEntry;
  readonly value: Value | undefined;
  /** Undefined draws no bar. */
  readonly largest: number | undefined;
  readonly name: string;
  readonly missing: string;
  readonly onPick: () => void;
}): ReactNode {
  const { entry, value, largest } = props;
  const text = valueText(entry, value);
  if (text === '—')
    return (
      <span className="city-muted" title={props.missing}>
        —
      </span>
    );
  return (
    <>
      <button
        type="button"
        className="indicator-value"
        title={partsText(entry, value)}
        aria-label={`${props.name}，${entry.title}，${text}，查看明细`}
        onClick={props.onPick}
      >
        {text}
      </button>
      {largest !== undefined && (
        <span className="indicator-bar" aria-hidden>
          <span style={{ width: `${barLength(entry, value, largest) * 100}%` }} />
        </span>
      )}
    </>
  );
}
