/** How many a bulk message would reach, by county and by way out of the app: numbers alone, never a name. */
import { areaAtLevel } from '../../../../kernel/area.ts';
import type { MessageChannel } from '../../../../kernel/message.ts';
import type { AccessService } from '../../../access/index.ts';
import type { Store } from '../../../store/index.ts';
import type { Audience, Reach, TemplateInForce } from '../../service.ts';
import type { ChannelTables } from '../channel/channel-tables.ts';
import { contactOf } from '../contact/keep-contacts.ts';
import { findPreferences } from '../contact/keep-preferences.ts';
import { findPeople } from './find-people.ts';

const pageSize = 2000;

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countyOf(area: string): string {
  return area === '' ? '' : (areaAtLevel(area, 'county') ?? area);
}

export async function countReach(
  deps: { readonly store: Store; readonly access: AccessService },
  template: TemplateInForce,
  audience: Audience,
  open: ReadonlySet<MessageChannel>,
): Promise<Reach> {
  const { db } = deps.store;
  const areas = new Map<string, number>();
  const channels = new Map<string, number>();
  const [emergency, usable] = [
    template.urgency === 'emergency',
    template.channels.filter((channel) => open.has(channel)),
  ];
  let [people, refused] = [0, 0];
  let after: string | undefined;
  do {
    const page = await findPeople(deps.access, audience, after, pageSize, { db });
    const ids = page.people.map(({ id }) => id);
    const preferences = new Map(
      (await findPreferences(db, ids, template.kind)).map((one) => [one.subject, one]),
    );
    const contacts =
      ids.length === 0
        ? []
        : await db
            .withTables<ChannelTables>()
            .selectFrom('messages_contact')
            .select(['subject', 'kind'])
            .where((eb) => eb('subject', '=', eb.fn.any(eb.val(ids))))
            .where('state', '=', 'verified')
            .execute();
    const reachable = new Set(contacts.map(({ subject, kind }) => `${subject} ${kind}`));
    for (const { id, area } of page.people) {
      const preference = preferences.get(id);
      if (preference?.wanted === false) refused += 1;
      if (preference?.wanted === false && !emergency) continue;
      people += 1;
      count(areas, countyOf(area));
      const chosen = emergency
        ? usable
        : usable.filter((one) => preference === undefined || preference.channels.includes(one));
      for (const channel of chosen)
        if (reachable.has(`${id} ${contactOf[channel]}`)) count(channels, channel);
    }
    after = page.next;
  } while (after !== undefined);
  return {
    people,
    refused,
    areas: [...areas]
      .map(([area, number]) => ({ area, people: number }))
      .sort((one, other) => one.area.localeCompare(other.area)),
    channels: [
      { channel: 'app', people },
      ...usable.map((channel) => ({ channel, people: channels.get(channel) ?? 0 })),
    ],
  };
}
