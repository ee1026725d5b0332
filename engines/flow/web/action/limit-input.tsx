/** An amount of time on a clock: '2 工作日'. */
import { InputNumber, Select, Space } from 'antd';
import type { ReactNode } from 'react';
import type { LimitUnit, TimeLimit } from '../../../../kernel/working-time.ts';

const units: readonly { readonly value: LimitUnit; readonly label: string }[] = [
  { value: 'work-day', label: '工作日' },
  { value: 'work-hour', label: '工作时' },
  { value: 'urgent-hour', label: '紧急工作时' },
  { value: 'natural-day', label: '自然日' },
];

export function LimitInput(props: {
  readonly value: TimeLimit | undefined;
  readonly onChange: (limit: TimeLimit) => void;
  readonly id?: string;
}): ReactNode {
  const value = props.value ?? { amount: 0, unit: 'work-day' as const };
  return (
    <Space.Compact style={{ width: '100%' }}>
      <InputNumber<number>
        {...(props.id ? { id: props.id } : {})}
        min={0.5}
        max={1000}
        step={0.5}
        style={{ flex: 1 }}
        placeholder="多久"
        value={value.amount > 0 ? value.amount : null}
        onChange={(amount) => props.onChange({ ...value, amount: amount ?? 0 })}
      />
      <Select<LimitUnit>
        aria-label="时间单位"
        style={{ width: 130 }}
        options={[...units]}
        value={value.unit}
        onChange={(unit) => props.onChange({ ...value, unit })}
      />
    </Space.Compact>
  );
}
