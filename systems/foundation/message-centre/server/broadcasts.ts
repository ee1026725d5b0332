/** 群发: only within one's own reach, asked for by one person and let go by another; numbers before, during and after. */
import { cityCode } from '../../../../city/divisions.ts';
import { access } from '../../../../engines/access/service.ts';
import { type Audience, type Batch, messages } from '../../../../engines/messages/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { decisionMatches } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import contract from '../contract.ts';
import { errors } from '../errors.ts';
import type { broadcastRoutes } from '../routes/broadcast-routes.ts';
import { audienceWords, reachWithTitles } from './describe.ts';

const defaultLongest = 200;
const [broadcast, approve, read] = (['broadcast', 'approve', 'read'] as const).map(
  (name) => `${contract.id}:${name}`,
) as [string, string, string];

/** Without an area it is the department's, and without that the whole city. */
function covers(context: Context, permission: string, { area, department }: Audience): boolean {
  const guard = context.use(access);
  const decision = guard.decide(context.principal, permission);
  if (!decision.permit) return false;
  const organ = department === undefined ? undefined : guard.findDepartment(department);
  return decisionMatches(decision, {
    area: area ?? organ?.area ?? cityCode,
    departments: department === undefined ? [] : [department],
  });
}

function maySee(context: Context, batch: Batch): boolean {
  if (batch.askedBy === context.principal.id) return true;
  return [broadcast, approve, read].some((permission) => covers(context, permission, batch.audience));
}

async function find(context: Context, id: string): Promise<Batch> {
  const batch = await context.use(messages).centre.findBatch(id);
  // Not there and not his are one answer.
  if (batch === undefined || !maySee(context, batch)) throw commonErrors.missing();
  return batch;
}

function note(work: Work, context: Context, id: string, detail: Record<string, string | number>): void {
  context.use(access).audit(work, context.principal, {
    module: contract.id,
    event: 'update',
    objectType: 'broadcast',
    objectId: id,
    result: 'success',
    detail,
  });
}

async function describe(context: Context, list: readonly Batch[]) {
  const ids = list.flatMap(({ askedBy, decidedBy }) => [askedBy, decidedBy ?? '']);
  const [names, templates] = await Promise.all([
    context.use(access).namesOf(ids),
    context.use(messages).centre.templates(),
  ]);
  const titles = new Map(templates.map(({ code, title }) => [code, title]));
  return list.map(({ version: _version, ...batch }) => ({
    ...batch,
    templateTitle: titles.get(batch.template) ?? batch.template,
    audience: { ...batch.audience, kinds: [...batch.audience.kinds] },
    audienceText: audienceWords(context, batch.audience),
    values: { ...batch.values },
    reach: reachWithTitles(batch.reach),
    own: batch.askedBy === context.principal.id,
    askedBy: names.get(batch.askedBy) ?? '',
    decidedBy: batch.decidedBy === null ? null : (names.get(batch.decidedBy) ?? ''),
  }));
}

export const broadcastHandlers: Handlers<typeof broadcastRoutes> = {
  async broadcastTemplates(_, context) {
    const list = await context.use(messages).centre.templates();
    return list
      .filter((template) => template.broadcast === true)
      .map(({ code, title, urgency, parameters }) => ({
        code,
        title,
        urgency,
        parameters: Object.entries(parameters).map(([name, one]) => ({
          name,
          title: one.title,
          longest: one.longest ?? defaultLongest,
        })),
      }));
  },
  async reach({ template, audience }, context) {
    if (!covers(context, broadcast, audience)) throw errors.outOfReach();
    return reachWithTitles(await context.use(messages).centre.reach(template, audience));
  },
  async ask({ title, template, values, audience }, context) {
    if (!covers(context, broadcast, audience)) throw errors.outOfReach();
    const engine = context.use(messages);
    const reach = await engine.centre.reach(template, audience);
    const id = await context.use(store).transaction(async (work) => {
      const made = await engine.centre.askBatch(
        work,
        { title, template, values, audience },
        reach,
        context.principal.id,
      );
      note(work, context, made, { step: 'asked', people: reach.people });
      const holders = await context
        .use(access)
        .holdersOf(approve, audience.area === undefined ? {} : { area: audience.area }, work);
      await engine.tell(work, {
        to: holders.filter((each) => each !== context.principal.id),
        template: `${contract.id}:broadcast-waits`,
        values: { title, people: reach.people },
        link: `/message-centre/broadcasts/${made}`,
        about: `message-centre.broadcast:${made}`,
      });
      return made;
    });
    return { id };
  },
  async broadcasts({ before, size }, context) {
    const list = await context.use(messages).centre.batches(before, size);
    return {
      rows: await describe(
        context,
        list.filter((batch) => maySee(context, batch)),
      ),
      next: list.length < size ? null : (list.at(-1)?.id ?? null),
    };
  },
  async broadcast({ id }, context) {
    const batch = await find(context, id);
    const [described] = await describe(context, [batch]);
    if (described === undefined) throw commonErrors.missing();
    const counts = await context.use(messages).centre.counts(new Date(batch.askedAt), id);
    return {
      ...described,
      counts: counts.map(({ channel, state, count }) => ({ channel, state, count })),
    };
  },
  async decide({ id, approve: approved, opinion }, context) {
    const batch = await find(context, id);
    if (!covers(context, approve, batch.audience)) throw errors.outOfReach();
    const engine = context.use(messages);
    const decided = await context.use(store).transaction(async (work) => {
      const moved = await engine.centre.decideBatch(work, id, approved, opinion, context.principal.id);
      await engine.settle(work, [`message-centre.broadcast:${id}`]);
      note(work, context, id, { step: approved ? 'approved' : 'refused' });
      return moved;
    });
    return { state: decided.state };
  },
  async stop({ id }, context) {
    const batch = await find(context, id);
    const own = batch.askedBy === context.principal.id;
    if (!own && !covers(context, approve, batch.audience)) throw errors.notYours();
    const stopped = await context.use(store).transaction(async (work) => {
      const moved = await context.use(messages).centre.cancelBatch(work, id);
      await context.use(messages).settle(work, [`message-centre.broadcast:${id}`]);
      note(work, context, id, { step: moved.state, reached: moved.reached });
      return moved;
    });
    return { state: stopped.state };
  },
};
