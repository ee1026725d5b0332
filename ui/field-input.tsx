/** The input of a register field, by its declared type. Works inside antd's Form.Item (value and onChange). */
import { Input, InputNumber, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import type { Field, Point } from '../kernel/register.ts';
import { AreaPicker } from './area-picker.tsx';
import { DepartmentPicker } from './department-picker.tsx';
import { CodeSelect, CodesSelect } from './form/code-select.tsx';
import { DateInput, MomentInput } from './form/date-inputs.tsx';
import { RowPicker, SubjectPicker } from './form/remote-pickers.tsx';
import { PointPicker } from './point-picker.tsx';
import { UploadBox } from './upload-box.tsx';

export interface FieldInputProps {
  readonly field: Field;
  readonly value?: unknown;
  readonly onChange?: (value: unknown) => void;
  /** Given by Form.Item, so that the label belongs to the input. */
  readonly id?: string;
  readonly disabled?: boolean;
}

export function FieldInput(props: FieldInputProps): ReactNode {
  const { field, value, onChange } = props;
  const common = {
    ...(props.id ? { id: props.id } : {}),
    ...(props.disabled ? { disabled: true } : {}),
  };
  const change = (next: unknown) => onChange?.(next);
  switch (field.type) {
    case 'text':
      return (
        <Input
          {...common}
          value={(value as string | null) ?? ''}
          maxLength={field.maxLength ?? 500}
          inputMode={field.format === 'phone' ? 'tel' : 'text'}
          placeholder={`请输入${field.title}`}
          allowClear
          onChange={(event) => change(event.target.value === '' ? null : event.target.value)}
        />
      );
    case 'long-text':
      return (
        <Input.TextArea
          {...common}
          value={(value as string | null) ?? ''}
          maxLength={field.maxLength ?? 2000}
          showCount
          autoSize={{ minRows: 3, maxRows: 10 }}
          placeholder={`请输入${field.title}`}
          onChange={(event) => change(event.target.value === '' ? null : event.target.value)}
        />
      );
    case 'integer':
    case 'decimal':
      return (
        <InputNumber<number>
          {...common}
          style={{ width: '100%' }}
          value={value === null || value === undefined ? null : Number(value)}
          {...(field.type === 'integer' ? { precision: 0 } : {})}
          {...(field.minimum === undefined ? {} : { min: field.minimum })}
          {...(field.maximum === undefined ? {} : { max: field.maximum })}
          {...(field.unit ? { suffix: field.unit } : {})}
          onChange={change}
        />
      );
    case 'boolean':
      return field.required ? (
        <Switch
          {...common}
          checked={value === true}
          checkedChildren="是"
          unCheckedChildren="否"
          onChange={change}
        />
      ) : (
        <Select
          {...common}
          allowClear
          value={value as boolean | null | undefined}
          placeholder="请选择"
          options={[
            { value: true, label: '是' },
            { value: false, label: '否' },
          ]}
          onChange={(chosen) => change(chosen ?? null)}
        />
      );
    case 'date':
      return <DateInput {...common} value={value as string | null} onChange={change} />;
    case 'moment':
      return <MomentInput {...common} value={value as string | null} onChange={change} />;
    case 'code':
      return (
        <CodeSelect
          {...common}
          {...(field.codeList ? { list: field.codeList } : {})}
          value={value as string | null}
          onChange={change}
        />
      );
    case 'codes':
      return (
        <CodesSelect
          {...common}
          {...(field.codeList ? { list: field.codeList } : {})}
          value={value as readonly string[] | null}
          onChange={change}
        />
      );
    case 'area':
      return <AreaPicker {...common} value={value as string | null} onChange={change} />;
    case 'department':
      return <DepartmentPicker {...common} value={value as string | null} onChange={change} />;
    case 'subject':
      return <SubjectPicker {...common} value={value as string | null} onChange={change} />;
    case 'ref':
      return (
        <RowPicker {...common} register={field.to ?? ''} value={value as string | null} onChange={change} />
      );
    case 'point':
      return <PointPicker {...common} value={value as Point | null} onChange={change} />;
    case 'files':
      return <UploadBox {...common} value={value as readonly string[] | null} onChange={change} />;
    case 'json':
      return (
        <Input.TextArea
          {...common}
          readOnly
          value={value === null || value === undefined ? '' : JSON.stringify(value, null, 2)}
          autoSize={{ minRows: 2, maxRows: 8 }}
        />
      );
  }
}
