/** Chooses a unit or person among those whom the server would accept for this act of this case. */
import { Select } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export interface CandidateSelectProps {
  readonly type: string;
  readonly caseId: string;
  readonly action: string;
  readonly item?: string | undefined;
  readonly kind: 'unit' | 'person';
  readonly value: string | null | undefined;
  readonly onChange: (id: string | null) => void;
  readonly id?: string;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

export function CandidateSelect(props: CandidateSelectProps): ReactNode {
  const { type, caseId, action, item, kind } = props;
  const [text, setText] = useState('');
  // The chosen one stays named when a later search no longer lists it.
  const [chosen, setChosen] = useState<Choice | undefined>(undefined);
  const search = useDeferredValue(text);
  const asked = useCall(
    contract.routes.candidates,
    { type, id: caseId, action, search, ...(item === undefined ? {} : { item }) },
    { keep: true, fresh: 30_000, still: true },
  );
  const found: Choice[] =
    kind === 'unit'
      ? (asked.data?.units ?? []).map((one) => ({ value: one.id, label: one.name }))
      : (asked.data?.people ?? []).map((one) => ({
          value: one.id,
          label: one.unitName ? `${one.name}（${one.unitName}）` : one.name,
        }));
  const options =
    chosen && chosen.value === props.value && !found.some((one) => one.value === chosen.value)
      ? [chosen, ...found]
      : found;
  return (
    <Select<string, Choice>
      {...(props.id ? { id: props.id } : {})}
      allowClear
      style={{ width: '100%' }}
      value={props.value ?? null}
      options={options}
      loading={asked.isFetching}
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder={kind === 'unit' ? '输入名称查找单位' : '输入姓名查找人员'}
      notFoundContent={nothingWords(asked, kind)}
      onChange={(id: string | undefined) => {
        setChosen(options.find((one) => one.value === id));
        props.onChange(id ?? null);
      }}
    />
  );
}

function nothingWords(
  asked: { readonly isFetching: boolean; readonly isError: boolean },
  kind: 'unit' | 'person',
): string {
  if (asked.isFetching) return '正在查找…';
  if (asked.isError) return '没有读到名单，请重试';
  return kind === 'unit' ? '没有可选的单位' : '没有可选的人员';
}
