/** 跨级申请: asked here, decided there by the process of that place, and its answer brought back to the register here. */
import { z } from 'zod';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { newId } from '../../../../../kernel/ids.ts';
import { type LinkBinding, type LinkObject, links } from '../../../../../engines/lake/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { application } from '../../registers/application.ts';
import { farRequest } from '../../registers/far-request.ts';
import { may } from '../may.ts';
import { readConditions, readNames } from '../read-conditions.ts';
import { setting } from '../setting.ts';
import { offerTo } from './each-link.ts';
import { EntryContent } from './share-entries.ts';

/** What the department says to a refusal. `at` makes the same words said again news. */
const Reply = z.object({
  act: z.enum(['appeal', 'accept']),
  opinion: z.string().max(1000),
  at: z.iso.datetime(),
});
export type Reply = z.infer<typeof Reply>;

export const RequestContent = z.object({
  entry: z.uuid(),
  application: z.object({ id: z.uuid(), name: z.string().max(60), purpose: z.string().max(500) }),
  department: z.string().max(100),
  title: z.string().max(100),
  basis: z.string().max(1000),
  purpose: z.string().max(1000),
  fieldNames: z.string().max(2000),
  rowConditions: z.string().max(1000),
  callsPerDay: z.number().int().min(1),
  until: z.iso.date(),
  delivery: z.enum(['call', 'rows']),
  reply: Reply.nullable().default(null),
});
export type RequestContent = z.infer<typeof RequestContent>;

export const AnswerContent = z.object({
  /** answer: refused, and may be appealed against; coordinate: it was. retracted, lapsed: a renewal that had been agreed to. */
  stage: z.enum([
    'review',
    'answer',
    'coordinate',
    'authorised',
    'refused',
    'withdrawn',
    'retracted',
    'lapsed',
  ]),
  note: z.string().max(1000),
  /** Of a renewal that was agreed to: three have still to seal. */
  waits: z.boolean().default(false),
});

/** Where it can be asked for, and by what it is known there. Throws data-sharing.farEntryGone, farRelayed, farNotReady. */
export async function farEntry(services: Services, id: string) {
  const object = await services.use(links).findReceived('entry', id);
  if (object === undefined) throw errors.farEntryGone();
  const link = (await services.use(links).states()).find((each) => each.id === object.link);
  if (link === undefined) throw errors.farEntryGone();
  if (object.owner !== link.peer.code) throw errors.farRelayed({ owner: object.owner, name: link.peer.name });
  const content = EntryContent.parse(JSON.parse(object.content));
  if (content.status !== 'published' || !content.callable || content.shareType === '3')
    throw errors.farNotReady();
  return { link, content };
}

interface Asked {
  readonly id: string;
  readonly application: string;
  readonly title: string;
  readonly basis: string;
  readonly purpose: string;
  readonly fieldNames: string;
  readonly rowConditions: string;
  readonly callsPerDay: number;
  readonly until: string;
  readonly delivery: 'call' | 'rows';
}

/** What its platform would refuse at sight is refused here. */
function checkTerms(services: Services, asked: Asked, content: EntryContent, now: Date): void {
  const conditions = readConditions(asked.rowConditions);
  if (conditions === undefined) throw errors.badRows();
  const known = new Set(content.items.map(({ name }) => name));
  const unknown = [...readNames(asked.fieldNames), ...Object.keys(conditions)].filter(
    (name) => !known.has(name),
  );
  if (unknown.length > 0) throw errors.unknownFields({ fields: [...new Set(unknown)].join('、') });
  if (asked.until <= shanghaiDate(now)) throw errors.untilPast();
  const most = setting(services, 'most-calls');
  if (asked.callsPerDay > most) throw errors.tooManyCalls({ most });
}

export async function askFar(asked: Asked, context: Context): Promise<{ readonly id: string }> {
  const node = await context.use(links).node();
  const { link, content } = await farEntry(context, asked.id);
  const app = await context.use(registers).of(application).get(context.principal, asked.application);
  if (!may(context, 'apply', [app.department])) throw commonErrors.forbidden();
  if (app.state !== 'active' || app.link !== null || node === undefined) throw errors.otherApplication();
  checkTerms(context, asked, content, context.now);
  const { id: entry, ...terms } = asked;
  const id = newId();
  await context.use(store).transaction(async (work) => {
    await context
      .use(registers)
      .of(farRequest)
      .trusted.insert(work, context.principal.id, {
        ...terms,
        id,
        link: link.id,
        entry,
        entryName: content.name,
        department: app.department,
        stage: 'sent',
      });
    await offerTo(context, work, link.id, {
      kind: 'request',
      id,
      owner: node.code,
      version: 1,
      group: app.department,
      title: asked.title,
      content: {
        ...terms,
        entry,
        department: app.department,
        application: { id: app.id, name: app.name, purpose: app.purpose },
        reply: null,
      } satisfies RequestContent,
    });
  });
  return { id };
}

/** The owner over there agreed to a longer term, and took that back before all had sealed. */
function tellRetracted(services: Services, work: Work, row: Row<typeof farRequest>): Promise<unknown> {
  return services.use(messages).send(work, {
    to: { permission: 'data-sharing:apply', department: row.department },
    kind: 'urge',
    title: `${row.title}：对方的提供部门撤回同意`,
    body: '合同仍按原期限执行。',
    link: `/data-sharing/far-requests/${row.id}`,
    once: `${row.id}/retracted`,
  });
}

/** Answers stand in the register of whoever asked; one to something that nobody here has asked is set aside. */
export function answerBinding(services: Services): LinkBinding {
  return {
    async take(work: Work, link, object: LinkObject) {
      const { stage, note, waits } = AnswerContent.parse(JSON.parse(object.content));
      const { trusted } = services.use(registers).of(farRequest);
      const row = await trusted.lock(work, object.id);
      if (row === undefined || row.link !== link.id) throw commonErrors.missing();
      // What was taken back here is so once the other end says it; what it says of before is old news.
      const old = row.stage === 'withdrawing' && (stage === 'review' || waits);
      const told = waits ? 'sealing' : stage;
      await trusted.update(work, 'data-sharing', row, {
        stage: old ? 'withdrawing' : told,
        answer: note === '' ? null : note,
      });
      if (stage === 'retracted') await tellRetracted(services, work, row);
    },
  };
}
