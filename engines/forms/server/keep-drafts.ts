/** Keeps what a person has half filled in, for himself alone, until he sends it, throws it away or its time is over. */
import { sql } from 'kysely';
import type { Principal } from '../../../kernel/access.ts';
import { CityError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Database, Store } from '../../store/service.ts';
import type { Vault } from '../../trust/index.ts';
import type { FormDeps } from './form-deps.ts';
import type { FormValues } from '../form/form-scope.ts';
import { tablesOf } from './form-versions.ts';

const day = 86_400_000;

export interface KeptDraft {
  readonly values: Record<string, unknown>;
  readonly savedAt: string;
  readonly expiresAt: string;
}

/** A register's new row, or one row of it. */
export function placeOf(register: string, row: string | undefined): string {
  return row === undefined ? register : `${register} ${row}`;
}

/** A draft holds what the row will keep in boxes, so all of it is in one. */
function sealedPlace(person: string, place: string) {
  return { table: 'forms_draft', row: `${person} ${place}`, field: 'content' };
}

/** What a lost key shut in is no draft any more; drafts of before lie open until their time is over. */
async function openDraft(
  vault: Vault,
  person: string,
  place: string,
  content: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown> | undefined> {
  const { sealed, ...plain } = content;
  if (typeof sealed !== 'string') return plain;
  try {
    return JSON.parse(await vault.open(sealed, sealedPlace(person, place))) as Record<string, unknown>;
  } catch (problem) {
    if (problem instanceof CityError) return undefined;
    throw problem;
  }
}

export async function findDraft(
  { store, vault }: Pick<FormDeps, 'store' | 'vault'>,
  { id }: Principal,
  place: string,
): Promise<KeptDraft | undefined> {
  const found = await tablesOf(store.db)
    .selectFrom('forms_draft')
    .selectAll()
    .where('person', '=', id)
    .where('place', '=', place)
    .where('expires_at', '>', store.clock.now().toISOString())
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const values = await openDraft(vault, id, place, found.content);
  if (values === undefined) return undefined;
  return {
    values,
    savedAt: new Date(found.saved_at).toISOString(),
    expiresAt: new Date(found.expires_at).toISOString(),
  };
}

/** The oldest beyond the limit go: a person's drafts must not fill the disk. */
function dropOldest(db: Database, person: string, most: number) {
  return sql`delete from forms_draft where id in (
    select id from forms_draft where person = ${person} order by saved_at desc, id offset ${most})`.execute(
    db,
  );
}

export async function keepDraft(
  { store, vault }: Pick<FormDeps, 'store' | 'vault'>,
  { id: person }: Principal,
  place: string,
  values: FormValues,
): Promise<Omit<KeptDraft, 'values'>> {
  const days = store.settings.value('forms.draft-days');
  const sealed = await vault.seal(JSON.stringify(values), sealedPlace(person, place));
  return store.transaction(async (work) => {
    const savedAt = work.now.toISOString();
    const expiresAt = new Date(work.now.getTime() + days * day).toISOString();
    const content = JSON.stringify({ sealed }) as unknown as Record<string, unknown>;
    await tablesOf(work.db)
      .insertInto('forms_draft')
      .values({ id: newId(), person, place, content, saved_at: savedAt, expires_at: expiresAt })
      .onConflict((conflict) =>
        conflict
          .columns(['person', 'place'])
          .doUpdateSet({ content, saved_at: savedAt, expires_at: expiresAt }),
      )
      .execute();
    await dropOldest(work.db, person, store.settings.value('forms.drafts-of-one'));
    return { savedAt, expiresAt };
  });
}

export async function dropDraft(db: Database, { id }: Principal, place: string): Promise<void> {
  await tablesOf(db).deleteFrom('forms_draft').where('person', '=', id).where('place', '=', place).execute();
}

/** Run by a job every night. */
export async function dropExpired(store: Store): Promise<number> {
  const gone = await tablesOf(store.db)
    .deleteFrom('forms_draft')
    .where('expires_at', '<=', store.clock.now().toISOString())
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}
