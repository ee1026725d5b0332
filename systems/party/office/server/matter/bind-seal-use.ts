/** The code behind 用印: nothing blank is sealed, never more copies than were allowed, and a seal that goes out has a day to be back. */
import type { Row } from '../../../../../kernel/register.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { matters } from '../../data/matters.ts';
import { errors } from '../../errors.ts';
import { sealUse } from '../../matter/seal-use.ts';
import { stageLimit } from '../../data/limits.ts';
import { setting } from '../setting.ts';
import {
  applicantFields,
  guardMatter,
  isApplying,
  type MatterMoment,
  refuse,
  subjectOf,
} from './matter-steps.ts';

type Sealing = Row<typeof sealUse>;
const dayLength = 86_400_000;
/** Seals that bind the unit outside take a leader. */
const leaderSeals = new Set(['contract', 'person']);

function sealingOf({ row, values }: MatterMoment): Sealing {
  return { ...row, ...values } as unknown as Sealing;
}

function applied(at: MatterMoment): Readonly<Record<string, unknown>> {
  const { blank, takeOut, outUntil, seal, paper, copies } = sealingOf(at);
  if (blank === true) throw errors.blankPaper({}, [{ path: 'blank', message: '空白处不得用印' }]);
  const days = setting(at.services, 'seal-out-days');
  const until = Date.parse(outUntil ?? '') - at.work.now.getTime();
  if (takeOut && (Number.isNaN(until) || until <= 0 || until > days * dayLength))
    throw errors.sealOutWrong({ days }, [{ path: 'outUntil', message: `归还期限最长 ${days} 天` }]);
  const name = (matters.lists['seal-kinds'] ?? []).find(({ code }) => code === seal)?.name ?? seal;
  return {
    ...applicantFields(at),
    subject: subjectOf(name, `《${paper}》`, `${copies} 份`),
    needsLeader: takeOut || leaderSeals.has(seal),
  };
}

function sealed(at: MatterMoment): undefined {
  const { copies, sealedCopies } = sealingOf(at);
  if ((sealedCopies ?? 0) > copies)
    throw errors.tooManyCopies({ copies }, [{ path: 'sealedCopies', message: `最多 ${copies} 份` }]);
  return undefined;
}

function returned(at: MatterMoment): undefined {
  const { returnedAt } = sealingOf(at);
  refuse(
    returnedAt !== null && new Date(returnedAt) > at.work.now
      ? [{ path: 'returnedAt', message: '归还时间不能晚于现在' }]
      : [],
  );
  return undefined;
}

export const sealUseBinding = bindCase(sealUse, {
  limits: async ({ stage }) => stageLimit('seal-use', stage),
  async before(given) {
    const at = given as unknown as MatterMoment;
    await guardMatter(at);
    if (isApplying(at)) return applied(at);
    if (at.action === 'seal') return sealed(at);
    return at.action === 'back' ? returned(at) : undefined;
  },
  link: (id) => `/office/seal-use/${id}`,
});
