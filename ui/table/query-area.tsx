/** The 查询区 above a list: first row shown, the rest unfolds; nothing is asked until 查询 or Enter. */
import { Button } from 'antd';
import { type FormEvent, type ReactNode, useEffect, useId, useState } from 'react';
import type { Field } from '../../kernel/register.ts';
import type { CodeOption } from '../sources.ts';
import { FilterInput } from './filter-input.tsx';

export interface QueryField {
  readonly name: string;
  readonly field: Field;
  /** Default: the field's title. */
  readonly title?: string;
  /** Codes to choose from where no code list holds them. */
  readonly options?: readonly CodeOption[];
}

export function QueryArea(props: {
  readonly fields: readonly QueryField[];
  readonly where: Readonly<Record<string, string>>;
  readonly onQuery: (where: Readonly<Record<string, string>>) => void;
}): ReactNode {
  const [draft, setDraft] = useState(props.where);
  const base = useId();
  const filledBelow = props.fields.slice(firstRow).some((one) => props.where[one.name]);
  const [open, setOpen] = useState(filledBelow);
  useEffect(() => setDraft(props.where), [props.where]);
  const shown = open ? props.fields : props.fields.slice(0, firstRow);
  function query(event: FormEvent): void {
    event.preventDefault();
    props.onQuery(draft);
  }
  return (
    <form className="city-query" onSubmit={query} aria-label="查询条件">
      {shown.map((one) => (
        <div key={one.name} className="city-query-item">
          <label htmlFor={`${base}${one.name}`}>{one.title ?? one.field.title}</label>
          <FilterInput
            id={`${base}${one.name}`}
            field={one.field}
            {...(one.options ? { options: one.options } : {})}
            value={draft[one.name]}
            onChange={(text) => {
              const { [one.name]: _old, ...rest } = draft;
              setDraft(text === undefined ? rest : { ...rest, [one.name]: text });
            }}
          />
        </div>
      ))}
      <div className="city-query-actions">
        <Button onClick={() => props.onQuery({})}>重置</Button>
        <Button type="primary" htmlType="submit">
          查询
        </Button>
        {props.fields.length > firstRow && (
          <Button type="link" onClick={() => setOpen(!open)} aria-expanded={open}>
            {open ? '收起' : '展开'}
          </Button>
        )}
      </div>
    </form>
  );
}

/** Three fields and the buttons make one row at 1440 px. */
const firstRow = 3;
