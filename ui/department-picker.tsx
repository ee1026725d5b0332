/** Chooses a department from the organ tree, by name or pinyin; shows names, never ids. */
import { TreeSelect } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { matchesText, usePinyin } from './form/match-pinyin.ts';
import { type DepartmentOption, useDepartments } from './sources.ts';

export interface DepartmentPickerProps {
  readonly value?: string | null;
  readonly onChange?: (id: string | null) => void;
  /** Ids that may be chosen; others stay in the tree as branches. */
  readonly among?: readonly string[];
  readonly id?: string;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  /** Its name for those who hear the page, where no label stands beside it. */
  readonly label?: string;
}

/** All that a unit is typed by: names, syllables, initials. */
function wordsOf({ name, shortName, pinyin }: DepartmentOption): string {
  const syllables = (pinyin ?? '').split(' ');
  const initials = syllables.map((one) => one.charAt(0)).join('');
  return [shortName, name, syllables.join(''), initials].join(' ');
}

export function DepartmentPicker(props: DepartmentPickerProps): ReactNode {
  const departments = useDepartments();
  const preparePinyin = usePinyin();
  const nodes = useMemo(() => {
    const known = new Set(departments.map((one) => one.id));
    return departments.map((one) => ({
      id: one.id,
      pId: one.parent && known.has(one.parent) ? one.parent : 0,
      value: one.id,
      title: one.shortName || one.name,
      full: one.name,
      pinyin: one.pinyin,
      words: wordsOf(one),
      selectable: props.among?.includes(one.id) ?? true,
    }));
  }, [departments, props.among]);
  return (
    <TreeSelect
      treeDataSimpleMode
      treeData={nodes}
      allowClear
      value={props.value ?? undefined}
      onChange={(id: string | undefined) => props.onChange?.(id ?? null)}
      onOpenChange={(open) => open && preparePinyin()}
      showSearch={{
        // By this the tree finds which one the Enter key takes.
        treeNodeFilterProp: 'words',
        filterTreeNode: (query, node) => {
          const reading = node['pinyin'] as string | undefined;
          return (
            matchesText(query, String(node.title), reading) ||
            matchesText(query, String(node['full']), reading)
          );
        },
      }}
      placeholder={props.placeholder ?? '请选择部门'}
      styles={{ popup: { root: { maxHeight: 420, minWidth: 260 } } }}
      style={{ width: '100%' }}
      {...(props.label ? { 'aria-label': props.label } : {})}
      {...(props.id ? { id: props.id } : {})}
      {...(props.disabled ? { disabled: true } : {})}
    />
  );
}
