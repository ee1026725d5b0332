/** Chooses several people among those whom the server would accept for this act of this case. */
import { Select } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export interface PeopleSelectProps {
  readonly type: string;
  readonly caseId: string;
  readonly action: string;
  readonly item?: string | undefined;
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  readonly id?: string;
}

export function PeopleSelect(props: PeopleSelectProps): ReactNode {
  const { type, caseId, action, item } = props;
  const [text, setText] = useState('');
  // Chosen ones stay named when a later search no longer lists them.
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const search = useDeferredValue(text);
  const asked = useCall(
    contract.routes.candidates,
    { type, id: caseId, action, search, ...(item === undefined ? {} : { item }) },
    { keep: true, fresh: 30_000, still: true },
  );
  const found = (asked.data?.people ?? []).map((one) => ({
    value: one.id,
    label: one.unitName ? `${one.name}（${one.unitName}）` : one.name,
  }));
  const missing = props.value.filter((id) => !found.some((one) => one.value === id));
  const options = [...missing.map((id) => ({ value: id, label: names.get(id) ?? '…' })), ...found];
  return (
    <Select<string[], { value: string; label: string }>
      {...(props.id ? { id: props.id } : {})}
      mode="multiple"
      style={{ width: '100%' }}
      value={[...props.value]}
      options={options}
      loading={asked.isFetching}
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder="输入姓名或单位查找，可选多人"
      notFoundContent={asked.isFetching ? '正在查找…' : '没有可选的人员'}
      onChange={(ids) => {
        setNames(new Map(options.map((one) => [one.value, one.label])));
        props.onChange(ids);
      }}
    />
  );
}
