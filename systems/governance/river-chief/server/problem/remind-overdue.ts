/** Problems past their day go to the next chief up, once a day, until they are struck off: who can move departments hears of it. */
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { problem } from '../../problem/problem.ts';
import { ladderOf } from '../river/find-chiefs.ts';

const most = 5000;

/** How many were told of. */
export async function remindOverdue(services: Services): Promise<number> {
  const data = services.use(store);
  const now = data.clock.now();
  const late = await services
    .use(registers)
    .of(problem)
    .trusted.findEvery(data.db, {
      filter: {
        all: [
          { field: 'status', is: 'equal', value: 'open' },
          { field: 'dueAt', is: 'less', value: now.toISOString() },
        ],
      },
      most,
    });
  let told = 0;
  for (const row of late) {
    const { own, upper } = await ladderOf(services, data.db, row.reach, shanghaiDate(now));
    const to = row.raised === true && row.upper !== null ? row.upper : upper[0];
    const people = [own, to].filter((each) => typeof each === 'string');
    if (people.length === 0) continue;
    await data.transaction((work) =>
      services.use(messages).send(work, {
        to: people,
        kind: 'deadline',
        title: `逾期未销号 ${row.number}`,
        body: `“${row.title ?? ''}”已过整改时限,请协调督促。`,
        link: `/river-chief/problems/${row.id}`,
        once: `river-chief overdue ${row.id}`,
      }),
    );
    told += 1;
  }
  return told;
}
