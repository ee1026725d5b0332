/** Demo data (演示数据): people of the supervising office and of units, two matters that were handed out, added tasks at each light, one closed, one weak report. */
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import { access } from '../../../engines/access/service.ts';
import type { Services } from '../../../kernel/system.ts';
import { matter } from './matter/matter.ts';
import { report } from './registers/report.ts';
import demo from './server/demo/demo.json' with { type: 'json' };
import { approveMatter, type Cast, liveTask, makePeople } from './server/demo/make-supervision.ts';
import { returnReport } from './server/task/return-report.ts';

/** The officer sends the thinnest report back. */
async function returnWeak({ services, people }: Cast, task: string): Promise<void> {
  const { db, clock } = services.use(store);
  const filter = { field: 'task', is: 'equal', value: task } as const;
  const [row] = await services.use(registers).of(report).trusted.findMany(db, { filter, limit: 1 });
  if (row === undefined) return;
  const desk = {
    use: services.use.bind(services),
    principal: await services.use(access).principalOf(people.get('supervise-officer') ?? ''),
    now: clock.now(),
    traceId: 'demo',
    address: '',
    signal: new AbortController().signal,
    reply: { header: () => undefined },
    requestKey: undefined,
  };
  await returnReport({ id: row.id, reason: '只写“正在推进”，请写明做了什么、还差什么' }, desk);
}

export async function seedSupervision(services: Services): Promise<void> {
  const cast = await makePeople(services);
  const first = await approveMatter(cast, 0);
  await approveMatter(cast, 1);
  const row = await services.use(registers).of(matter).trusted.find(services.use(store).db, first);
  for (const story of demo.added) {
    const plan = {
      ...story.plan,
      stages: story.plan.stages.map((each) => [Number(each[0]), String(each[1]), Number(each[2])] as const),
    };
    const id = await liveTask(cast, row?.number ?? '', { ...story, plan });
    if (story.plan.lead === 'city-education') await returnWeak(cast, id);
  }
}
