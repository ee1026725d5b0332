/** 安全中心: open alerts by kind and grade, how they came day by day, and what is being handled. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Context } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { gradeTitles, openStatuses } from '../../data/words.ts';
import { mayRead, seenCount } from './seen.ts';

const register = 'data-platform.alert';
/** Before any alert. */
const beginning = '2020-01-01';
const grades = Object.keys(gradeTitles);
const isOpen: Filter = { field: 'status', is: 'one-of', value: [...openStatuses] };

export async function securityOf(context: Context, days: { readonly from: string; readonly to: string }) {
  const handlings = await seenCount(context, 'data-platform.handling', { status: 'open' });
  const requests = await seenCount(context, 'data-protection.request', { status: 'open' });
  if (!mayRead(context, register)) return { alerts: [], handlings, requests, byDay: [] };
  const rows = context.use(registers);
  const measures = Object.fromEntries(
    grades.map((grade) => [
      grade,
      {
        where: { all: [isOpen, { field: 'grade', is: 'equal', value: grade }] } as Filter,
        period: 'firstAt',
      },
    ]),
  );
  const [groups, course] = await Promise.all([
    rows.aggregate(context.principal, register, {
      measures,
      from: beginning,
      to: shanghaiDate(context.now),
      by: { field: 'kind' },
    }),
    rows.aggregate(context.principal, register, {
      measures: { all: { where: { all: [] }, period: 'firstAt' } },
      ...days,
      every: 'day',
    }),
  ]);
  return {
    alerts: groups.flatMap(({ key, measures: counted }) =>
      grades.flatMap((grade) => {
        const open = counted[grade]?.rows ?? 0;
        return key === null || open === 0 ? [] : [{ kind: key, grade, open }];
      }),
    ),
    handlings,
    requests,
    byDay: course.flatMap(({ bucket, measures: counted }) =>
      bucket === null ? [] : [{ day: bucket, alerts: counted['all']?.rows ?? 0 }],
    ),
  };
}
