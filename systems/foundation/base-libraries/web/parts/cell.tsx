/** A value of a record as people read it; areas by name. */
import type { ReactNode } from 'react';
import { AreaName } from '../../../../../ui/field-value.tsx';

export type Cell = string | number | boolean | null | undefined;

export function CellText(props: { readonly field: string; readonly value: Cell }): ReactNode {
  const { value } = props;
  if (value === null || value === undefined || value === '') return <span className="city-muted">—</span>;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (props.field === 'area' && /^\d{12}$/.test(String(value))) return <AreaName code={String(value)} />;
  return String(value);
}
