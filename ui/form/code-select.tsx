/** Chooses one or several codes of a code list, by name, code or pinyin. */
import { Select, TreeSelect } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { type CodeOption, useCodes } from '../sources.ts';
import { matchesText, usePinyin } from './match-pinyin.ts';

export interface CodeSelectProps<V> {
  readonly list?: string;
  /** Given options win over the list. */
  readonly options?: readonly CodeOption[];
  readonly value?: V | null;
  readonly onChange?: (value: V | null) => void;
  readonly id?: string;
  readonly disabled?: boolean;
  readonly placeholder?: string;
}

export function CodeSelect(props: CodeSelectProps<string>): ReactNode {
  return (
    <Codes
      {...props}
      value={props.value ?? null}
      onChange={(value) => props.onChange?.((value as string) ?? null)}
    />
  );
}

export function CodesSelect(props: CodeSelectProps<readonly string[]>): ReactNode {
  return (
    <Codes
      {...props}
      many
      value={props.value ?? []}
      onChange={(value) => props.onChange?.((value as readonly string[]) ?? [])}
    />
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly pinyin: string | undefined;
}

function Codes(
  props: Omit<CodeSelectProps<unknown>, 'value' | 'onChange'> & {
    readonly many?: boolean;
    readonly value: string | readonly string[] | null;
    readonly onChange: (value: unknown) => void;
  },
): ReactNode {
  const preparePinyin = usePinyin();
  const listed = useCodes(props.options ? undefined : props.list);
  const codes = props.options ?? listed;
  const layered = useMemo(
    () => codes.some((one) => one.parent && codes.some((other) => other.code === one.parent)),
    [codes],
  );
  const shared = {
    allowClear: true,
    value: Array.isArray(props.value) ? [...props.value] : ((props.value as string | null) ?? undefined),
    onChange: (value: unknown) => props.onChange(value ?? null),
    onOpenChange: (open: boolean) => open && preparePinyin(),
    placeholder: props.placeholder ?? '请选择',
    style: { width: '100%' },
    ...(props.id ? { id: props.id } : {}),
    ...(props.disabled ? { disabled: true } : {}),
  };
  if (layered) return <LayeredCodes codes={codes} many={props.many === true} shared={shared} />;
  const options = codes.map((one): Option => ({ value: one.code, label: one.name, pinyin: one.pinyin }));
  return (
    <Select<unknown, Option>
      {...shared}
      {...(props.many ? { mode: 'multiple' as const, maxTagCount: 'responsive' as const } : {})}
      options={options}
      showSearch={{
        filterOption: (query, option) =>
          matchesText(query, option?.label ?? '', option?.pinyin) ||
          (option?.value.startsWith(query) ?? false),
      }}
    />
  );
}

/** Lists whose entries have parents (大类 → 小类) unfold as a tree; only the ends can be chosen. */
function LayeredCodes(props: {
  readonly codes: readonly CodeOption[];
  readonly many: boolean;
  readonly shared: Record<string, unknown>;
}): ReactNode {
  const { codes } = props;
  const parents = useMemo(() => new Set(codes.map((one) => one.parent)), [codes]);
  const nodes = codes.map((one) => ({
    id: one.code,
    pId: codes.some((other) => other.code === one.parent) ? one.parent : 0,
    value: one.code,
    title: one.name,
    pinyin: one.pinyin,
    selectable: !parents.has(one.code),
  }));
  return (
    <TreeSelect
      {...props.shared}
      treeDataSimpleMode
      treeData={nodes}
      multiple={props.many}
      styles={{ popup: { root: { maxHeight: 400, minWidth: 280 } } }}
      showSearch={{
        filterTreeNode: (query, node) =>
          matchesText(query, String(node.title), node['pinyin'] as string | undefined) ||
          String(node.value).startsWith(query),
      }}
    />
  );
}
