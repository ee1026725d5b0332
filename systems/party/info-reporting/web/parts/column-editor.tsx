/** Writes the columns of a table, one line each; formula and reason under the line where they are needed. */
import { Button, Checkbox, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import {
  type ColumnInput,
  type ColumnKind,
  columnKinds,
  columnKindTitles,
  type Rollup,
  rollups,
  rollupTitles,
} from '../../table/column.ts';
import { ElementPicker } from './element-picker.tsx';

export interface ColumnEditorProps {
  readonly columns: readonly ColumnInput[];
  readonly onChange: (columns: readonly ColumnInput[]) => void;
}

function withText(
  column: ColumnInput,
  name: 'unit' | 'codeList' | 'formula' | 'reason' | 'weight',
  text: string,
): ColumnInput {
  const { [name]: _old, ...rest } = column;
  return text === '' ? rest : { ...rest, [name]: text };
}

export function ColumnEditor({ columns, onChange }: ColumnEditorProps): ReactNode {
  const change = (index: number, next: ColumnInput) =>
    onChange(columns.map((column, at) => (at === index ? next : column)));
  return (
    <div className="report-columns">
      {columns.map((column, index) => (
        <Line
          // oxlint-disable-next-line react/no-array-index-key -- a column has no other identity while its name is typed
          key={index}
          number={index + 1}
          column={column}
          onChange={(next) => change(index, next)}
          onRemove={() => onChange(columns.filter((_, at) => at !== index))}
        />
      ))}
      <div className="report-acts">
        <Button
          onClick={() =>
            onChange([
              ...columns,
              { key: `列${columns.length + 1}`, title: '', kind: 'integer', rollup: 'sum', required: true },
            ])
          }
        >
          加一列
        </Button>
        <ElementPicker onPick={(column) => onChange([...columns, column])} />
      </div>
    </div>
  );
}

interface LineProps {
  readonly number: number;
  readonly column: ColumnInput;
  readonly onChange: (column: ColumnInput) => void;
  readonly onRemove: () => void;
}

function Line({ number, column, onChange, onRemove }: LineProps): ReactNode {
  const label = (word: string) => `第 ${number} 列${word}`;
  return (
    <fieldset className="report-column" aria-label={`第 ${number} 列`}>
      <Input
        aria-label={label('标题')}
        placeholder="列标题"
        value={column.title}
        maxLength={60}
        onChange={(event) => onChange({ ...column, title: event.target.value })}
      />
      <Input
        aria-label={label('列名')}
        placeholder="公式里的列名"
        value={column.key}
        maxLength={30}
        onChange={(event) => onChange({ ...column, key: event.target.value })}
      />
      <Select<ColumnKind>
        aria-label={label('类型')}
        value={column.kind}
        onChange={(kind) => onChange({ ...column, kind })}
        options={columnKinds.map((value) => ({ value, label: columnKindTitles[value] }))}
      />
      <Input
        aria-label={label('单位')}
        placeholder="单位"
        value={column.unit ?? ''}
        maxLength={20}
        onChange={(event) => onChange(withText(column, 'unit', event.target.value))}
      />
      <Select<Rollup>
        aria-label={label('汇总方式')}
        value={column.rollup ?? 'none'}
        onChange={(rollup) => onChange({ ...column, rollup })}
        options={rollups.map((value) => ({ value, label: rollupTitles[value] }))}
      />
      <Checkbox
        checked={column.required ?? true}
        onChange={(event) => onChange({ ...column, required: event.target.checked })}
      >
        必填
      </Checkbox>
      <Button type="text" danger aria-label={label('删除')} onClick={onRemove}>
        删除
      </Button>
      {column.kind === 'code' && (
        <Input
          className="is-wide"
          aria-label={label('代码表')}
          placeholder="代码表，例如 info-reporting cycles（见数据字典）"
          value={column.codeList ?? ''}
          maxLength={120}
          onChange={(event) => onChange(withText(column, 'codeList', event.target.value))}
        />
      )}
      <Input
        className="is-wide"
        aria-label={label('公式')}
        placeholder="公式（FEEL，例如 if 床位 > 0 then 入住 / 床位 * 100 else null）；填报列不写"
        value={column.formula ?? ''}
        maxLength={500}
        onChange={(event) => onChange(withText(column, 'formula', event.target.value))}
      />
      <Input
        className="is-wide"
        aria-label={label('说明')}
        placeholder="与已掌握数据相近时，说明为何还要填报"
        value={column.reason ?? ''}
        maxLength={300}
        onChange={(event) => onChange(withText(column, 'reason', event.target.value))}
      />
    </fieldset>
  );
}
