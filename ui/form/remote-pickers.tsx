/** Chooses a person or a row of another register by typing part of its name; the name stays shown when the form is opened again. */
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useName, useRowTitle, useSources } from '../sources.ts';

interface Common {
  readonly value?: string | null;
  readonly onChange?: (id: string | null) => void;
  readonly id?: string;
  readonly disabled?: boolean;
}

export function SubjectPicker(props: Common): ReactNode {
  const { subjects } = useSources();
  const name = useName('subjectNames', props.value);
  return (
    <RemoteSelect
      {...props}
      name={name}
      placeholder="输入姓名查找"
      source="subjects"
      find={async (text) =>
        ((await subjects?.(text)) ?? []).map((one) => ({
          value: one.id,
          label: one.department ? `${one.name}(${one.department})` : one.name,
        }))
      }
    />
  );
}

export function RowPicker(props: Common & { readonly register: string }): ReactNode {
  const { rows } = useSources();
  const { register, ...rest } = props;
  const name = useRowTitle(register, props.value);
  return (
    <RemoteSelect
      {...rest}
      name={name}
      placeholder="输入名称查找"
      source={`rows ${register}`}
      find={async (text) =>
        ((await rows?.(register, text)) ?? []).map((one) => ({ value: one.id, label: one.title }))
      }
    />
  );
}

function RemoteSelect(
  props: Common & {
    readonly name: string | undefined;
    readonly placeholder: string;
    readonly source: string;
    readonly find: (text: string) => Promise<{ value: string; label: string }[]>;
  },
): ReactNode {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const asked = useDeferredValue(text);
  const found = useQuery({
    queryKey: ['source', 'find', props.source, asked],
    queryFn: () => props.find(asked),
    enabled: open,
    staleTime: 30_000,
  });
  const options = [...(found.data ?? [])];
  if (props.value && !options.some((one) => one.value === props.value)) {
    options.unshift({ value: props.value, label: props.name ?? '…' });
  }
  return (
    <Select
      {...(props.id ? { id: props.id } : {})}
      {...(props.disabled ? { disabled: true } : {})}
      allowClear
      style={{ width: '100%' }}
      value={props.value ?? undefined}
      options={options}
      placeholder={props.placeholder}
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: setText }}
      onOpenChange={setOpen}
      notFoundContent={found.isFetching ? '正在查找…' : '没有找到'}
      onChange={(id: string | undefined) => props.onChange?.(id ?? null)}
    />
  );
}
