/** Chooses the class of a matter: by name, code or pinyin, or by one click on what the description suggests. */
import { Select } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { matchesText, usePinyin } from '../../../../../ui/form/match-pinyin.ts';
import { groupMatters } from './group-matters.ts';
import { useMatters, useSuggestions } from './use-matters.ts';

export interface MatterPickerProps {
  readonly id?: string;
  readonly value?: unknown;
  readonly onChange?: (code: string | null) => void;
  /** Classes are suggested from its words. */
  readonly description?: string | undefined;
}

interface Option {
  readonly value: string;
  readonly label: string;
}

export function MatterPicker(props: MatterPickerProps): ReactNode {
  const matters = useMatters();
  const preparePinyin = usePinyin();
  const options = useMemo(() => groupMatters(matters ?? []), [matters]);
  const chosen = typeof props.value === 'string' ? props.value : undefined;
  return (
    <div>
      <Select<string, Option>
        {...(props.id ? { id: props.id } : {})}
        allowClear
        loading={matters === undefined}
        value={chosen ?? null}
        placeholder="输入名称、拼音或代码查找小类"
        options={options as unknown as Option[]}
        onOpenChange={(open) => open && preparePinyin()}
        onChange={(code: string | undefined) => props.onChange?.(code ?? null)}
        style={{ width: '100%' }}
        listHeight={360}
        showSearch={{
          filterOption: (query, option) =>
            option !== undefined && (matchesText(query, option.label) || option.value.startsWith(query)),
        }}
      />
      <Suggestions
        text={props.description ?? ''}
        chosen={chosen}
        onChoose={(code) => props.onChange?.(code)}
      />
    </div>
  );
}

function Suggestions(props: {
  readonly text: string;
  readonly chosen: string | undefined;
  readonly onChoose: (code: string) => void;
}): ReactNode {
  const rows = useSuggestions(props.text);
  if (rows.length === 0) return null;
  return (
    <p className="urban-chips" role="group" aria-label="按描述推荐的小类">
      <span className="city-muted">按描述推荐：</span>
      {rows.map((row) => (
        <button
          key={row.matter}
          type="button"
          className="urban-chip"
          aria-pressed={row.matter === props.chosen}
          title={`依据：${row.words.join('、')}`}
          onClick={() => props.onChoose(row.matter)}
        >
          {row.name}
        </button>
      ))}
    </p>
  );
}
