/** Writes the checks of a table: what must hold, in FEEL, and whether a breach is refused or may be explained. */
import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import type { Check } from '../../table/column.ts';

export function CheckEditor(props: {
  readonly checks: readonly Check[];
  readonly onChange: (checks: readonly Check[]) => void;
}): ReactNode {
  const { checks, onChange } = props;
  const change = (index: number, part: Partial<Check>) =>
    onChange(checks.map((check, at) => (at === index ? { ...check, ...part } : check)));
  return (
    <div className="report-columns">
      {checks.map((check, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a check has no other identity while it is typed
        <fieldset key={index} className="report-check" aria-label={`第 ${index + 1} 条校验`}>
          <Input
            aria-label={`第 ${index + 1} 条校验内容`}
            placeholder="校验内容，例如 入住人数不大于床位数"
            value={check.title}
            maxLength={120}
            onChange={(event) => change(index, { title: event.target.value })}
          />
          <Input
            aria-label={`第 ${index + 1} 条校验表达式`}
            placeholder="入住 <= 床位；上期.床位 为上期的数"
            value={check.when}
            maxLength={500}
            onChange={(event) => change(index, { when: event.target.value })}
          />
          <Select<Check['level']>
            aria-label={`第 ${index + 1} 条校验级别`}
            value={check.level}
            onChange={(level) => change(index, { level })}
            options={[
              { value: 'error', label: '必须符合' },
              { value: 'warning', label: '不符须说明' },
            ]}
          />
          <Button type="text" danger onClick={() => onChange(checks.filter((_, at) => at !== index))}>
            删除
          </Button>
        </fieldset>
      ))}
      <Button onClick={() => onChange([...checks, { title: '', when: '', level: 'error' }])}>
        加一条校验
      </Button>
    </div>
  );
}
