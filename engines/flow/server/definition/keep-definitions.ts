/** Keeps every version of every process, so that running cases stay on the one they started with. */
import { isDeepStrictEqual } from 'node:util';
import type { CaseProcess } from '../../../../kernel/case.ts';
import { type Database, sql, type Store } from '../../../store/index.ts';
import { flowErrors } from '../../contract.ts';
import type { CaseKind, CaseKinds } from '../case/case-kinds.ts';
import type { FlowTables } from '../tables.ts';
import { findInForce } from './version-in-force.ts';

/** Every server process hears the type whose versions changed. */
const channel = 'flow.definition';

export interface Definitions {
  /** Writes new versions; throws flow.definitionChanged for a changed definition under an old version that has run. */
  keep(kinds: CaseKinds): Promise<void>;
  of(kind: CaseKind, version: number): Promise<CaseProcess>;
  /** What new cases of the type run on: the newest published drawing, else the declaration. */
  inForce(kind: CaseKind): Promise<CaseProcess>;
  /** Were some versions of this type staged and others graphs? */
  changedExecutor(kind: CaseKind): Promise<boolean>;
  /** A version of the type was published or retired: from now on here, and in a moment in every process. */
  changed(type: string): void;
}

async function keepOne(db: Database, kind: CaseKind): Promise<void> {
  const { process, id } = kind;
  const tables = db.withTables<FlowTables>();
  const known = await tables
    .selectFrom('flow_definition')
    .select('definition')
    .where('type', '=', id)
    .where('version', '=', process.version)
    .executeTakeFirst();
  const definition = JSON.parse(JSON.stringify(process)) as unknown;
  if (known !== undefined && isDeepStrictEqual(known.definition, definition)) return;
  if (known !== undefined) {
    // While nobody has used it, a version is still a draft.
    const used = await tables
      .selectFrom('flow_work_item')
      .select('case_id')
      .where('type', '=', id)
      .limit(1)
      .executeTakeFirst();
    if (used !== undefined) throw flowErrors.definitionChanged({ type: id });
  }
  await sql`insert into flow_definition (type, version, definition) values (${id}, ${process.version}, ${JSON.stringify(definition)}::jsonb)
    on conflict (type, version) do update set definition = excluded.definition, kept_at = now()`.execute(db);
}

export function openDefinitions(store: Store): Definitions {
  const loaded = new Map<string, Promise<CaseProcess>>();
  const current = new Map<string, Promise<number>>();
  const mixed = new Map<string, Promise<boolean>>();
  function forget(type: string): void {
    current.delete(type);
    mixed.delete(type);
  }
  store.onAnnounce(channel, forget);

  async function load(kind: CaseKind, version: number): Promise<CaseProcess> {
    const row = await store.db
      .withTables<FlowTables>()
      .selectFrom('flow_definition')
      .select('definition')
      .where('type', '=', kind.id)
      .where('version', '=', version)
      .executeTakeFirst();
    // Written by keep() from a typed declaration.
    return (row?.definition as CaseProcess | undefined) ?? kind.process;
  }

  function of(kind: CaseKind, version: number): Promise<CaseProcess> {
    if (version === kind.process.version) return Promise.resolve(kind.process);
    const key = `${kind.id} ${version}`;
    const known = loaded.get(key) ?? load(kind, version);
    loaded.set(key, known);
    known.catch(() => loaded.delete(key));
    return known;
  }

  async function isMixed(kind: CaseKind): Promise<boolean> {
    const found = await sql<{
      mixed: boolean;
    }>`select bool_or(definition ? 'model') and not bool_and(definition ? 'model') as mixed
      from flow_definition where type = ${kind.id}`.execute(store.db);
    return found.rows[0]?.mixed ?? false;
  }

  return {
    changedExecutor(kind) {
      const known = mixed.get(kind.id) ?? isMixed(kind);
      mixed.set(kind.id, known);
      known.catch(() => mixed.delete(kind.id));
      return known;
    },
    async keep(kinds) {
      for (const kind of kinds.all()) await keepOne(store.db, kind);
    },
    of,
    changed(type) {
      forget(type);
      void store.announce(channel, type).catch(() => undefined);
    },
    async inForce(kind) {
      const known = current.get(kind.id) ?? findInForce(store, kind);
      current.set(kind.id, known);
      known.catch(() => current.delete(kind.id));
      return of(kind, await known);
    },
  };
}
