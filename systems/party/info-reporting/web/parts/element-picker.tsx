/** Adds a column from the catalogue of data elements, so that one concept is asked for by one name. */
import { Select } from 'antd';
import type { ReactNode } from 'react';
import registers from '../../../../../engines/registers/contract.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import type { ColumnInput } from '../../table/column.ts';

const text = (value: unknown) => (typeof value === 'string' ? value : '');

export function ElementPicker(props: { readonly onPick: (column: ColumnInput) => void }): ReactNode {
  const asked = useCall(
    registers.routes.list,
    { register: 'info-reporting.element', size: 200 },
    { fresh: 300_000 },
  );
  const rows = asked.data?.rows ?? [];
  function pick(code: string): void {
    const row = rows.find((each) => each['code'] === code);
    const title = text(row?.['title']);
    const unit = text(row?.['unit']);
    props.onPick({
      // A name that FEEL can say: without signs, not beginning with a digit.
      key: title.replace(/[^\p{L}\p{N}_]/gu, '').replace(/^\d+/u, '') || code.replaceAll('-', '_'),
      title,
      kind: 'integer',
      rollup: 'sum',
      required: true,
      element: code,
      ...(unit === '' ? {} : { unit }),
    });
  }
  return (
    <Select<string | null>
      aria-label="从数据项目录加一列"
      placeholder="从数据项目录加一列"
      className="report-element"
      value={null}
      showSearch={{ optionFilterProp: 'label' }}
      options={rows.map((row) => ({ value: text(row['code']), label: text(row['title']) }))}
      onChange={(code) => code !== null && pick(code)}
    />
  );
}
