/** What a check of each kind asks for: fields by their titles, the other dataset by its name. */
import { Button, Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { fieldFormats, type RuleKind } from '../../../../../engines/lake/contract.ts';
import type { OtherDataset } from '../../routes/rule-routes.ts';
import type { FieldTitle } from '../../routes/suite-routes.ts';

const required = [{ required: true, message: '请选择或填写' }];
const numbers = ['integer', 'decimal'];
const days = ['date', 'moment'];
const mostPairs = 4;

interface Given {
  readonly fields: readonly FieldTitle[];
  readonly others: readonly OtherDataset[];
}

type Fields = readonly Pick<FieldTitle, 'name' | 'title'>[];

function choices(fields: Fields) {
  return fields.map(({ name, title }) => ({ value: name, label: title }));
}

function FieldSelect(props: {
  readonly name: string | (string | number)[];
  readonly label: string;
  readonly fields: Fields;
  readonly many?: boolean;
}): ReactNode {
  return (
    <Form.Item name={props.name} label={props.label} rules={required}>
      <Select
        options={choices(props.fields)}
        showSearch={{ optionFilterProp: 'label' }}
        {...(props.many ? { mode: 'multiple' as const, maxCount: mostPairs } : {})}
      />
    </Form.Item>
  );
}

function Values(props: { readonly name: string; readonly label: string }): ReactNode {
  return (
    <Form.Item
      name={props.name}
      label={props.label}
      rules={required}
      extra="输入一个按回车，可粘贴用逗号隔开的多个"
    >
      <Select mode="tags" tokenSeparators={[',', '，', '、', '\n']} open={false} suffixIcon={null} />
    </Form.Item>
  );
}

function Amount(props: {
  readonly name: string;
  readonly label: string;
  readonly whole?: boolean;
}): ReactNode {
  return (
    <Form.Item name={props.name} label={props.label}>
      <InputNumber style={{ width: '100%' }} {...(props.whole ? { min: 0, precision: 0 } : {})} />
    </Form.Item>
  );
}

/** The other dataset, and which fields of both name the same record. */
function Across(props: Given & { readonly compared: boolean }): ReactNode {
  const id: unknown = Form.useWatch('dataset');
  const there = props.others.find((other) => other.id === id)?.fields ?? [];
  return (
    <>
      <Form.Item name="dataset" label="对照的数据集" rules={required}>
        <Select
          options={props.others.map(({ id: value, name }) => ({ value, label: name }))}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Form.Item>
      <Form.List name="on" initialValue={[{}]}>
        {(pairs, { add, remove }) => (
          <>
            {pairs.map(({ key, name }) => (
              <div key={key} className="quality-pair">
                <FieldSelect name={[name, 'field']} label="本数据集的标识" fields={props.fields} />
                <FieldSelect name={[name, 'other']} label="对应对方的" fields={there} />
                {pairs.length > 1 && <Button onClick={() => remove(name)}>去掉</Button>}
              </div>
            ))}
            {pairs.length < mostPairs && (
              <Form.Item>
                <Button onClick={() => add({})}>再加一对标识</Button>
              </Form.Item>
            )}
          </>
        )}
      </Form.List>
      {props.compared && (
        <div className="quality-pair">
          <FieldSelect name="field" label="比对的字段" fields={props.fields} />
          <FieldSelect name="other" label="对方的字段" fields={there} />
        </div>
      )}
    </>
  );
}

export function CheckInputs(props: Given & { readonly kind: RuleKind }): ReactNode {
  const { fields, kind } = props;
  const of = (types: readonly string[]) => fields.filter(({ type }) => types.includes(type));
  const texts = of(['text']);
  switch (kind) {
    case 'filled':
      return <FieldSelect name="field" label="字段" fields={fields} />;
    case 'filled-when':
      return (
        <>
          <FieldSelect name="when" label="当字段" fields={fields} />
          <Values name="values" label="取值为其中之一" />
          <FieldSelect name="field" label="应当填写的字段" fields={fields} />
        </>
      );
    case 'pattern':
      return (
        <>
          <FieldSelect name="field" label="字段" fields={fields} />
          <Form.Item name="pattern" label="格式（正则表达式，匹配整个值）" rules={required}>
            <Input maxLength={200} placeholder="例如 [A-Z]{2}\d{6}" />
          </Form.Item>
        </>
      );
    case 'format':
      return (
        <>
          <FieldSelect name="field" label="字段" fields={texts} />
          <Form.Item name="format" label="号码种类" rules={required}>
            <Select options={Object.entries(fieldFormats).map(([value, label]) => ({ value, label }))} />
          </Form.Item>
        </>
      );
    case 'codes':
      return (
        <>
          <FieldSelect name="field" label="字段" fields={fields} />
          <Values name="codes" label="允许的取值" />
        </>
      );
    case 'range':
      return (
        <>
          <FieldSelect name="field" label="字段" fields={of(numbers)} />
          <Amount name="minimum" label="最小值" />
          <Amount name="maximum" label="最大值" />
        </>
      );
    case 'order':
      return (
        <>
          <FieldSelect name="field" label="不晚于（不大于）的字段" fields={of([...numbers, ...days])} />
          <FieldSelect name="other" label="后面的字段" fields={of([...numbers, ...days])} />
        </>
      );
    case 'id-card-agrees':
      return (
        <>
          <FieldSelect name="field" label="身份号码字段" fields={texts} />
          <FieldSelect name="other" label="应当与它一致的字段" fields={fields} />
          <Form.Item name="part" label="比对什么" rules={required}>
            <Select
              options={[
                { value: 'birthday', label: '出生日期' },
                { value: 'sex', label: '性别' },
              ]}
            />
          </Form.Item>
        </>
      );
    case 'unique':
      return <FieldSelect name="fields" label="合起来不重复的字段" fields={fields} many />;
    case 'reference':
      return <Across {...props} compared={false} />;
    case 'equal':
      return <Across {...props} compared />;
    case 'fresh':
      return (
        <>
          <FieldSelect name="field" label="日期字段" fields={of(days)} />
          <Amount name="days" label="最新值最多在几天前" whole />
        </>
      );
    case 'volume':
      return (
        <>
          <Amount name="minimum" label="行数不少于" whole />
          <Amount name="maximum" label="行数不多于" whole />
          <Amount name="change" label="与上一批相差不超过（%）" whole />
        </>
      );
  }
}
