/** A rule as a form: what it asks is picked by kind, field and dataset, never typed as data. */
import { Form, Input, InputNumber, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { QualityCheck, type RuleKind, ruleKinds } from '../../../../../engines/lake/contract.ts';
import { FormModal } from '../../../../../ui/form/form-modal.tsx';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import { checkWords } from '../../check-words.ts';
import contract from '../../contract.ts';
import table from '../../data/dimensions.json' with { type: 'json' };
import type { Rule } from '../../routes/suite-routes.ts';
import { CheckInputs } from './check-inputs.tsx';
import type { Suite } from './suite.ts';

interface RuleValues {
  readonly kind: RuleKind;
  readonly title?: string;
  readonly indicator: string;
  readonly importance: 'important' | 'usual';
  readonly tolerance: number;
  readonly note?: string;
}

const kinds = Object.entries(ruleKinds).map(([value, { title }]) => ({ value, label: title }));
const indicators = Object.entries(table.indicators).map(([value, name]) => ({
  value,
  label: `${value} ${name}`,
}));

/** The parts of the check lie among the values by their own names; what another kind left behind is dropped by the schema. */
function checkIn(values: object): QualityCheck | undefined {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== '');
  return QualityCheck.safeParse(Object.fromEntries(given)).data;
}

function initialOf(rule: Rule | undefined): Partial<RuleValues> {
  if (rule === undefined)
    return { kind: 'filled', indicator: ruleKinds.filled.indicator, importance: 'usual', tolerance: 0 };
  const { title, indicator, importance, tolerance, note, check } = rule;
  return {
    title,
    indicator,
    tolerance,
    importance: importance === 'important' ? 'important' : 'usual',
    ...(note === null ? {} : { note }),
    ...(check ?? { kind: 'filled' }),
  };
}

export function RuleForm(props: {
  readonly dataset: string;
  readonly suite: Suite;
  readonly rule: Rule | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { dataset, suite, rule } = props;
  const [form] = Form.useForm<RuleValues>();
  const [kind, setKind] = useState<RuleKind>(rule?.check?.kind ?? 'filled');
  const [problem, setProblem] = useState<string>();
  const others = useCall(contract.routes.others, { id: dataset }, { still: true });
  const save = useAct(contract.routes.saveRule, { onDone: props.onClose });
  const known = {
    field: (name: string) => suite.fields.find((field) => field.name === name)?.title ?? name,
    dataset: (id: string) => others.data?.datasets.find((other) => other.id === id)?.name ?? '另一数据集',
  };

  function send(values: RuleValues): void {
    const check = checkIn(values);
    if (check === undefined) return setProblem('检查内容没有填完整');
    const { indicator, importance, tolerance, note } = values;
    const title = values.title?.trim() || checkWords(check, known).slice(0, 100);
    void save.act({
      dataset,
      title,
      check,
      indicator,
      importance,
      tolerance: tolerance ?? 0,
      ...(note ? { note } : {}),
      ...(rule === undefined ? {} : { id: rule.id, version: rule.version }),
    });
  }

  function changeKind(to: RuleKind): void {
    setKind(to);
    form.setFieldValue('indicator', ruleKinds[to].indicator);
  }

  return (
    <FormModal<RuleValues>
      form={form}
      open
      title={rule === undefined ? '新增规则' : '修改规则'}
      okText="保存"
      acting={save.acting}
      onSend={send}
      onClose={props.onClose}
      onValuesChange={() => setProblem(undefined)}
      initialValues={initialOf(rule)}
    >
      <Form.Item name="kind" label="检查什么" rules={[{ required: true }]}>
        <Select options={kinds} onChange={changeKind} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <CheckInputs kind={kind} fields={suite.fields} others={others.data?.datasets ?? []} />
      <Form.Item name="title" label="规则名称" extra="不填则按检查内容生成">
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="indicator" label="计入评价指标" rules={[{ required: true }]}>
        <Select options={indicators} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="importance" label="重要程度">
        <Radio.Group
          options={[
            { value: 'important', label: '重要' },
            { value: 'usual', label: '一般' },
          ]}
        />
      </Form.Item>
      <Form.Item name="tolerance" label="容忍不合格（‰）" extra="不合格行占检查行的千分之几以内算达标">
        <InputNumber min={0} max={1000} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="note" label="说明">
        <Input.TextArea maxLength={500} rows={2} />
      </Form.Item>
      {problem && (
        <p className="city-failed" role="alert">
          {problem}
        </p>
      )}
    </FormModal>
  );
}
