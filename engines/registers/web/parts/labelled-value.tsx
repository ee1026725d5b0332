/** A value in a list: by the names that came with the rows, so that a page of rows asks for no name one by one. */
import type { ReactNode } from 'react';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { FieldValue } from '../../../../ui/field-value.tsx';
import type { RowReply } from '../../routes/row-routes.ts';
import type { NamedField } from './use-register.ts';

export type Labels = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface LabelledRow {
  readonly row: RowReply;
  readonly labels: Labels | undefined;
}

const named = new Set(['area', 'subject', 'ref']);

export function LabelledValue(props: { readonly field: NamedField; readonly from: LabelledRow }): ReactNode {
  const { field, from } = props;
  const value = from.row[field.name];
  if (from.row.masked?.includes(field.name)) return <FieldValue field={field.field} value={value} masked />;
  const title = from.row.titles?.[field.name];
  if (title !== undefined) return <StatusTag tone="blue">{title}</StatusTag>;
  // Codes keep their coloured tags, which the names alone do not carry; departments their short names, which every page knows.
  const label =
    named.has(field.field.type) && typeof value === 'string' ? from.labels?.[field.name]?.[value] : undefined;
  if (label !== undefined) return label;
  if (field.field.type === 'long-text' && typeof value === 'string' && value.length > 40)
    return <span title={value}>{value.slice(0, 40)}…</span>;
  if (field.field.type === 'files')
    return Array.isArray(value) && value.length > 0 ? (
      `${value.length} 个附件`
    ) : (
      <span className="city-muted">—</span>
    );
  return <FieldValue field={field.field} value={value} />;
}
