/** Citizens as known as a test needs them: what the real-name check or the window would have written, for cities where neither is joined. */
import { sql } from '../../engines/store/index.ts';
import type { TestCity } from './city.ts';

export async function verifyCitizen(
  city: Pick<TestCity, 'access' | 'store'>,
  subject: string,
  idCard: string,
  level: 'L3' | 'L4' = 'L3',
): Promise<void> {
  const { trust, principals } = city.access.parts;
  const place = { table: 'access_identity', row: subject, field: 'id_card' };
  const box = await trust.vault.seal(idCard, place);
  const index = await trust.vault.index(idCard, 'access_identity.id_card');
  await sql`insert into access_identity (subject, name_at, name_by, id_card, id_card_index)
    values (${subject}, ${city.store.clock.now()}, 'test', ${box}, ${index})`.execute(city.store.db);
  await sql`update access_subject set identity_level = ${level} where id = ${subject}`.execute(city.store.db);
  await principals.changed(subject);
}
