/** The form of a register's row in the place of the registers' plain one; registers that nobody designed a form for keep theirs. */
import { Button, Form } from 'antd';
import type { Rule } from 'antd/es/form';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Fields } from '../../../../kernel/register.ts';
import { Loading } from '../../../../ui/empty.tsx';
import { FieldInput } from '../../../../ui/field-input.tsx';
import { FieldValue } from '../../../../ui/field-value.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { PlainRowForm, type RowFormProps } from '../../../registers/web/form/row-form.tsx';
import { presetValues } from '../../form/conclude-form.ts';
import type { FormModel } from '../../form/form-model.ts';
import type { FormValues } from '../../form/form-scope.ts';
import { FormLayout, type FormPlace } from './form-layout.tsx';
import { sendable, useConclusion, useForm, useSetting } from './form-setting.ts';
import { DraftFound, DraftKept, useKeptDraft } from './use-kept-draft.tsx';
import { usePrefill } from './use-prefill.ts';

export function RowFormByDesign(props: RowFormProps): ReactNode {
  const { model, settled } = useForm(props.register);
  if (!settled) return <Loading rows={8} />;
  if (model === null) return <PlainRowForm {...props} />;
  return <DesignedRowForm {...props} model={model} />;
}

function DesignedRowForm(props: RowFormProps & { readonly model: FormModel }): ReactNode {
  const { form, model, row, register } = props;
  const fields: Fields = useMemo(
    () => Object.fromEntries(props.fields.map(({ name, field }) => [name, field])),
    [props.fields],
  );
  const setting = useSetting(model, fields);
  const [start] = useState<FormValues>(() =>
    row === undefined ? { ...presetValues(setting), ...props.start } : props.start,
  );
  const watched = Form.useWatch((all: FormValues) => all, { form, preserve: true }) as FormValues | undefined;
  const values = { ...row, ...(watched ?? start) };
  const conclusion = useConclusion(setting, values);
  const draft = useKeptDraft(register, row?.id);
  const sources = usePrefill(register, row === undefined ? model : null, values, (part) =>
    form.setFieldsValue({ ...part }),
  );
  const leaving = useRef(false);
  const { found, drop } = draft;
  useEffect(() => {
    if (found && Object.keys(found.values).length > 0) form.setFieldsValue({ ...found.values });
  }, [found, form]);
  // A draft goes when its form was sent or given up, and stays when the page is only closed or the server said no.
  useEffect(
    () => () => {
      if (leaving.current) drop();
    },
    [drop],
  );

  function typed(all: FormValues): void {
    leaving.current = false;
    props.onChange(all);
    draft.keep(sendable(conclusion, all));
  }
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={start}
      scrollToFirstError={{ block: 'center' }}
      onValuesChange={(_part, all: FormValues) => typed(all)}
      onFinish={(all: FormValues) => {
        leaving.current = true;
        props.onSend(sendable(conclusion, { ...all }, props.start));
      }}
    >
      {found && (
        <DraftFound
          draft={found}
          onDiscard={() => {
            draft.drop();
            form.resetFields();
          }}
        />
      )}
      <Section>
        <FormLayout
          model={model}
          fields={fields}
          conclusion={conclusion}
          sources={sources}
          render={(place) => (
            <RowField place={place} value={conclusion.values[place.name]} masked={row?.masked} />
          )}
        />
      </Section>
      <div className="register-save">
        <DraftKept kept={draft.kept} />
        <Button type="primary" htmlType="submit" loading={props.sending}>
          保存
        </Button>
        <Button
          onClick={() => {
            leaving.current = true;
            props.onCancel();
          }}
        >
          取消
        </Button>
      </div>
    </Form>
  );
}

function RowField(props: {
  readonly place: FormPlace;
  readonly value: unknown;
  readonly masked: readonly string[] | undefined;
}): ReactNode {
  const { name, field, state } = props.place;
  const masked = props.masked?.includes(name) === true;
  if (state.readOnly)
    return (
      <Form.Item label={field.title} extra={state.computed ? (field.hint ?? '自动计算') : field.hint}>
        <output className="forms-output">
          <FieldValue field={field} value={props.value} masked={masked} />
        </output>
      </Form.Item>
    );
  const rules: Rule[] = [];
  if (state.required && !masked) rules.push({ required: true, message: `请填写${field.title}` });
  if (field.pattern) rules.push({ pattern: field.pattern, message: `${field.title}的格式不正确` });
  const hint = masked ? '已脱敏，不修改请留空' : field.hint;
  return (
    <Form.Item name={name} label={field.title} rules={rules} {...(hint ? { extra: hint } : {})}>
      <FieldInput field={field} />
    </Form.Item>
  );
}
