/** The register of breaches: written in the transaction of the conclusion, put right by the department, confirmed by the authority. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Context, Handlers, Services } from '../../../../../kernel/system.ts';
import { addTimeLimit, shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import type { handling } from '../../case/handling.ts';
import { errors } from '../../errors.ts';
import type { Permission } from '../../permissions.ts';
import type { alert } from '../../registers/alert.ts';
import { breach } from '../../registers/breach.ts';
import type { breachRoutes } from '../../routes/breach-routes.ts';
import { setting } from '../setting.ts';

type BreachRow = Row<typeof breach>;

const by = 'data-platform';
const year = 365 * 86_400_000;
/** More than a department ever has of one kind in a year. */
const mostCounted = 1000;
const mostReminded = 500;

async function countBefore(services: Services, work: Work, consumer: string, kind: string): Promise<number> {
  const { trusted } = services.use(registers).of(breach);
  const rows = await trusted.findMany(work.db, {
    filter: {
      all: [
        { field: 'consumer', is: 'equal', value: consumer },
        { field: 'kind', is: 'equal', value: kind },
        {
          field: 'concludedAt',
          is: 'at-least',
          value: new Date(work.now.getTime() - year).toISOString(),
        },
      ],
    },
    limit: mostCounted,
  });
  return rows.length;
}

export async function writeBreach(
  services: Services,
  work: Work,
  of: { readonly handling: Row<typeof handling>; readonly alert: Row<typeof alert> },
  concluded: { readonly measure: 'warn' | 'suspend'; readonly ground: string },
): Promise<void> {
  const { consumer } = of.handling;
  if (consumer === null) throw errors.noDepartment();
  const due = addTimeLimit(services.use(flow).calendar(), work.now, {
    amount: setting(services, 'rectify-days'),
    unit: 'work-day',
  });
  await services
    .use(registers)
    .of(breach)
    .trusted.insert(work, by, {
      id: newId(),
      number: of.handling.number,
      title: of.handling.title,
      consumer,
      kind: of.alert.kind,
      measure: concluded.measure,
      times: 1 + (await countBefore(services, work, consumer, of.alert.kind)),
      stage: 'due',
      concludedAt: work.now.toISOString(),
      dueOn: shanghaiDate(due),
      ground: concluded.ground,
      handling: of.handling.id,
      agreement: of.handling.agreement,
    });
}

function may(context: Context, act: Permission, row: BreachRow): boolean {
  return decisionMatches(context.use(access).decide(context.principal, `data-platform:${act}`), {
    departments: [row.consumer],
  });
}

/** Changes a breach that the caller sees, may act on, and finds in this stage; with its audit line. */
async function change(
  context: Context,
  of: { readonly id: string; readonly act: Permission; readonly from: string },
  values: (now: Date) => {
    readonly stage: string;
    readonly rectification?: string;
    readonly review?: string;
    readonly settledAt?: string;
  },
): Promise<{ readonly done: true }> {
  const rows = context.use(registers).of(breach);
  await rows.get(context.principal, of.id);
  await context.use(store).transaction(async (work) => {
    const locked = await rows.trusted.lock(work, of.id);
    if (locked === undefined) throw commonErrors.missing();
    if (!may(context, of.act, locked)) throw commonErrors.forbidden();
    if (locked.stage !== of.from) throw errors.wrongStage();
    const to = values(work.now);
    await rows.trusted.update(work, context.principal.id, locked, to);
    context.use(access).audit(work, context.principal, {
      module: by,
      event: 'update',
      objectType: 'data-platform.breach',
      objectId: of.id,
      result: 'success',
      detail: { stage: to.stage },
    });
  });
  return { done: true };
}

export const breachHandlers: Handlers<typeof breachRoutes> = {
  async breach({ id }, context) {
    const row = await context.use(registers).of(breach).get(context.principal, id);
    return {
      rectify: row.stage === 'due' && may(context, 'explain', row),
      review: row.stage === 'reported' && may(context, 'judge', row),
    };
  },
  rectify: ({ id, rectification }, context) =>
    change(context, { id, act: 'explain', from: 'due' }, () => ({ stage: 'reported', rectification })),
  review: ({ id, accepted, opinion }, context) =>
    change(context, { id, act: 'judge', from: 'reported' }, (now) =>
      accepted
        ? { stage: 'done', review: opinion, settledAt: now.toISOString() }
        : { stage: 'due', review: opinion },
    ),
};

/** Each working morning: departments whose time to put something right is over, and those who concluded. */
export async function remindBreaches(services: Services): Promise<number> {
  const { db, clock } = services.use(store);
  const today = shanghaiDate(clock.now());
  if (!services.use(flow).calendar().isWorkingDay(today)) return 0;
  const late = await services
    .use(registers)
    .of(breach)
    .trusted.findMany(db, {
      filter: {
        all: [
          { field: 'stage', is: 'equal', value: 'due' },
          { field: 'dueOn', is: 'less', value: today },
        ],
      },
      sort: 'dueOn',
      limit: mostReminded,
    });
  await services.use(store).transaction(async (work) => {
    for (const row of late)
      for (const to of [
        { permission: 'data-platform:explain', department: row.consumer },
        { permission: 'data-platform:judge' },
      ])
        await services.use(messages).send(work, {
          to,
          kind: 'urge',
          title: `数据安全整改逾期：${row.title}`,
          body: `处置单 ${row.number} 的整改应于 ${row.dueOn} 前完成。`,
          link: `/data-platform/breaches/${row.id}`,
          once: `${row.id}/${today}`,
        });
  });
  return late.length;
}
