/** Reads versions of forms, and keeps those in force in memory until somebody publishes. */
import { sql } from 'kysely';
import type { Fields } from '../../../kernel/register.ts';
import type { RegisterService } from '../../registers/service.ts';
import type { Database, Store } from '../../store/service.ts';
import { formErrors } from '../errors.ts';
import type { FormModel } from '../form/form-model.ts';
import type { FormTables } from './form-tables.ts';

export type VersionRow = FormTables['forms_version'];

export function tablesOf(db: Database) {
  return db.withTables<FormTables>();
}

/** Tells every process the register whose forms changed. */
export const formChannel = 'forms.changed';

/** Throws forms.unknownRegister. */
export function fieldsOf(registers: RegisterService, register: string): Fields {
  const info = registers.find(register);
  if (info === undefined) throw formErrors.unknownRegister();
  return info.declaration.fields;
}

/** Newest first. */
export async function listVersions(db: Database, register?: string): Promise<readonly VersionRow[]> {
  return tablesOf(db)
    .selectFrom('forms_version')
    .selectAll()
    .$if(register !== undefined, (query) => query.where('register', '=', register ?? ''))
    .orderBy('number', 'desc')
    .execute();
}

export async function getVersion(db: Database, id: string, locked = false): Promise<VersionRow> {
  const found = await tablesOf(db)
    .selectFrom('forms_version')
    .selectAll()
    .where('id', '=', id)
    .$if(locked, (query) => query.forUpdate())
    .executeTakeFirst();
  if (found === undefined) throw formErrors.unknown();
  return found;
}

/** The one with the highest number of those that are published. */
export function currentOf(versions: readonly VersionRow[]): VersionRow | undefined {
  return versions.find(({ state }) => state === 'published');
}

export interface KeptVersion {
  readonly id: string;
  readonly model: FormModel;
}

export interface KeptVersions {
  /** In force for new rows. `through`: the handle of a transaction that is under way; it needs no second connection then. */
  current(register: string, through?: Database): Promise<KeptVersion | undefined>;
  /** The one that a row began with; undefined for a row that began without a form. */
  ofRow(db: Database, register: string, row: string): Promise<KeptVersion | undefined>;
  /** After a commit that changed what is published. */
  forget(register: string): void;
}

const mostKept = 2000;

export function keepVersions(store: Store): KeptVersions {
  const current = new Map<string, Promise<KeptVersion | undefined>>();
  const ever = new Map<string, Promise<boolean>>();
  const byId = new Map<string, Promise<KeptVersion>>();
  function drop(register: string): void {
    current.delete(register);
    ever.delete(register);
  }
  store.onAnnounce(formChannel, drop);

  /** Most registers never had a form: of their rows nothing needs to be asked. */
  async function hasAny(register: string, through: Database): Promise<boolean> {
    const [found] = await tablesOf(through)
      .selectFrom('forms_version')
      .select('id')
      .where('register', '=', register)
      .where('state', '!=', 'draft')
      .limit(1)
      .execute();
    return found !== undefined;
  }

  async function readCurrent(register: string, through: Database): Promise<KeptVersion | undefined> {
    const [found] = await tablesOf(through)
      .selectFrom('forms_version')
      .select(['id', 'model'])
      .where('register', '=', register)
      .where('state', '=', 'published')
      .orderBy('number', 'desc')
      .limit(1)
      .execute();
    return found;
  }

  function remember<V>(kept: Map<string, Promise<V>>, key: string, make: () => Promise<V>): Promise<V> {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    kept.set(key, made);
    // A failure is not worth keeping.
    made.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return made;
  }

  async function readPublished(id: string, through: Database): Promise<KeptVersion> {
    const { model } = await getVersion(through, id);
    return { id, model };
  }

  return {
    current: (register, through = store.db) =>
      remember(current, register, () => readCurrent(register, through)),
    async ofRow(db, register, row) {
      if (!(await remember(ever, register, () => hasAny(register, db)))) return undefined;
      const found = await sql<{ version: string }>`select held.version from forms_use held
        join forms_version on forms_version.id = held.version
        where held.row = ${row} and forms_version.register = ${register}`.execute(db);
      const version = found.rows[0]?.version;
      return version === undefined ? undefined : remember(byId, version, () => readPublished(version, db));
    },
    forget(register) {
      drop(register);
      void store.announce(formChannel, register).catch(() => undefined);
    },
  };
}
