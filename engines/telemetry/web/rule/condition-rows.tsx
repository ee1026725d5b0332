/** The conditions of a rule, one to a row, as a sentence with gaps. */
import { Button, Form, type FormInstance, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import type { PropertySpec } from '../../thing-model.ts';
import { unitText } from '../device/device-words.ts';
import { directions, kindTitles, numberParts, type LeafDraft, type RuleDraft } from './rule-draft.ts';

const mostLeaves = 8;
const kinds = Object.entries(kindTitles).map(([value, label]) => ({ value, label }));

export interface ConditionRowsProps {
  readonly form: FormInstance<RuleDraft>;
  readonly properties: readonly PropertySpec[];
}

export function ConditionRows(props: ConditionRowsProps): ReactNode {
  const leaves = Form.useWatch('leaves', props.form) ?? [];
  return (
    <Form.List name="leaves">
      {(fields, { add, remove }) => (
        <div className="telemetry-conditions">
          {fields.map(({ key, name }) => (
            <Row
              key={key}
              name={name}
              leaf={leaves[name]}
              properties={props.properties}
              onRemove={fields.length > 1 ? () => remove(name) : undefined}
            />
          ))}
          {fields.length < mostLeaves && (
            <Button type="dashed" onClick={() => add({ kind: 'threshold', is: 'above' })}>
              添加条件
            </Button>
          )}
        </div>
      )}
    </Form.List>
  );
}

interface RowProps {
  readonly name: number;
  readonly leaf: LeafDraft | undefined;
  readonly properties: readonly PropertySpec[];
  readonly onRemove: (() => void) | undefined;
}

function Row(props: RowProps): ReactNode {
  const { name, leaf, properties } = props;
  const kind = leaf?.kind ?? 'threshold';
  const property = properties.find((each) => each.name === leaf?.property);
  const unit = (of: string | undefined) => (of === 'property' ? unitText(property?.unit ?? '1') : (of ?? ''));
  return (
    <div className="telemetry-condition">
      <Form.Item name={[name, 'property']} rules={[{ required: true, message: '选择属性' }]}>
        <Select
          aria-label="属性"
          placeholder="属性"
          style={{ width: 130 }}
          options={properties
            .filter((each) => each.type !== 'text')
            .map((each) => ({ value: each.name, label: each.title }))}
        />
      </Form.Item>
      <Form.Item name={[name, 'kind']}>
        <Select aria-label="条件" style={{ width: 140 }} options={kinds} />
      </Form.Item>
      {directions[kind] && (
        <Form.Item name={[name, 'is']} rules={[{ required: true, message: '选择方向' }]}>
          <Select
            aria-label="方向"
            placeholder="方向"
            style={{ width: 84 }}
            options={[...directions[kind]]}
          />
        </Form.Item>
      )}
      {numberParts[kind].map((part) => (
        <Form.Item
          key={part.name}
          name={[name, part.name]}
          rules={part.optional ? [] : [{ required: true, message: `填写${part.title}` }]}
        >
          <InputNumber
            aria-label={part.title}
            prefix={<span className="city-muted">{part.title}</span>}
            suffix={unit(part.unit)}
            style={{ width: 190 }}
          />
        </Form.Item>
      ))}
      {props.onRemove && (
        <Button type="link" danger onClick={props.onRemove}>
          删除
        </Button>
      )}
    </div>
  );
}
