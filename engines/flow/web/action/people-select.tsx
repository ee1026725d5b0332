/** Chooses several people, or whole units where the act takes them, among those whom the server would accept for this act of this case. */
import { Select } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { unitKey } from './action-form.ts';

export interface PeopleSelectProps {
  readonly type: string;
  readonly caseId: string;
  readonly action: string;
  readonly item?: string | undefined;
  /** Ids of people; a unit is written as `unitKey` has it. */
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  readonly id?: string;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface Group {
  readonly label: string;
  readonly options: Choice[];
}

function grouped(
  missing: readonly Choice[],
  units: readonly Choice[],
  people: readonly Choice[],
): (Choice | Group)[] {
  return [
    ...missing,
    { label: '单位（由有权限的人员办理）', options: [...units] },
    { label: '人员', options: [...people] },
  ];
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
  const units = (asked.data?.units ?? []).map((one) => ({ value: unitKey(one.id), label: one.name }));
  const people = (asked.data?.people ?? []).map((one) => ({
    value: one.id,
    label: one.unitName ? `${one.name}（${one.unitName}）` : one.name,
  }));
  const found = [...units, ...people];
  const missing = props.value
    .filter((id) => !found.some((one) => one.value === id))
    .map((id) => ({ value: id, label: names.get(id) ?? '…' }));
  const options = [...missing, ...found];
  return (
    <Select<string[], Choice | Group>
      {...(props.id ? { id: props.id } : {})}
      mode="multiple"
      style={{ width: '100%' }}
      value={[...props.value]}
      options={units.length === 0 ? options : grouped(missing, units, people)}
      loading={asked.isFetching}
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder="输入姓名或单位查找，可选多人"
      notFoundContent={asked.isFetching ? '正在查找…' : '没有可选的单位或人员'}
      onChange={(ids) => {
        setNames(new Map(options.map((one) => [one.value, one.label])));
        props.onChange(ids);
      }}
    />
  );
}
