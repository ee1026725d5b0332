/** The 列设置 button of a list: show, hide and move columns, choose the density, put it all back. */
import { Button, Checkbox, Popover, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { arrangeAll, isShown, type KeptSettings, type TableSettings } from './table-settings.ts';

interface Column {
  readonly key: string;
  readonly title: string;
  readonly hidden?: boolean;
}

export function ColumnSettings(props: {
  readonly columns: readonly Column[];
  readonly settings: TableSettings;
}): ReactNode {
  const { kept, keep } = props.settings;
  const columns = arrangeAll(props.columns, kept);
  function show(key: string, on: boolean): void {
    keep({
      ...kept,
      hidden: on ? (kept.hidden ?? []).filter((one) => one !== key) : [...(kept.hidden ?? []), key],
      shown: on ? [...(kept.shown ?? []), key] : (kept.shown ?? []).filter((one) => one !== key),
    });
  }
  function move(index: number, by: -1 | 1): void {
    const order = columns.map((one) => one.key);
    const [moved] = order.splice(index, 1);
    if (moved === undefined) return;
    order.splice(index + by, 0, moved);
    keep({ ...kept, order });
  }
  const content = (
    <div>
      <Segmented<NonNullable<KeptSettings['density']>>
        block
        value={kept.density ?? 'middle'}
        onChange={(density) => keep({ ...kept, density })}
        options={[
          { value: 'tight', label: '紧凑' },
          { value: 'middle', label: '适中' },
          { value: 'loose', label: '宽松' },
        ]}
      />
      <div className="city-column-list">
        {columns.map((column, index) => (
          <div key={column.key}>
            <Checkbox
              checked={isShown(column, kept)}
              onChange={(event) => show(column.key, event.target.checked)}
            >
              {column.title}
            </Checkbox>
            <Button
              type="text"
              size="small"
              disabled={index === 0}
              aria-label={`${column.title}上移`}
              onClick={() => move(index, -1)}
            >
              ↑
            </Button>
            <Button
              type="text"
              size="small"
              disabled={index === columns.length - 1}
              aria-label={`${column.title}下移`}
              onClick={() => move(index, 1)}
            >
              ↓
            </Button>
          </div>
        ))}
      </div>
      <Button type="link" size="small" onClick={() => keep({})}>
        恢复默认
      </Button>
    </div>
  );
  return (
    <Popover content={content} title="列设置" trigger="click" placement="bottomRight">
      <Button>列设置</Button>
    </Popover>
  );
}
