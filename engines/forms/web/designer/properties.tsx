/** What may be set on the chosen thing: the form and its paper, a section, or a field with its conditions. */
import { Button, Form, Input, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import type { FieldInfo } from '../../../registers/contract.ts';
import type { FormModel, FormSection, PlacedField } from '../../form/form-model.ts';
import { changeField, changeSection, type Chosen, findField } from './edit-form.ts';
import { PrefillFields } from './prefill-fields.tsx';

export interface PropertiesProps {
  readonly model: FormModel;
  readonly chosen: Chosen;
  readonly fields: ReadonlyMap<string, FieldInfo>;
  readonly disabled: boolean;
  readonly onChange: (model: FormModel) => void;
  readonly onRemove: (name: string) => void;
}

export function Properties(props: PropertiesProps): ReactNode {
  const { model, chosen } = props;
  return (
    <aside className="forms-properties" aria-label="属性">
      <Form layout="vertical" size="small" disabled={props.disabled}>
        {chosen.kind === 'form' && <FormProperties {...props} />}
        {chosen.kind === 'section' && (
          <SectionProperties {...props} section={model.sections.find(({ id }) => id === chosen.id)} />
        )}
        {chosen.kind === 'field' && <FieldProperties {...props} field={findField(model, chosen.name)} />}
      </Form>
    </aside>
  );
}

function FormProperties({ model, onChange }: PropertiesProps): ReactNode {
  const { print } = model;
  const setPrint = (signatures: readonly string[], note: string | undefined) => {
    const { print: _old, ...rest } = model;
    const kept = { signatures: [...signatures], ...(note === undefined || note === '' ? {} : { note }) };
    onChange(signatures.length === 0 && !note ? rest : { ...rest, print: kept });
  };
  return (
    <>
      <h2>表单</h2>
      <Form.Item label="名称">
        <Input
          maxLength={60}
          value={model.title}
          onChange={(event) => onChange({ ...model, title: event.target.value })}
        />
      </Form.Item>
      <Form.Item label="打印签字栏" extra="打印件末尾由人手写的栏目，最多 6 个">
        <Select
          mode="tags"
          open={false}
          maxCount={6}
          value={print?.signatures ?? []}
          onChange={(signatures: string[]) => setPrint(signatures, print?.note)}
          placeholder="输入后回车，如：申请人"
        />
      </Form.Item>
      <Form.Item label="打印说明">
        <Input.TextArea
          maxLength={300}
          autoSize={{ minRows: 2 }}
          value={print?.note ?? ''}
          onChange={(event) => setPrint(print?.signatures ?? [], event.target.value)}
        />
      </Form.Item>
    </>
  );
}

function SectionProperties(
  props: PropertiesProps & { readonly section: FormSection | undefined },
): ReactNode {
  const { section, model, onChange } = props;
  if (section === undefined) return null;
  const set = (part: object) => onChange(changeSection(model, section.id, part as Record<string, unknown>));
  return (
    <>
      <h2>分组</h2>
      <Form.Item label="名称">
        <Input
          maxLength={40}
          value={section.title}
          onChange={(event) => set({ title: event.target.value || ' ' })}
        />
      </Form.Item>
      <Form.Item label="栏数">
        <Columns value={section.columns} most={3} onChange={(columns) => set({ columns })} />
      </Form.Item>
      <Form.Item label="说明">
        <Input
          maxLength={200}
          value={section.hint ?? ''}
          onChange={(event) => set({ hint: event.target.value })}
        />
      </Form.Item>
      <Expression label="显示条件" value={section.show} onChange={(show) => set({ show })} />
    </>
  );
}

function Columns(props: {
  readonly value: 1 | 2 | 3;
  readonly most: number;
  readonly onChange: (value: 1 | 2 | 3) => void;
}): ReactNode {
  const options = ([1, 2, 3] as const).filter((one) => one <= props.most);
  return <Segmented<1 | 2 | 3> options={options} value={props.value} onChange={props.onChange} />;
}

function Expression(props: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}): ReactNode {
  return (
    <Form.Item label={props.label} {...(props.hint ? { extra: props.hint } : {})}>
      <Input.TextArea
        className="forms-expression"
        autoSize={{ minRows: 1, maxRows: 6 }}
        maxLength={2000}
        aria-label={props.label}
        value={props.value ?? ''}
        onChange={(event) => props.onChange(event.target.value || undefined)}
      />
    </Form.Item>
  );
}

const texts = [
  ['show', '显示条件', '如 kind = "sick"；不成立时隐藏，值清空'],
  ['require', '必填条件', '填 true 为始终必填；隐藏时不要求'],
  ['readOnly', '只读条件', '填 true 为始终只读；服务器也不接受改动'],
  ['compute', '计算公式', '如 price * count；服务器会重新计算'],
  ['preset', '初始值', '如 today()、me.department'],
] as const;

function FieldProperties(props: PropertiesProps & { readonly field: PlacedField | undefined }): ReactNode {
  const { field, model, fields, onChange } = props;
  if (field === undefined) return null;
  const info = fields.get(field.name);
  const section = model.sections.find((one) => one.fields.includes(field));
  const set = (part: object) => onChange(changeField(model, field.name, part as Record<string, unknown>));
  return (
    <>
      <h2>{info?.title ?? field.name}</h2>
      <p className="city-muted forms-code">
        在条件和公式里写作 <code>{field.name}</code>
      </p>
      <Form.Item label="显示名称">
        <Input
          maxLength={60}
          placeholder={info?.title ?? ''}
          value={field.title ?? ''}
          onChange={(event) => set({ title: event.target.value })}
        />
      </Form.Item>
      <Form.Item label="填写说明">
        <Input
          maxLength={200}
          placeholder={info?.hint ?? ''}
          value={field.hint ?? ''}
          onChange={(event) => set({ hint: event.target.value })}
        />
      </Form.Item>
      <Form.Item label="宽度（栏）">
        <Columns value={field.width} most={section?.columns ?? 1} onChange={(width) => set({ width })} />
      </Form.Item>
      {texts.map(([key, label, hint]) => (
        <Expression
          key={key}
          label={label}
          hint={hint}
          value={field[key]}
          onChange={(value) => set({ [key]: value })}
        />
      ))}
      <PrefillFields value={field.prefill} onChange={(prefill) => set({ prefill })} />
      <Button danger block onClick={() => props.onRemove(field.name)}>
        移出表单
      </Button>
    </>
  );
}
