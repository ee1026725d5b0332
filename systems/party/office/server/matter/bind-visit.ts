/** The code behind 来访: a visit has its hours, and only within them is anybody let in. */
import type { Row } from '../../../../../kernel/register.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { errors } from '../../errors.ts';
import { visit } from '../../matter/visit.ts';
import { stageLimit } from '../../data/limits.ts';
import { setting } from '../setting.ts';
import {
  applicantFields,
  guardMatter,
  isApplying,
  type MatterMoment,
  refuse,
  subjectOf,
  wallClock,
} from './matter-steps.ts';

type Visit = Row<typeof visit>;
const minute = 60_000;

function applied(at: MatterMoment): Readonly<Record<string, unknown>> {
  const { startsAt, endsAt, company, people } = { ...at.row, ...at.values } as unknown as Visit;
  const [from, to] = [new Date(startsAt), new Date(endsAt)];
  refuse([
    ...(from < at.work.now ? [{ path: 'startsAt', message: '到访时间已过' }] : []),
    ...(to <= from || shanghaiDate(from) !== shanghaiDate(to)
      ? [{ path: 'endsAt', message: '离开时间应晚于到访时间,并在同一天' }]
      : []),
  ]);
  return {
    ...applicantFields(at),
    subject: subjectOf(company, `${people} 人`, wallClock(from)),
    needsLeader: people >= setting(at.services, 'visit-leader-people'),
  };
}

function arrived(at: MatterMoment): undefined {
  const { startsAt, endsAt } = at.row as unknown as Visit;
  const from = new Date(Date.parse(startsAt) - setting(at.services, 'visit-early-minutes') * minute);
  const to = new Date(endsAt);
  if (at.work.now < from || at.work.now > to)
    throw errors.visitClosed({ from: wallClock(from), to: wallClock(to) });
  return undefined;
}

function missed(at: MatterMoment): undefined {
  const { endsAt } = at.row as unknown as Visit;
  if (at.work.now < new Date(endsAt)) throw errors.visitEarly();
  return undefined;
}

export const visitBinding = bindCase(visit, {
  limits: async ({ stage }) => stageLimit('visit', stage),
  async before(given) {
    const at = given as unknown as MatterMoment;
    await guardMatter(at);
    if (isApplying(at)) return applied(at);
    if (at.action === 'arrive') return arrived(at);
    return at.action === 'absent' ? missed(at) : undefined;
  },
  link: (id) => `/office/visit/${id}`,
});
