/** What the server and its DuckDB child say to each other. */

export type DuckRow = Readonly<Record<string, unknown>>;

export type DuckRequest =
  | { readonly id: number; readonly act: 'start'; readonly settings: DuckSettings }
  | { readonly id: number; readonly act: 'run'; readonly session: number; readonly sql: string }
  | { readonly id: number; readonly act: 'interrupt'; readonly session: number }
  | { readonly id: number; readonly act: 'close'; readonly session: number };

export type DuckReply =
  | { readonly id: number; readonly rows: readonly DuckRow[] }
  | { readonly id: number; readonly problem: string };

export interface DuckSettings {
  /** The only folder that statements may read or write. */
  readonly folder: string;
  readonly memoryMegabytes: number;
  readonly threads: number;
}
