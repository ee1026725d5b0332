/** Where rows of a contract are put: a table of the using department's own database. */
import { z } from 'zod';
import { Connection } from './source.ts';

/** Connection kinds that a table can be written to. */
export const PushConnection = Connection.options[0];
export type PushConnection = z.infer<typeof PushConnection>;

/** Short enough for both kinds to keep the table's successor beside it (`<table>__city_next`). */
const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,49}$/, '表名应为小写字母、数字和下划线，以字母开头，不超过50个字符');

export const PushTable = z.object({
  /** PostgreSQL only; default 'public'. */
  schema: name.optional(),
  table: name,
});
export type PushTable = z.infer<typeof PushTable>;

export interface PushTarget {
  /** Under this its password lies in the vault (`setSecret`). */
  readonly id: string;
  readonly connection: PushConnection;
  readonly table: PushTable;
}
