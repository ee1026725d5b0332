/** The system's own tables as data: code lists and the first service items. */
import { type CodeTable, nameInTable } from '../../../../kernel/code-table.ts';
import type { ItemBody } from '../registers/item-body.ts';
import itemRows from './items.json' with { type: 'json' };
import listRows from './lists.json' with { type: 'json' };

export const itemTable = itemRows as {
  readonly source: string;
  readonly rows: readonly (ItemBody & { readonly code: string })[];
};

export const listTable = listRows as unknown as CodeTable;

export function nameInList(list: string, code: string): string {
  return nameInTable(listTable, list, code);
}
