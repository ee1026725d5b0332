/** The case that a rule opens: its type, what goes into its fields, and what becomes of it when the trouble comes back. */
import { Button, Form, type FormInstance, Input, InputNumber, Select, Switch } from 'antd';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { ReactNode } from 'react';
import { emptyOpening, type RuleDraft } from './rule-draft.ts';

const whenClosed = [
  { value: 'close', label: '案件办结即关闭告警（须已恢复）' },
  { value: 'note', label: '只在告警上注明案件结果' },
];
const recurrences = [
  { value: 'reopen', label: '重新办理原案件' },
  { value: 'merge', label: '并入原案件，只加说明' },
  { value: 'new', label: '另立新案件' },
];
const mostFields = 40;

export function OpeningRows(props: { readonly form: FormInstance<RuleDraft> }): ReactNode {
  const opens = Form.useWatch('opens', { form: props.form, preserve: true });
  return (
    <>
      <label className="telemetry-switch">
        <Switch
          aria-label="自动立案"
          checked={opens !== undefined}
          onChange={(on) => props.form.setFieldValue('opens', on ? emptyOpening : undefined)}
        />
        告警时自动立案
      </label>
      {opens !== undefined && <Opening type={opens.type} />}
    </>
  );
}

function Opening(props: { readonly type: string }): ReactNode {
  const { data } = useCall(contract.routes.caseTypes, {}, { fresh: 600_000 });
  const types = data?.types ?? [];
  const caseFields = types.find(({ id }) => id === props.type)?.fields ?? [];
  return (
    <>
      <div className="telemetry-pair">
        <Form.Item
          name={['opens', 'type']}
          label="案件类型"
          rules={[{ required: true, message: '选择案件类型' }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            placeholder="输入名称查找"
            options={types.map(({ id, title }) => ({ value: id, label: title }))}
          />
        </Form.Item>
        <Form.Item name={['opens', 'whenClosed']} label="案件办结后">
          <Select options={whenClosed} />
        </Form.Item>
      </div>
      <div className="telemetry-pair">
        <Form.Item name={['opens', 'does']} label="办结后再次告警">
          <Select options={recurrences} />
        </Form.Item>
        <Form.Item name={['opens', 'within']} label="多久以内算再次">
          <InputNumber min={0} max={2160} suffix="小时" style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.List name={['opens', 'values']}>
        {(fields, { add, remove }) => (
          <div className="telemetry-conditions">
            {fields.map(({ key, name }) => (
              <div key={key} className="telemetry-condition">
                <Form.Item name={[name, 'field']} rules={[{ required: true, message: '填写字段' }]}>
                  <Select
                    aria-label="案件字段"
                    placeholder="案件字段"
                    showSearch={{ optionFilterProp: 'label' }}
                    style={{ width: 150 }}
                    options={caseFields.map((field) => ({ value: field.name, label: field.title }))}
                  />
                </Form.Item>
                <Form.Item
                  name={[name, 'expression']}
                  rules={[{ required: true, message: '填写取值' }]}
                  style={{ flex: 1 }}
                >
                  <Input aria-label="取值" placeholder="FEEL，例如 alarm.title" maxLength={500} />
                </Form.Item>
                <Button type="text" onClick={() => remove(name)}>
                  删除
                </Button>
              </div>
            ))}
            {fields.length < mostFields && (
              <Button type="dashed" onClick={() => add({ field: '', expression: '' })}>
                添加案件字段
              </Button>
            )}
          </div>
        )}
      </Form.List>
    </>
  );
}
