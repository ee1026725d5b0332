/** Which version of a process new cases run on. */
import { sql, type Store } from '../../../store/index.ts';
import { firstDrawnVersion } from '../../process/version-title.ts';
import type { CaseKind } from '../case/case-kinds.ts';

interface VersionState {
  readonly version: number;
  readonly state: 'published' | 'retired';
}

/** The newest published drawing, else what the code declares. */
export function versionInForce(rows: readonly VersionState[], declared: number): number {
  return rows
    .filter((row) => row.version >= firstDrawnVersion && row.state === 'published')
    .reduce((newest, row) => Math.max(newest, row.version), declared);
}

export async function findInForce(store: Store, kind: CaseKind): Promise<number> {
  const found = await sql<VersionState>`
    select version, state from flow_definition where type = ${kind.id}`.execute(store.db);
  return versionInForce(found.rows, kind.process.version);
}
