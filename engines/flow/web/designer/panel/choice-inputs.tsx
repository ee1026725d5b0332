/** Selects over the words of a process and the names of its case type. */
import { Select } from 'antd';
import type { ReactNode } from 'react';

export interface Choice {
  readonly value: string;
  readonly title: string;
}

export function choicesOf<Name extends string>(titles: Readonly<Record<Name, string>>): readonly Choice[] {
  return Object.entries<string>(titles).map(([value, title]) => ({ value, title }));
}

function optionsOf(choices: readonly Choice[]) {
  return choices.map(({ value, title }) => ({ value, label: title }));
}

export function OneOf(props: {
  readonly id?: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly label?: string;
  readonly disabled?: boolean;
}): ReactNode {
  const { value, choices } = props;
  // A name that is no longer known still shows, so that it can be seen and changed.
  const known = value === '' || choices.some((choice) => choice.value === value);
  return (
    <Select
      {...(props.id ? { id: props.id } : {})}
      {...(props.label ? { 'aria-label': props.label } : {})}
      allowClear
      disabled={props.disabled ?? false}
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width: '100%' }}
      placeholder={props.placeholder ?? '请选择'}
      value={value === '' ? null : value}
      options={optionsOf(known ? choices : [...choices, { value, title: `${value}（不存在）` }])}
      onChange={(chosen: string | null | undefined) => props.onChange(chosen ?? '')}
    />
  );
}

export function ManyOf<Name extends string>(props: {
  readonly id?: string;
  readonly value: readonly Name[];
  readonly choices: readonly Choice[];
  readonly onChange: (value: Name[]) => void;
  readonly placeholder?: string;
  readonly disabled?: boolean;
}): ReactNode {
  return (
    <Select<Name[]>
      {...(props.id ? { id: props.id } : {})}
      mode="multiple"
      allowClear
      disabled={props.disabled ?? false}
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width: '100%' }}
      placeholder={props.placeholder ?? '可多选'}
      value={[...props.value]}
      // The choices are made of the same names.
      options={optionsOf(props.choices) as { value: Name; label: string }[]}
      onChange={props.onChange}
    />
  );
}
