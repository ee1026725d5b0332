/** Demo people and decisions under supervision, carried as far as their story goes by the real engine (演示数据). */
import { Readable } from 'node:stream';
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { CaseType } from '../../../../../kernel/case.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { matter } from '../../matter/matter.ts';
import { task } from '../../task/task.ts';
import demo from './demo.json' with { type: 'json' };

export interface Cast {
  readonly services: Services;
  /** Subject ids by account. */
  readonly people: ReadonlyMap<string, string>;
}

const day = 86_400_000;

export async function makePeople(services: Services): Promise<Cast> {
  const guard = services.use(access);
  const people = await guard.admin.createDemoPeople(
    demo.people.map(({ account, name, role, department }) => ({
      account,
      name,
      kind: 'official' as const,
      posts: [
        {
          role: `supervision:${role}`,
          department,
          area: guard.findDepartment(department)?.area ?? '341200000000',
        },
      ],
    })),
  );
  return { services, people };
}

export function valuesOf(cast: Cast, index: number): RowInput<typeof matter> {
  const now = cast.services.use(store).clock.now().getTime();
  const at = (days: number) => shanghaiDate(new Date(now + days * day));
  const { tasks = [], ...about } = demo.matters[index] ?? {};
  return {
    ...about,
    leader: cast.people.get('supervise-leader') ?? null,
    tasks: tasks.map(({ due, stages, ...one }) => ({
      ...one,
      dueOn: at(due),
      stages: stages.map(([days, title, percent]) => ({ title, dueOn: at(Number(days)), percent })),
    })),
  };
}

export async function actAs(
  { services, people }: Cast,
  account: string,
  type: CaseType,
  id: string,
  act: {
    readonly action: string;
    readonly opinion?: string;
    readonly values?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const principal = await services.use(access).principalOf(people.get(account) ?? '');
  const row = await services.use(registers).of(type).trusted.find(services.use(store).db, id);
  await services.use(flow).act(principal, type, { id, version: row?.version ?? 1, ...act });
}

/** Opened and approved: its tasks go out as soon as the events are heard. */
export async function approveMatter(cast: Cast, index: number): Promise<string> {
  const { services, people } = cast;
  const principal = await services.use(access).principalOf(people.get('supervise-officer') ?? '');
  const opened = await services.use(flow).open(principal, matter, { values: valuesOf(cast, index) });
  await actAs(cast, 'supervise-officer', matter, opened.id, { action: 'submit' });
  await actAs(cast, 'supervise-chief', matter, opened.id, {
    action: 'agree',
    opinion: '同意立项，按分解交办',
  });
  return opened.id;
}

/** 追加任务: a task that is added to a matter under way. */
export async function openTask(
  cast: Cast,
  matterNumber: string,
  plan: RowInput<typeof task>,
): Promise<string> {
  const { services, people } = cast;
  const principal = await services.use(access).principalOf(people.get('supervise-officer') ?? '');
  const opened = await services.use(flow).open(principal, task, { values: { ...plan, matterNumber } });
  return opened.id;
}

interface Story {
  readonly plan: {
    readonly title: string;
    readonly lead: string;
    readonly due: number;
    readonly stages: readonly (readonly [number, string, number])[];
  };
  /** Progress that was reported; with 100 the task is applied to be closed, and closed. */
  readonly progress: number;
  readonly content: string;
  readonly handler: string;
}

async function evidenceOf({ services, people }: Cast, account: string): Promise<string> {
  const text = '演示数据：整改台账\n序号,工地,结果\n1,示例工地甲,已整改\n2,示例工地乙,已整改\n';
  const stored = await services.use(store).files.write({
    name: '整改台账（演示）.csv',
    contentType: 'text/csv',
    by: people.get(account) ?? '',
    body: Readable.from([Buffer.from(text)]),
    limit: 10_000,
  });
  return stored.id;
}

/** A task that was added to a matter, signed, reported on, and where the story has it, closed. */
export async function liveTask(cast: Cast, matterNumber: string, story: Story): Promise<string> {
  const { plan, handler, progress, content } = story;
  const now = cast.services.use(store).clock.now().getTime();
  const at = (days: number) => shanghaiDate(new Date(now + days * day));
  const id = await openTask(cast, matterNumber, {
    title: plan.title,
    objective: '按时完成并报送佐证',
    lead: plan.lead,
    joint: [],
    dueOn: at(plan.due),
    frequency: 'week',
    stages: plan.stages.map(([days, title, percent]) => ({ title, dueOn: at(days), percent })),
  });
  await actAs(cast, handler, task, id, { action: 'sign' });
  await actAs(cast, handler, task, id, { action: 'report', values: { progress, content } });
  if (progress < 100) return id;
  const evidence = [await evidenceOf(cast, handler)];
  await actAs(cast, handler, task, id, { action: 'finish', opinion: '已全部完成', values: { evidence } });
  await actAs(cast, 'supervise-officer', task, id, { action: 'close', opinion: '实地抽查，情况属实' });
  return id;
}
