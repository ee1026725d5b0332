/** Asks for one value of a rule by its type: number, yes or no, one of those allowed, a day, text; anything else as JSON. */
import { Input, InputNumber, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { DateInput } from '../../../../ui/form/date-inputs.tsx';
import type { ItemType } from '../../dmn/decision-model.ts';
import { feel } from '../judge/use-judge.ts';

/** The values that a list of literals allows; undefined when it is no such list. */
export function allowedTexts(allowed: string | undefined): readonly string[] | undefined {
  if (allowed === undefined || allowed.trim() === '') return undefined;
  try {
    const { value } = feel.evaluate(`[${allowed}]`);
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    const texts = list.filter((one) => typeof one === 'string');
    return texts.length > 0 && texts.length === list.length ? texts : undefined;
  } catch {
    // A range or a comparison, which no list of choices can show.
    return undefined;
  }
}

export interface ValueInputProps {
  readonly id?: string;
  readonly type: ItemType;
  readonly value?: unknown;
  readonly onChange?: (value: unknown) => void;
  readonly label?: string;
}

const yesOrNo = [
  { value: 1, label: '是' },
  { value: 0, label: '否' },
];

const places: Readonly<Partial<Record<ItemType['base'], string>>> = {
  time: '08:30:00',
  dateTime: '2026-01-31T08:30:00',
  dayTimeDuration: 'P3DT4H',
  yearMonthDuration: 'P1Y6M',
};

export function ValueInput(props: ValueInputProps): ReactNode {
  const { type, value, onChange } = props;
  const common = {
    ...(props.id ? { id: props.id } : {}),
    'aria-label': props.label,
    style: { width: '100%' },
  };
  const choices = allowedTexts(type.allowed);
  if (type.list || type.base === 'context' || type.base === 'Any') return <JsonInput {...props} />;
  if (type.base === 'number')
    return (
      <InputNumber
        {...common}
        value={typeof value === 'number' ? value : null}
        onChange={(next) => onChange?.(next)}
      />
    );
  if (type.base === 'boolean')
    return (
      <Select
        {...common}
        allowClear
        placeholder="未知"
        options={yesOrNo}
        value={typeof value === 'boolean' ? Number(value) : undefined}
        onChange={(next: number | undefined) => onChange?.(next === undefined ? null : next === 1)}
      />
    );
  if (type.base === 'date')
    return (
      <DateInput
        {...(props.id ? { id: props.id } : {})}
        value={typeof value === 'string' ? value : null}
        onChange={(next) => onChange?.(next)}
      />
    );
  if (choices !== undefined)
    return (
      <Select
        {...common}
        allowClear
        placeholder="请选择"
        options={choices.map((one) => ({ value: one, label: one }))}
        value={typeof value === 'string' ? value : undefined}
        onChange={(next: string | undefined) => onChange?.(next ?? null)}
      />
    );
  return (
    <Input
      {...common}
      value={typeof value === 'string' ? value : ''}
      placeholder={places[type.base] ?? ''}
      onChange={(event) => onChange?.(event.target.value === '' ? null : event.target.value)}
    />
  );
}

function JsonInput({ id, value, onChange, label }: ValueInputProps): ReactNode {
  const [text, setText] = useState(value === undefined || value === null ? '' : JSON.stringify(value));
  const [broken, setBroken] = useState(false);
  function keep(): void {
    try {
      onChange?.(text.trim() === '' ? null : (JSON.parse(text) as unknown));
      setBroken(false);
    } catch {
      setBroken(true);
    }
  }
  return (
    <>
      <Input.TextArea
        autoSize
        value={text}
        aria-label={label}
        status={broken ? 'error' : ''}
        placeholder='JSON，如 {"人口": 3} 或 [1, 2]'
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        {...(id ? { id } : {})}
      />
      {broken && <span className="rules-bar-problem">不是完整的 JSON</span>}
    </>
  );
}
