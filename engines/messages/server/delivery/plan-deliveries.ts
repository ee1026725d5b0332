/** Writes down what is to leave the app: for each person told, each way that he, the template and the city have in common. */
import { type MessageChannel, type MessageTemplate, messageChannels } from '../../../../kernel/message.ts';
import { newId } from '../../../../kernel/ids.ts';
import { sql, type Work } from '../../../store/index.ts';
import type { TemplateInForce } from '../../service.ts';
import { isPersonal, type MessageValues, renderText } from '../../template/render-text.ts';
import type { ChannelTables } from '../channel/channel-tables.ts';
import { contactOf } from '../contact/keep-contacts.ts';
import { findPreferences } from '../contact/keep-preferences.ts';
import type { Told } from '../send-notice.ts';
import type { Content } from './delivery-tables.ts';

const ranks = { emergency: 0, urgent: 1, normal: 2 } as const;

export interface Plan {
  readonly template: TemplateInForce;
  readonly values: MessageValues;
  readonly told: readonly Told[];
  readonly about: string | null;
  readonly batch: string | null;
  /** Channels that are enabled. */
  readonly open: ReadonlySet<MessageChannel>;
  /** A step of a ladder names its channels; duty passes over preferences. Default: what the person prefers, else what the template says. */
  readonly channels?: readonly MessageChannel[];
}

/** undefined when the template has nothing to say on this channel. */
export function contentOf(
  template: Pick<MessageTemplate, 'parameters' | 'texts'>,
  values: MessageValues,
  channel: MessageChannel,
): Content | undefined {
  const { parameters, texts } = template;
  const fill = (text: string) => renderText(text, parameters, values);
  if (channel === 'webhook') {
    if (texts.webhook !== true) return undefined;
    const open = Object.entries(values).filter(([name]) => {
      const parameter = parameters[name];
      return parameter !== undefined && !isPersonal(parameter);
    });
    return { data: Object.fromEntries(open) };
  }
  if (channel === 'email')
    return texts.email === undefined
      ? undefined
      : { subject: fill(texts.email.subject), text: fill(texts.email.body) };
  const text = texts[channel];
  return text === undefined ? undefined : { text: fill(text) };
}

/** Returns how many were written. */
export async function planDeliveries(work: Work, plan: Plan): Promise<number> {
  const { template, told } = plan;
  const contents = new Map(
    messageChannels.flatMap((channel) => {
      const content = plan.open.has(channel) ? contentOf(template, plan.values, channel) : undefined;
      return content === undefined ? [] : [[channel, JSON.stringify(content)] as const];
    }),
  );
  if (contents.size === 0 || told.length === 0) return 0;
  const subjects = told.map(({ subject }) => subject);
  const contacts = await work.db
    .withTables<ChannelTables>()
    .selectFrom('messages_contact')
    .select(['id', 'subject', 'kind', 'shown'])
    .where((eb) => eb('subject', '=', eb.fn.any(eb.val(subjects))))
    .where('state', '=', 'verified')
    .execute();
  if (contacts.length === 0) return 0;
  const preferred = new Map(
    plan.channels === undefined
      ? (await findPreferences(work.db, subjects, template.kind)).map((one) => [one.subject, one.channels])
      : [],
  );
  const noticeOf = new Map(told.map(({ id, subject }) => [subject, id]));
  const rows = contacts.flatMap((contact) => {
    const chosen = new Set(plan.channels ?? preferred.get(contact.subject) ?? template.channels);
    if (template.urgency === 'emergency') for (const channel of template.channels) chosen.add(channel);
    return [...chosen].flatMap((channel) => {
      const content = contents.get(channel);
      if (content === undefined || contactOf[channel] !== contact.kind) return [];
      return [
        {
          id: newId(work.now.getTime()),
          notice: noticeOf.get(contact.subject),
          subject: contact.subject,
          contact: contact.id,
          channel,
          content,
          shown: contact.shown,
        },
      ];
    });
  });
  return insertDeliveries(work, template, rows, plan);
}

interface NewDelivery {
  readonly id: string;
  readonly notice: string | undefined;
  readonly subject: string;
  readonly contact: string;
  readonly channel: MessageChannel;
  readonly content: string;
  readonly shown: string;
}

/** The same notice goes over one channel once. */
export async function insertDeliveries(
  work: Work,
  template: TemplateInForce,
  rows: readonly NewDelivery[],
  made: { readonly about: string | null; readonly batch: string | null },
): Promise<number> {
  if (rows.length === 0) return 0;
  const now = work.now.toISOString();
  const written = await sql<{ id: string }>`
    insert into messages_delivery (id, notice, subject, contact, channel, content, shown, template, version, kind, urgency, rank, about, batch,
      state, due_at, created_at)
    select given.id, given.notice, given.subject, given.contact, given.channel, given.content, given.shown, ${template.code}, ${template.version}::integer,
      ${template.kind}, ${template.urgency}, ${ranks[template.urgency]}::smallint, ${made.about}, ${made.batch}::uuid, 'waiting', ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given (id uuid, notice uuid, subject text, contact uuid, channel text, content text, shown text)
    on conflict do nothing
    returning id`.execute(work.db);
  return written.rows.length;
}
