/** Climbs the ladders of what stayed unread: another way to the same person, then those above him; reading it or the end of the case stops it. */
import { newId } from '../../../../kernel/ids.ts';
import type { LadderStep, MessageChannel } from '../../../../kernel/message.ts';
import { addTimeLimit, type WorkingCalendar } from '../../../../kernel/working-time.ts';
import type { AccessService } from '../../../access/index.ts';
import { type Database, sql, type Store, type Work } from '../../../store/index.ts';
import { messageErrors } from '../../errors.ts';
import type { Notice, TemplateInForce } from '../../service.ts';
import { type MessageValues, renderText } from '../../template/render-text.ts';
import type { DeliveryTables } from '../delivery/delivery-tables.ts';
import { planDeliveries } from '../delivery/plan-deliveries.ts';
import { type NoticeSender, recipientsOf, type Told } from '../send-notice.ts';
import type { Templates } from '../template/keep-templates.ts';

type Row = DeliveryTables['messages_escalation'];

const batch = 50;

export interface Climbing {
  readonly store: Store;
  readonly access: AccessService;
  readonly templates: Templates;
  readonly notices: NoticeSender;
  readonly calendar: () => WorkingCalendar;
  readonly openChannels: (through: Database) => Promise<ReadonlySet<MessageChannel>>;
}

function dueOf(calendar: WorkingCalendar, from: Date, step: LadderStep): string {
  return addTimeLimit(calendar, from, step.after).toISOString();
}

/** Begins the ladder of each person told. */
export async function beginLadders(
  work: Work,
  calendar: () => WorkingCalendar,
  template: TemplateInForce,
  told: readonly Told[],
  what: {
    readonly values: MessageValues;
    readonly link: string | undefined;
    readonly about: string | null;
    readonly superiors: Notice['to'] | undefined;
  },
): Promise<void> {
  const [first] = template.ladder ?? [];
  if (first === undefined || told.length === 0) return;
  const due = dueOf(calendar(), work.now, first);
  await work.db
    .withTables<DeliveryTables>()
    .insertInto('messages_escalation')
    .values(
      told.map(({ id, subject }) => ({
        id: newId(work.now.getTime()),
        notice: id,
        subject,
        template: template.code,
        parameters: JSON.stringify(what.values),
        link: what.link ?? null,
        about: what.about,
        superiors: what.superiors === undefined ? null : JSON.stringify(what.superiors),
        step: 0,
        due_at: due,
        state: 'waiting' as const,
        ended_because: null,
      })),
    )
    .execute();
}

/** The thing is done with: nobody is reminded of it any more, and what was not yet sent is not sent. */
export async function endLadders(work: Work, about: readonly string[]): Promise<void> {
  if (about.length === 0) return;
  await sql`update messages_escalation set state = 'cancelled', ended_because = 'over' where about = any(${[...about]}) and state = 'waiting'`.execute(
    work.db,
  );
  await sql`update messages_delivery set state = 'cancelled', content = null, reason = 'over'
    where about = any(${[...about]}) and state in ('waiting', 'held') and kind in ('to-do', 'urge', 'supervise', 'deadline')`.execute(
    work.db,
  );
}

async function take(work: Work): Promise<readonly (Row & { readonly read: boolean })[]> {
  const found = await sql<Row & { readonly read: boolean }>`
    select waiting.*, told.read_at is not null as read
    from messages_escalation waiting left join messages_notice told on told.id = waiting.notice
    where waiting.state = 'waiting' and waiting.due_at <= ${work.now.toISOString()}::timestamptz
    order by waiting.due_at limit ${batch} for update of waiting skip locked`.execute(work.db);
  return found.rows;
}

async function tellSuperiors(
  climbing: Climbing,
  work: Work,
  row: Row,
  template: TemplateInForce,
): Promise<readonly Told[]> {
  if (row.superiors === null) return [];
  const { access, notices } = climbing;
  const to = JSON.parse(row.superiors) as Notice['to'];
  const people = (await recipientsOf(access, to, work)).filter((each) => each !== row.subject);
  const values = JSON.parse(row.parameters) as MessageValues;
  const fill = (text: string) => renderText(text, template.parameters, values);
  return notices.write(
    work,
    {
      kind: template.kind,
      title: `[升级提醒] ${fill(template.texts.app.title)}`,
      body: `提醒发出后无人查看，请督促办理。${fill(template.texts.app.body)}`,
      // Of one thing with many holders, those above are told once.
      once: `ladder:${row.template}:${row.about ?? row.notice}:${row.step}`,
      ...(row.link === null ? {} : { link: row.link }),
    },
    people,
    { template: row.template, version: template.version, about: row.about, batch: null },
  );
}

async function climb(climbing: Climbing, work: Work, row: Row & { readonly read: boolean }): Promise<void> {
  const db = work.db.withTables<DeliveryTables>();
  const end = (because: string) =>
    db
      .updateTable('messages_escalation')
      .set({ state: 'done', ended_because: because })
      .where('id', '=', row.id)
      .execute();
  if (row.read) return void (await end('read'));
  const template = await climbing.templates.get(row.template, work.db).catch((problem: unknown) => {
    // Declared no more: nothing is left to say.
    if ((problem as { readonly code?: string }).code === messageErrors.noTemplate().code) return undefined;
    throw problem;
  });
  const step = template?.ladder?.[row.step];
  if (template === undefined || step === undefined) return void (await end('gone'));
  const told: readonly Told[] =
    step.to === 'superiors'
      ? await tellSuperiors(climbing, work, row, template)
      : [{ id: row.notice, subject: row.subject }];
  await planDeliveries(work, {
    template,
    values: JSON.parse(row.parameters) as MessageValues,
    told,
    about: row.about,
    batch: null,
    open: await climbing.openChannels(work.db),
    channels: step.channels,
  });
  const next = template.ladder?.[row.step + 1];
  if (next === undefined) return void (await end('climbed'));
  await db
    .updateTable('messages_escalation')
    .set({ step: row.step + 1, due_at: dueOf(climbing.calendar(), work.now, next) })
    .where('id', '=', row.id)
    .execute();
}

/** Takes every step that is due; each commits by itself with what it wrote. Returns how many were taken. */
export async function climbLadders(climbing: Climbing): Promise<number> {
  let taken = 0;
  for (;;) {
    const count = await climbing.store.transaction(async (work) => {
      const rows = await take(work);
      for (const row of rows) await climb(climbing, work, row);
      return rows.length;
    });
    taken += count;
    if (count < batch) return taken;
  }
}
