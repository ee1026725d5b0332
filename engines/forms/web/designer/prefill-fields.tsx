/** Where a field takes its value from: a register, by which of its fields the row is found, and which field is taken. */
import { Button, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import registersContract from '../../../registers/contract.ts';
import { useCall } from '../../../../ui/use-call.ts';
import type { Prefill } from '../../form/form-model.ts';

export function PrefillFields(props: {
  readonly value: Prefill | undefined;
  readonly onChange: (value: Prefill | undefined) => void;
}): ReactNode {
  const { value, onChange } = props;
  const asked = useCall(registersContract.routes.catalogue, {}, { fresh: 300_000 });
  const registers = asked.data?.registers ?? [];
  const source = registers.find(({ id }) => id === value?.register);
  const [key = '', text = ''] = Object.entries(value?.match ?? {})[0] ?? [];
  const fieldOptions = (source?.fields ?? []).map(({ name, title }) => ({ value: name, label: title }));
  const set = (part: Partial<Prefill>) => onChange({ register: '', match: {}, take: '', ...value, ...part });
  if (value === undefined)
    return (
      <Form.Item label="从台账预填">
        <Button block onClick={() => set({})}>
          设置数据来源
        </Button>
      </Form.Item>
    );
  return (
    <fieldset className="forms-prefill">
      <legend>从台账预填</legend>
      <Form.Item label="台账">
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          value={value.register || null}
          options={registers.map(({ id, title, systemTitle }) => ({
            value: id,
            label: `${title}（${systemTitle}）`,
          }))}
          onChange={(register: string) => set({ register, match: {}, take: '' })}
          placeholder="选择台账"
        />
      </Form.Item>
      <Form.Item label="按哪个字段查找">
        <Select
          value={key || null}
          options={fieldOptions}
          onChange={(name: string) => set({ match: { [name]: text || 'null' } })}
          placeholder="选择字段"
        />
      </Form.Item>
      <Form.Item label="等于本表单的">
        <Input
          className="forms-expression"
          value={text}
          disabled={key === ''}
          onChange={(event) => set({ match: { [key]: event.target.value } })}
        />
      </Form.Item>
      <Form.Item label="取哪个字段的值">
        <Select
          value={value.take || null}
          options={fieldOptions}
          onChange={(take: string) => set({ take })}
          placeholder="选择字段"
        />
      </Form.Item>
      <Button size="small" onClick={() => onChange(undefined)}>
        取消预填
      </Button>
    </fieldset>
  );
}
