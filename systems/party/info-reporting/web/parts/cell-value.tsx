/** A cell as people read it: a code by its name, numbers with their grouping. */
import type { ReactNode } from 'react';
import { useCodes } from '../../../../../ui/sources.ts';
import type { Cell, Column } from '../../table/column.ts';
import { cellText } from './cell-text.ts';

export function CellValue(props: { readonly column: Column; readonly value: Cell }): ReactNode {
  const { column, value } = props;
  const codes = useCodes(column.codeList);
  const name = typeof value === 'string' ? codes.find(({ code }) => code === value)?.name : undefined;
  return name ?? cellText(value);
}
