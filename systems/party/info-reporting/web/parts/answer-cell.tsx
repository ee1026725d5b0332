/** One column of an answer: an input, or the held figure with its source and a way to doubt it. */
import { DatePicker, Input, InputNumber, Segmented } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { CodeSelect } from '../../../../../ui/form/code-select.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type contract from '../../contract.ts';
import { type Cell, cellOf, type Column } from '../../table/column.ts';
import { titleOf } from './cell-text.ts';
import { CellValue } from './cell-value.tsx';
import { DoubtButton } from './doubt-button.tsx';

type Answer = OutputOf<typeof contract.routes.answer>;

export interface AnswerCellProps {
  readonly answer: Answer;
  readonly column: Column;
  readonly value: Cell;
  readonly problem: string | undefined;
  /** Absent where it is not to be typed. */
  readonly onChange: ((value: Cell) => void) | undefined;
}

function CellInput({ column, value, problem, onChange }: AnswerCellProps): ReactNode {
  const id = `cell-${column.key}`;
  const status = problem === undefined ? {} : { status: 'error' as const };
  if (column.kind === 'integer' || column.kind === 'decimal')
    return (
      <InputNumber<number>
        id={id}
        {...status}
        value={typeof value === 'number' ? value : null}
        {...(column.kind === 'integer' ? { precision: 0 } : {})}
        onChange={(next) => onChange?.(next)}
        style={{ width: '100%' }}
        inputMode="decimal"
      />
    );
  if (column.kind === 'boolean')
    return (
      <Segmented
        id={id}
        value={typeof value === 'boolean' ? String(value) : ''}
        onChange={(next) => onChange?.(next === 'true')}
        options={[
          { value: 'true', label: '是' },
          { value: 'false', label: '否' },
        ]}
      />
    );
  if (column.kind === 'code')
    return (
      <CodeSelect
        id={id}
        list={column.codeList ?? ''}
        value={typeof value === 'string' ? value : null}
        onChange={(next) => onChange?.(next)}
      />
    );
  if (column.kind === 'date')
    return (
      <DatePicker
        id={id}
        {...status}
        value={typeof value === 'string' && value !== '' ? dayjs(value) : null}
        onChange={(day) => onChange?.(day ? day.format('YYYY-MM-DD') : null)}
        style={{ width: '100%' }}
      />
    );
  return (
    <Input
      id={id}
      {...status}
      value={typeof value === 'string' ? value : ''}
      maxLength={1000}
      onChange={(event) => onChange?.(event.target.value === '' ? null : event.target.value)}
    />
  );
}

function Held({ answer, column, value }: AnswerCellProps): ReactNode {
  const source = answer.sources[column.key];
  const doubt = answer.doubts[column.key];
  return (
    <div className="report-held">
      <b className="city-number">
        <CellValue column={column} value={value} />
      </b>
      {column.mode === 'prefill' && <StatusTag tone="green">预填</StatusTag>}
      {column.formula !== undefined && <StatusTag tone="grey">计算</StatusTag>}
      {source && (
        <span className="city-muted">
          数据来源：{source.title}，截至 {source.at}
          {source.note ? `，${source.note}` : ''}
        </span>
      )}
      {column.formula !== undefined && <span className="city-muted">公式：{column.formula}</span>}
      {doubt && <span className="report-returned">已提出疑义：{doubt}</span>}
      {column.mode === 'prefill' && answer.offers.fill && !doubt && (
        <DoubtButton id={answer.id} column={column.key} title={column.title} />
      )}
    </div>
  );
}

export function AnswerCell(props: AnswerCellProps): ReactNode {
  const { answer, column, onChange, problem, value } = props;
  const last = answer.last === null ? null : cellOf(answer.last, column.key);
  return (
    <div className="report-cell">
      <label htmlFor={onChange ? `cell-${column.key}` : undefined}>
        {titleOf(column)}
        {column.required && onChange && (
          <span className="report-required" aria-hidden>
            *
          </span>
        )}
      </label>
      <div>
        {onChange ? <CellInput {...props} /> : <Held {...props} />}
        {problem && (
          <p className="report-problem" role="alert">
            {problem}
          </p>
        )}
        {last !== null && column.mode === 'ask' && (
          <p className={last === value ? 'city-muted' : 'report-changed'}>
            上期 <CellValue column={column} value={last} />
            {last === value ? '' : '，有变化'}
          </p>
        )}
      </div>
    </div>
  );
}
