/** Columns and query fields of the work list. */
import type { ReactNode } from 'react';
import { TimeLight } from '../../../../../ui/time-light.tsx';
import { durationText, momentText } from '../../../../../ui/form/city-time.ts';
import type { QueryColumn, QueryField } from '../../../../../ui/query-table.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { urbanCase } from '../../case/urban-case.ts';
import { type CaseRow, lightOf, stateTitle, stateTone, textOf } from '../rows/case-words.ts';

type Labels = Readonly<Record<string, Readonly<Record<string, string>>>>;
/** One row with the names that came with its page. */
export type BoardRow = CaseRow & { readonly labels: Labels };

const { fields } = urbanCase;

export const boardFields: readonly QueryField[] = (
  [
    'caseArea',
    'matter',
    'source',
    'unit',
    'openedAt',
    'stage',
    'severity',
    'status',
    'supervised',
    'repeated',
    'dueAt',
    'leadUnit',
  ] as const
).map((name) => ({ name, field: fields[name] }));

export function boardColumns(
  soonHours: number,
  selected: string | undefined,
): readonly QueryColumn<BoardRow>[] {
  return [
    {
      key: 'number',
      title: '案件',
      sort: true,
      render: (row) => <CaseTitle row={row} selected={row.id === selected} />,
    },
    {
      key: 'stage',
      title: '环节',
      render: (row) => <StatusTag tone={stateTone(row)}>{stateTitle(row)}</StatusTag>,
    },
    { key: 'dueAt', title: '办结时限', sort: true, render: (row) => <Due row={row} soonHours={soonHours} /> },
    { key: 'caseArea', title: '区划', render: (row) => named(row, 'caseArea') },
    { key: 'unit', title: '承办单位', render: (row) => named(row, 'unit') },
    { key: 'openedAt', title: '上报时间', sort: true, render: (row) => moment(row, 'openedAt') },
    { key: 'source', title: '来源', field: fields.source },
    { key: 'matter', title: '事项小类', field: fields.matter, hidden: true },
    { key: 'leadUnit', title: '主办单位', hidden: true, render: (row) => named(row, 'leadUnit') },
    { key: 'grid', title: '单元网格', hidden: true },
    { key: 'stageDueAt', title: '环节时限', hidden: true, render: (row) => moment(row, 'stageDueAt') },
    {
      key: 'closedAt',
      title: '办结时间',
      hidden: true,
      sort: true,
      render: (row) => moment(row, 'closedAt'),
    },
    { key: 'rating', title: '满意度', hidden: true, field: fields.rating },
  ];
}

function CaseTitle(props: { readonly row: BoardRow; readonly selected: boolean }): ReactNode {
  const { row } = props;
  return (
    <span className={`urban-case${props.selected ? ' is-selected' : ''}`}>
      <b title={textOf(row, 'title')}>{textOf(row, 'title') || '待定类'}</b>
      <span className="city-muted city-number">
        {textOf(row, 'number')}
        {row['severity'] === 'urgent' && <StatusTag tone="red">紧急</StatusTag>}
        {row['supervised'] === true && <StatusTag tone="red">督办</StatusTag>}
        {row['repeated'] === true && <StatusTag tone="purple">重复</StatusTag>}
        {Number(row['urged'] ?? 0) > 0 && <StatusTag tone="yellow">催办</StatusTag>}
      </span>
    </span>
  );
}

function Due(props: { readonly row: BoardRow; readonly soonHours: number }): ReactNode {
  const { row } = props;
  const now = new Date();
  // Before it is filed a case has no limit of its own, only the present link has.
  const whole = textOf(row, 'dueAt');
  const dueAt = whole === '' ? textOf(row, 'stageDueAt') : whole;
  const light = lightOf({ ...row, dueAt }, now, props.soonHours);
  if (row['status'] === 'suspended') return <TimeLight light="none" text="已缓办" />;
  if (light === 'none')
    return row['status'] === 'closed' && row['closedLate'] === true ? (
      <TimeLight light="red" text="超期办结" />
    ) : (
      <span className="city-muted">—</span>
    );
  const left = Date.parse(dueAt) - now.getTime();
  return (
    <TimeLight
      light={light}
      dueAt={dueAt}
      text={`${whole === '' ? '本环节' : ''}${left < 0 ? '超' : '剩'} ${durationText(left)}`}
    />
  );
}

function named(row: BoardRow, field: string): ReactNode {
  const code = textOf(row, field);
  return code === '' ? <span className="city-muted">—</span> : (row.labels[field]?.[code] ?? code);
}

function moment(row: BoardRow, field: string): ReactNode {
  return <span className="city-number">{momentText(textOf(row, field))}</span>;
}
