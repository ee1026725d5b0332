/** One push of rows into a department's table, whatever kind of server it lies on. */
import type { LakeField } from '../../field.ts';
import type { PushConnection, PushTable } from '../../push.ts';
import type { SeenRow } from '../../service.ts';

export interface PushColumn {
  readonly name: string;
  readonly title: string;
  /** Masked values are text, whatever their field is. */
  readonly type: LakeField['type'];
}

export interface Pushing {
  readonly connection: PushConnection;
  readonly secret: string | undefined;
  readonly table: PushTable;
  readonly columns: readonly PushColumn[];
  /** Comment of the table: only a table with this one is ever emptied or replaced. */
  readonly mark: string;
  readonly pages: AsyncIterable<readonly SeenRow[]>;
  /** Only empties what is there: its columns may be those of former times. */
  readonly empties?: true;
  /** Called when all rows are there and nobody sees them yet; what it throws undoes the push. */
  readonly beforeShown: (rows: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Of tables that pushes of this contract made. Not translated: programs compare it. */
export function markOf(contract: string): string {
  return `city-agreement:${contract}`;
}
