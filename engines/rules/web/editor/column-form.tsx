/** What a column is: what it looks at or answers, its type and its allowed values. */
import { Button, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { FormModal } from '../../../../ui/form/form-modal.tsx';
import { feelTypes, type FeelType } from '../../feel/feel-value.ts';
import type { InputColumn, OutputColumn } from '../../table/decision-table.ts';

export type AnyColumn = InputColumn | OutputColumn;

export interface ColumnInWork {
  readonly side: 'inputs' | 'outputs';
  /** Undefined for a new one. */
  readonly index: number | undefined;
  readonly column: AnyColumn;
}

const types = (Object.entries(feelTypes) as [FeelType, string][]).map(([value, label]) => ({ value, label }));

export function ColumnForm(props: {
  readonly work: ColumnInWork;
  readonly onDone: (column: AnyColumn) => void;
  readonly onRemove: (() => void) | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { side, index, column } = props.work;
  const [form] = Form.useForm<AnyColumn>();
  const isInput = side === 'inputs';
  const name = isInput ? '条件列' : '结果列';
  return (
    <FormModal<AnyColumn>
      form={form}
      open
      title={index === undefined ? `增加${name}` : name}
      okText="确定"
      acting={false}
      onClose={props.onClose}
      aside={
        props.onRemove && (
          <Button danger type="text" onClick={props.onRemove}>
            删除此列
          </Button>
        )
      }
      initialValues={column}
      onSend={(values) => props.onDone({ ...column, ...values })}
    >
      {isInput ? (
        <>
          <Form.Item
            name="expression"
            label="看什么"
            extra="输入的名称，也可以是表达式，如 家庭人口 - 就业人口"
            rules={[{ required: true, message: '请填写输入的名称或表达式' }]}
          >
            <Input autoFocus maxLength={5000} />
          </Form.Item>
          <Form.Item name="label" label="列名" extra="不填时显示上面的内容">
            <Input maxLength={100} />
          </Form.Item>
        </>
      ) : (
        <Form.Item name="name" label="结果名称" rules={[{ required: true, message: '请填写结果名称' }]}>
          <Input autoFocus maxLength={100} />
        </Form.Item>
      )}
      <Form.Item name="type" label="类型">
        <Select options={types} />
      </Form.Item>
      <Form.Item
        name="values"
        label="允许的取值"
        extra={isInput ? '如 "甲", "乙" 或 >= 0；不填不限' : '如 "一档", "二档"；优先策略按此次序取最靠前的'}
      >
        <Input maxLength={5000} spellCheck={false} />
      </Form.Item>
      {!isInput && (
        <Form.Item name="otherwise" label="否则" extra="没有一行适用时的结果；不填为空">
          <Input maxLength={5000} spellCheck={false} />
        </Form.Item>
      )}
    </FormModal>
  );
}
