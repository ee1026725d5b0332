/** The code behind 考核申诉: only the unit itself, once for each fact and in time; granted, the fact is void and the score counts without it. */
import { access } from '../../../../../engines/access/service.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { appeal } from '../../appeal/appeal.ts';
import { nameInList } from '../../data/tables.ts';
import { errors } from '../../errors.ts';
import { fact } from '../../registers/fact.ts';
import { setting } from '../setting.ts';
import { appealUntil } from './count-scores.ts';

interface Step {
  readonly services: Services;
  readonly work: Work;
  readonly principal: Principal;
}

async function open({ services, work, principal }: Step, id: string): Promise<RowInput<typeof appeal>> {
  const guard = services.use(access);
  const row = await services.use(registers).of(fact).trusted.lock(work, id);
  const own = decisionMatches(guard.decide(principal, 'supervision:handle'), {
    departments: [row?.unit ?? ''],
  });
  if (row === undefined) throw errors.factMissing();
  if (!own) throw errors.notYours();
  if (row.points >= 0) throw errors.bonusAppeal();
  if (row.status !== 'counted' || row.appeal !== null)
    throw errors.appealedBefore({
      state:
        row.appeal !== null && row.status === 'counted'
          ? '申诉过并维持'
          : nameInList('fact-states', row.status),
    });
  if (work.now > appealUntil(services, row))
    throw errors.appealLate({ days: setting(services, 'appeal-days') });
  const area = guard.findDepartment(row.supervisor)?.area;
  return {
    title: `${row.taskTitle}：${row.ruleTitle}（${row.points} 分）`,
    applicant: row.unit,
    ...(area === undefined ? {} : { caseArea: area }),
  };
}

async function settle(step: Step, row: Row<typeof appeal>, status: string): Promise<void> {
  const { services, work, principal } = step;
  const { trusted } = services.use(registers).of(fact);
  const held = await trusted.lock(work, row.fact);
  if (held !== undefined) await trusted.update(work, principal.id, held, { status, appeal: row.id });
}

const outcomes: Readonly<Record<string, readonly [status: string, word: string]>> = {
  grant: ['voided', '申诉成立，已撤销扣分'],
  reject: ['counted', '申诉未成立，维持扣分'],
};

export const appealBinding = bindCase(appeal, {
  async before({ row, values, principal, services, work }) {
    return row === undefined ? open({ services, work, principal }, values.fact ?? '') : undefined;
  },
  async after({ row, action, principal, services, work }) {
    const step = { services, work, principal };
    if (action === 'open') await settle(step, row, 'appealed');
    if (action === 'verb.withdraw') await settle(step, row, 'counted');
    const decided = outcomes[action];
    if (decided === undefined || row.applicant === null) return;
    await settle(step, row, decided[0]);
    await services.use(messages).send(work, {
      to: { permission: 'supervision:handle', department: row.applicant },
      kind: 'result',
      title: decided[1],
      body: row.title ?? '',
      link: `/supervision/appeals/${row.id}`,
    });
  },
  link: (id) => `/supervision/appeals/${id}`,
});
