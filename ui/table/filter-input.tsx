/** One condition of the query area; value in and out is the text form of the registers' list ('a,b', 'from..to'). */
import { Input, InputNumber, Select, Space } from 'antd';
import type { ReactNode } from 'react';
import type { Field } from '../../kernel/register.ts';
import { AreaPicker } from '../area-picker.tsx';
import { DepartmentPicker } from '../department-picker.tsx';
import { CodesSelect } from '../form/code-select.tsx';
import { DateRangeInput } from '../form/date-inputs.tsx';
import type { CodeOption } from '../sources.ts';
import { RowPicker, SubjectPicker } from '../form/remote-pickers.tsx';

export function FilterInput(props: {
  readonly field: Field;
  readonly options?: readonly CodeOption[];
  readonly value: string | undefined;
  readonly onChange: (text: string | undefined) => void;
  readonly id: string;
}): ReactNode {
  const { field, value, id } = props;
  const change = (text: string | null | undefined) =>
    props.onChange(text === null || text === '' ? undefined : text);
  switch (field.type) {
    case 'code':
    case 'codes':
      return (
        <CodesSelect
          id={id}
          {...(field.codeList ? { list: field.codeList } : {})}
          {...(props.options ? { options: props.options } : {})}
          placeholder="全部"
          value={value ? value.split(',') : []}
          onChange={(codes) => change(codes?.join(','))}
        />
      );
    case 'boolean':
      return (
        <Select
          id={id}
          allowClear
          placeholder="全部"
          value={value}
          onChange={change}
          options={[
            { value: 'true', label: '是' },
            { value: 'false', label: '否' },
          ]}
        />
      );
    case 'date':
    case 'moment':
      return <DateRangeInput id={id} value={value} onChange={change} />;
    case 'integer':
    case 'decimal':
      return <NumberRange id={id} value={value} onChange={change} />;
    case 'area':
      return <AreaPicker id={id} placeholder="全部" value={value ?? null} onChange={change} />;
    case 'department':
      return <DepartmentPicker id={id} placeholder="全部" value={value ?? null} onChange={change} />;
    case 'subject':
      return <SubjectPicker id={id} value={value ?? null} onChange={change} />;
    case 'ref':
      return <RowPicker id={id} register={field.to ?? ''} value={value ?? null} onChange={change} />;
    default:
      return (
        <Input
          id={id}
          allowClear
          placeholder={`请输入${field.title}`}
          value={value ?? ''}
          onChange={(event) => change(event.target.value)}
        />
      );
  }
}

function NumberRange(props: {
  readonly id: string;
  readonly value: string | undefined;
  readonly onChange: (text: string | undefined) => void;
}): ReactNode {
  const [from = '', to = ''] = (props.value ?? '').split('..');
  const say = (low: string, high: string) =>
    props.onChange(low === '' && high === '' ? undefined : `${low}..${high}`);
  return (
    <Space.Compact style={{ width: '100%' }}>
      <InputNumber<number>
        id={props.id}
        style={{ width: '50%' }}
        placeholder="最小"
        value={from === '' ? null : Number(from)}
        onChange={(low) => say(low === null ? '' : String(low), to)}
      />
      <InputNumber<number>
        style={{ width: '50%' }}
        placeholder="最大"
        aria-label="最大"
        value={to === '' ? null : Number(to)}
        onChange={(high) => say(from, high === null ? '' : String(high))}
      />
    </Space.Compact>
  );
}
