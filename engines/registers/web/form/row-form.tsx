/** The form of any register's row: an input for each field by its type, the server's problems under their inputs. */
import { Button, Form, type FormInstance } from 'antd';
import type { Rule } from 'antd/es/form';
import type { ReactNode } from 'react';
import { FieldInput } from '../../../../ui/field-input.tsx';
import { Section } from '../../../../ui/layout.tsx';
import type { RowReply } from '../../routes/row-routes.ts';
import type { NamedField } from '../parts/use-register.ts';
import type { FormValues } from './row-draft.ts';
import '../registers.css';

export interface RowFormProps {
  readonly register: string;
  readonly form: FormInstance;
  readonly fields: readonly NamedField[];
  /** The row that is changed; none makes a new one. */
  readonly row?: RowReply | undefined;
  readonly start: FormValues;
  readonly sending: boolean;
  readonly onChange: (values: FormValues) => void;
  readonly onSend: (values: FormValues) => void;
  readonly onCancel: () => void;
}

const wide = new Set(['long-text', 'files', 'point', 'json']);

/** Fields that a person may write. */
export function writableFields(fields: readonly NamedField[]): readonly NamedField[] {
  return fields.filter(({ field }) => field.managed !== true && field.type !== 'json');
}

export function PlainRowForm(props: RowFormProps): ReactNode {
  const { form, row } = props;
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={props.start}
      scrollToFirstError={{ block: 'center' }}
      onValuesChange={(_part, all: FormValues) => props.onChange(all)}
      onFinish={(values: FormValues) => props.onSend(values)}
    >
      <Section>
        <div className="city-form-grid">
          {writableFields(props.fields).map((each) => (
            <RowInput key={each.name} of={each} row={row} />
          ))}
        </div>
      </Section>
      <div className="register-save">
        <Button type="primary" htmlType="submit" loading={props.sending}>
          保存
        </Button>
        <Button onClick={props.onCancel}>取消</Button>
      </div>
    </Form>
  );
}

function RowInput(props: { readonly of: NamedField; readonly row: RowReply | undefined }): ReactNode {
  const { name, field } = props.of;
  const masked = props.row?.masked?.includes(name) === true;
  const hint = masked ? `已脱敏${maskText(props.row?.[name])}，不修改请留空` : (field.hint ?? undefined);
  return (
    <Form.Item
      name={name}
      label={field.title}
      rules={rulesOf(props.of, masked)}
      className={wide.has(field.type) ? 'is-wide' : ''}
      {...(hint ? { extra: hint } : {})}
    >
      <FieldInput field={field} />
    </Form.Item>
  );
}

function maskText(value: unknown): string {
  return typeof value === 'string' && value !== '' ? `（${value}）` : '';
}

function rulesOf(of: NamedField, masked: boolean): Rule[] {
  const { field } = of;
  const rules: Rule[] = [];
  if (field.required && !masked) rules.push({ required: true, message: `请填写${field.title}` });
  if (field.pattern) rules.push({ pattern: field.pattern, message: `${field.title}的格式不正确` });
  return rules;
}
