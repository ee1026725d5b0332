/** The code behind 处置单: who explains and until when, who concludes; a conclusion settles the alert, and a suspension is told to 数据共享, which carries it out. */
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { bindCase, flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { agreement } from '../../../data-sharing/contract.ts';
import { handling } from '../../case/handling.ts';
import { openStatuses } from '../../data/words.ts';
import { errors } from '../../errors.ts';
import { alert } from '../../registers/alert.ts';
import { setting } from '../setting.ts';
import { writeBreach } from './keep-breaches.ts';

/** Who concludes for the whole city. */
const authority = 'city-data-resources';
const by = 'data-platform';
const conclusions: ReadonlySet<string> = new Set(['clear', 'warn', 'suspend']);

async function checkOpening(services: Services, work: Work, id: string) {
  const row = await services.use(registers).of(alert).trusted.lock(work, id);
  if (row === undefined || !openStatuses.some((each) => each === row.status)) throw errors.settled();
  if (row.status === 'handling') throw errors.inHandling();
  if (row.consumer === null) throw errors.noDepartment();
  return { agreement: row.agreement, consumer: row.consumer };
}

/** Suspending a contract is an act of 数据共享: whoever concludes must be let do that too. */
async function checkSuspension(services: Services, work: Work, principal: Principal, id: string | null) {
  const contract =
    id === null ? undefined : await services.use(registers).of(agreement).trusted.find(work.db, id);
  if (contract === undefined) throw errors.noContract();
  const decision = services.use(access).decide(principal, 'data-sharing:authorise');
  if (!decisionMatches(decision, { departments: [contract.consumer, contract.provider] }))
    throw errors.maySuspend();
}

async function settleAlert(
  services: Services,
  work: Work,
  row: Row<typeof handling>,
  conclusion: string,
): Promise<Row<typeof alert> | undefined> {
  const { trusted } = services.use(registers).of(alert);
  const found = await trusted.lock(work, row.alert);
  if (found === undefined) return undefined;
  return trusted.update(work, by, found, {
    status: 'closed',
    conclusion,
    ...(row.explanation === null ? {} : { explanation: row.explanation.slice(0, 1000) }),
  });
}

export const handlingBinding = bindCase(handling, {
  async limits({ stage, services }) {
    return stage === 'explain'
      ? { stage: { amount: setting(services, 'explain-days'), unit: 'work-day' } }
      : undefined;
  },
  async assign({ row, stage }) {
    if (stage === 'explain') return row.consumer === null ? undefined : { unit: row.consumer };
    return { unit: authority };
  },
  async before({ row, action, values, principal, services, work }) {
    if (row === undefined) return checkOpening(services, work, String(values.alert ?? ''));
    if (action === 'suspend') await checkSuspension(services, work, principal, row.agreement);
    return undefined;
  },
  async after({ row, action, principal, services, work, act }) {
    if (action === 'open') {
      const { trusted } = services.use(registers).of(alert);
      const found = await trusted.lock(work, row.alert);
      if (found !== undefined)
        await trusted.update(work, by, found, { status: 'handling', handling: row.id });
      return;
    }
    if (!conclusions.has(action)) return;
    const reason = act?.opinion ?? '';
    const settled = await settleAlert(services, work, row, reason.slice(0, 1000));
    if (settled !== undefined && (action === 'warn' || action === 'suspend'))
      await writeBreach(
        services,
        work,
        { handling: row, alert: settled },
        { measure: action, ground: reason.slice(0, 1000) },
      );
    if (action === 'suspend' && row.agreement !== null)
      work.emit('data-platform.suspended', principal.id, {
        agreement: row.agreement,
        handling: row.id,
        by: principal.id,
        reason: `处置单 ${row.number}：${reason}`.slice(0, 300),
      });
  },
});

/** A department that lets its time pass cannot hold the conclusion up. */
export function lapseExplanations(services: Services): Promise<number> {
  return services.use(flow).lapse(handling, { stage: 'explain', action: 'lapse' });
}
