/** Chooses several departments by name. */
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { matchesText } from '../../../../ui/form/match-pinyin.ts';
import { useDepartments } from '../../../../ui/sources.ts';

export function DepartmentsPicker(props: {
  readonly id?: string;
  readonly value?: readonly string[];
  readonly onChange?: (ids: readonly string[]) => void;
}): ReactNode {
  const departments = useDepartments();
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      mode="multiple"
      placeholder="不选则只有本部门"
      value={[...(props.value ?? [])]}
      options={departments.map(({ id, name, shortName }) => ({ value: id, label: shortName || name }))}
      showSearch={{ filterOption: (text, option) => matchesText(text, String(option?.label ?? '')) }}
      onChange={(ids: readonly string[]) => props.onChange?.(ids)}
    />
  );
}
