/** Writes one test case: its name, its inputs, and the answer that the law gives. */
import { Form, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import type { RuleTest } from '../../contract.ts';
import type { Variable } from '../../dmn/decision-model.ts';
import type { DecisionTable } from '../../table/decision-table.ts';
import { readField, resultFields, writeField } from './result-fields.ts';
import { withColumnValues } from './try-out.tsx';
import { ValueInput } from './value-input.tsx';

export function TestForm(props: {
  readonly test: RuleTest;
  readonly variables: readonly Variable[];
  /** Of the decision that answers. */
  readonly table: DecisionTable | undefined;
  readonly onDone: (test: RuleTest) => void;
  readonly onClose: () => void;
}): ReactNode {
  const [test, setTest] = useState(props.test);
  const fields = resultFields(props.table);
  return (
    <Modal
      open
      title="测试用例"
      onCancel={props.onClose}
      onOk={() => props.onDone({ ...test, name: test.name.trim() || '用例' })}
    >
      <Form layout="vertical">
        <Form.Item label="名称">
          <Input
            autoFocus
            maxLength={100}
            value={test.name}
            onChange={(event) => setTest({ ...test, name: event.target.value })}
          />
        </Form.Item>
        <div className="rules-form-pairs">
          {props.variables.map((variable) => {
            const { name, type } = withColumnValues(variable, props.table);
            return (
              <Form.Item key={name} label={name}>
                <ValueInput
                  type={type}
                  label={name}
                  value={test.input[name]}
                  onChange={(value) => setTest({ ...test, input: { ...test.input, [name]: value } })}
                />
              </Form.Item>
            );
          })}
        </div>
        <h3 className="rules-form-part">应得</h3>
        <div className="rules-form-pairs">
          {fields.map((field) => (
            <Form.Item key={field.name ?? ''} label={field.name ?? '结果'}>
              <ValueInput
                type={field.type}
                label={`应得${field.name ?? '结果'}`}
                value={readField(test.expected, field)}
                onChange={(value) => setTest({ ...test, expected: writeField(test.expected, field, value) })}
              />
            </Form.Item>
          ))}
        </div>
      </Form>
    </Modal>
  );
}
