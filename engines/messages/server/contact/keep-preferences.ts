/** How a person wants to be told, by kind of message: which ways, and of general notices whether at all. */
import type { MessageChannel, MessageKind } from '../../../../kernel/message.ts';
import type { Database, Work } from '../../../store/index.ts';
import { messageErrors } from '../../errors.ts';
import type { Preference } from '../../service.ts';
import type { ChannelTables } from '../channel/channel-tables.ts';

/** What concerns a person's own affairs or duty always reaches his list; a general notice he may refuse. */
export const refusableKinds: readonly MessageKind[] = ['notice'];

export async function findPreferences(
  db: Database,
  subjects: readonly string[],
  kind: MessageKind | undefined,
): Promise<readonly (Preference & { readonly subject: string })[]> {
  if (subjects.length === 0) return [];
  const rows = await db
    .withTables<ChannelTables>()
    .selectFrom('messages_preference')
    .select(['subject', 'kind', 'wanted', 'channels'])
    .where((eb) => eb('subject', '=', eb.fn.any(eb.val([...subjects]))))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
    .execute();
  return rows.map((row) => ({
    subject: row.subject,
    kind: row.kind as MessageKind,
    wanted: row.wanted,
    channels: row.channels as MessageChannel[],
  }));
}

/** Throws messages.notRefusable. */
export async function keepPreference(work: Work, subject: string, preference: Preference): Promise<void> {
  const { kind, wanted, channels } = preference;
  if (!wanted && !refusableKinds.includes(kind)) throw messageErrors.notRefusable();
  const row = { wanted, channels: [...new Set(channels)], set_at: work.now.toISOString() };
  await work.db
    .withTables<ChannelTables>()
    .insertInto('messages_preference')
    .values({ subject, kind, ...row })
    .onConflict((conflict) => conflict.columns(['subject', 'kind']).doUpdateSet(row))
    .execute();
}

export async function findPlace(db: Database, subject: string): Promise<string | null> {
  const row = await db
    .withTables<ChannelTables>()
    .selectFrom('messages_place')
    .select('area')
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.area ?? null;
}

/** Where he lives, as he says: general notices to an area find him by it. null takes it back. */
export async function keepPlace(work: Work, subject: string, area: string | null): Promise<void> {
  const db = work.db.withTables<ChannelTables>();
  if (area === null) {
    await db.deleteFrom('messages_place').where('subject', '=', subject).execute();
    return;
  }
  const row = { area, set_at: work.now.toISOString() };
  await db
    .insertInto('messages_place')
    .values({ subject, ...row })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet(row))
    .execute();
}
