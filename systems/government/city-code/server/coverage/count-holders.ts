/** How many people hold a code at the end of a day; counted by the database, since a city has millions. */
import type { Context } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';

/** The indicator counts everybody, whatever the caller may list: a number, no rows. */
const counter = {
  id: 'city-code',
  name: '系统',
  kind: 'service' as const,
  departments: [],
  grants: new Map([
    ['city-code:inspect', [{ scope: { kind: 'all' as const }, clearance: 'public' as const }]],
  ]),
  sessionId: undefined,
};

export async function countHolders(context: Context, before: Date): Promise<number> {
  const groups = await context.use(registers).aggregate(counter, 'city-code.holder', {
    measures: { all: { where: { all: [] }, period: 'claimedAt' } },
    from: '2019-01-01',
    to: shanghaiDate(new Date(before.getTime() - 1)),
  });
  return groups.reduce((sum, { measures }) => sum + (measures['all']?.rows ?? 0), 0);
}
