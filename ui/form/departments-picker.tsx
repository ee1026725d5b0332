/** Chooses several departments by name or pinyin; what it gives is a list of ids. */
import { Select } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { matchesText, usePinyin } from './match-pinyin.ts';
import { useDepartments } from '../sources.ts';

/** So many are named in the box; a group may be two thousand. */
const mostTags = 30;

export function DepartmentsPicker(props: {
  /** Form.Item hands in both. */
  readonly value?: unknown;
  readonly onChange?: (ids: readonly string[]) => void;
  readonly id?: string;
  readonly without?: readonly string[];
  /** Shown while nobody is chosen. */
  readonly placeholder?: string;
}): ReactNode {
  const departments = useDepartments();
  const preparePinyin = usePinyin();
  const { without } = props;
  const options = useMemo(() => {
    const left = new Set(without);
    return departments
      .filter(({ id }) => !left.has(id))
      .map((one) => ({
        value: one.id,
        label: one.shortName || one.name,
        full: one.name,
        pinyin: one.pinyin,
      }));
  }, [departments, without]);
  return (
    <Select<string[], (typeof options)[number]>
      {...(props.id ? { id: props.id } : {})}
      mode="multiple"
      maxTagCount={mostTags}
      maxTagPlaceholder={(hidden) => `等，另有 ${hidden.length} 个`}
      style={{ width: '100%' }}
      placeholder={props.placeholder ?? '输入名称或拼音查找'}
      value={Array.isArray(props.value) ? props.value.map(String) : []}
      options={options}
      onOpenChange={(open) => open && preparePinyin()}
      showSearch={{
        filterOption: (query, option) =>
          matchesText(query, option?.label ?? '', option?.pinyin) ||
          matchesText(query, option?.full ?? '', option?.pinyin),
      }}
      onChange={(ids) => props.onChange?.(ids)}
    />
  );
}
