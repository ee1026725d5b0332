/** Puts the message engine together: notices, live pages, templates, channels, deliveries, ladders and bulk messages. */
import { randomBytes } from 'node:crypto';
import { newId } from '../../../kernel/ids.ts';
import type { WorkingCalendar } from '../../../kernel/working-time.ts';
import type { AccessService, CodeCarrier } from '../../access/index.ts';
import type { Store, Work } from '../../store/index.ts';
import type { TrustService } from '../../trust/index.ts';
import type { MessageCentre, MessageService } from '../service.ts';
import { countReach } from './batch/count-reach.ts';
import { askBatch, cancelBatch, decideBatch, findBatch, listBatches } from './batch/keep-batches.ts';
import { runBatches } from './batch/run-batches.ts';
import type { ChannelTables } from './channel/channel-tables.ts';
import { type Channels, openChannels } from './channel/keep-channels.ts';
import { codeTemplate, type CodeWanted, type Contacts, openContacts } from './contact/keep-contacts.ts';
import { keepPlace } from './contact/keep-preferences.ts';
import { contentOf, insertDeliveries } from './delivery/plan-deliveries.ts';
import { sendDue } from './delivery/send-deliveries.ts';
import { climbLadders, endLadders } from './escalation/climb-ladders.ts';
import { countDeliveries, listDeliveries, resendDead } from './list-deliveries.ts';
import { type LiveConnections, liveConnections } from './live-connections.ts';
import { openPump } from './pump.ts';
import { noticeSender } from './send-notice.ts';
import { type TellDeps, tellPeople } from './tell-people.ts';
import { openTemplates } from './template/keep-templates.ts';

export interface MessageDeps {
  readonly store: Store;
  readonly access: AccessService;
  readonly trust: TrustService;
  /** The clock that ladders wait on. */
  readonly calendar: () => WorkingCalendar;
  readonly areaExists: (code: string) => boolean;
  readonly report: (problem: unknown, where: string) => void;
}

export interface MessageEngine extends MessageService {
  readonly live: LiveConnections;
  readonly channels: Channels;
  readonly contacts: Contacts;
  readonly areaExists: (code: string) => boolean;
  /** Sends the code by which somebody proves that an address is his. */
  sendCode(work: Work, subject: string, kind: 'phone' | 'email', address: string): Promise<string>;
  /** Codes of the access engine, to numbers that nobody's account need have. */
  readonly codeCarrier: CodeCarrier;
  /** Does all that is due now; the minute's job calls it, and tests. */
  deliver(): Promise<void>;
  /** Ends the open streams, so that the server can drain, and waits for what is being sent. */
  close(): Promise<void>;
}

export function createMessages(deps: MessageDeps): MessageEngine {
  const { store, access, trust, report } = deps;
  const live = liveConnections(store, access);
  const notices = noticeSender(store, access);
  const templates = openTemplates(store, access.contracts);
  const channels = openChannels({ store, trust, demo: access.demo });
  const contacts = openContacts({ store, trust, channels });
  const telling: TellDeps = {
    access,
    templates,
    notices,
    calendar: deps.calendar,
    openChannels: (through) => channels.enabled(through),
    poke: () => pump.poke(),
  };

  const pump = openPump(async (stopped) => {
    // One part that fails must not keep the others from their work.
    const parts: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['messages.batches', () => runBatches(store, telling, stopped)],
      ['messages.ladders', () => climbLadders({ store, ...telling })],
      ['messages.deliver', sendAll],
    ];
    for (const [name, part] of parts) await part().catch((problem: unknown) => report(problem, name));

    async function sendAll(): Promise<void> {
      const open = [...(await channels.open()).values()];
      await Promise.all(open.map((channel) => sendDue({ store, contacts, report }, channel, stopped)));
    }
  }, report);

  const centre: MessageCentre = {
    templates: () => templates.list(),
    template: (code) => templates.get(code),
    templateVersions: (code) => templates.versions(code),
    publishTemplate: (work, code, base, texts, by) => templates.publish(work, code, base, texts, by),
    channels: () => channels.list(),
    async changeChannel(work, change, by) {
      await channels.change(work, change, by);
      work.afterCommit(() => pump.poke());
    },
    async keepContact(work, subject, kind, address) {
      const secret = kind === 'webhook' ? randomBytes(32).toString('hex') : undefined;
      await contacts.keep(work, subject, kind, address, secret);
      return { secret: secret ?? null };
    },
    keepPlace,
    deliveries: (query) => listDeliveries(store, query),
    counts: (since, batch) => countDeliveries(store, since, batch),
    async resend(work, id) {
      await resendDead(work, id);
      work.afterCommit(() => pump.poke());
    },
    async simulated() {
      if (!access.demo) return [];
      return store.db
        .withTables<ChannelTables>()
        .selectFrom('messages_simulated')
        .selectAll()
        .orderBy('at', 'desc')
        .limit(100)
        .execute();
    },
    async reach(code, audience) {
      return countReach(
        { store, access },
        await templates.get(code),
        audience,
        await channels.enabled(store.db),
      );
    },
    async askBatch(work, request, reach, by) {
      return askBatch(work, await templates.get(request.template, work.db), request, reach, by);
    },
    async decideBatch(work, id, approve, opinion, by) {
      const batch = await decideBatch(work, id, approve, opinion, by);
      work.afterCommit(() => pump.poke());
      return batch;
    },
    cancelBatch,
    batches: (before, size) => listBatches(store, before, size),
    findBatch: (id) => findBatch(store, id),
  };

  /** By the template of codes, on the way that the contact takes. */
  async function writeCode(work: Work, subject: string, wanted: CodeWanted, minutes: number): Promise<void> {
    const template = await templates.get(codeTemplate, work.db);
    const content = contentOf(template, { code: wanted.code, minutes }, wanted.channel);
    if (content === undefined) throw new Error('the template of codes has no text for the channel');
    const row = {
      id: newId(work.now.getTime()),
      notice: undefined,
      subject,
      contact: wanted.contact,
      channel: wanted.channel,
      content: JSON.stringify(content),
      shown: wanted.shown,
    };
    await insertDeliveries(work, template, [row], { about: null, batch: null });
    work.afterCommit(() => pump.poke());
  }

  return {
    live,
    channels,
    contacts,
    centre,
    areaExists: deps.areaExists,
    send: notices.send,
    tell: (work, one) => tellPeople(telling, work, one),
    settle: endLadders,
    push: (topic, payload, about) => live.push(topic, payload, about),
    async sendCode(work, subject, kind, address) {
      const wanted = await contacts.begin(work, subject, kind, address);
      await writeCode(work, subject, wanted, store.settings.value('messages.code-minutes'));
      return wanted.shown;
    },
    codeCarrier: {
      open: async () => (await channels.enabled(store.db)).has('sms'),
      async carry(work, phone, code, minutes) {
        const { subject, ...contact } = await contacts.lend(work, phone);
        await writeCode(work, subject, { ...contact, channel: 'sms', code }, minutes);
      },
    },
    deliver: () => pump.turn(),
    async close() {
      live.close();
      await pump.close();
      channels.close();
    },
  };
}
