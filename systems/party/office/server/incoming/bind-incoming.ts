/** The code behind 收文, handed to the flow engine. */
import type { Services } from '../../../../../kernel/system.ts';
import { endOfOfficeHours, type TimeLimit } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { bindCase, flow } from '../../../../../engines/flow/service.ts';
import { incomingDocument } from '../../document/incoming-document.ts';
import { stageLimit } from '../../data/limits.ts';
import { settleReceived, takeOver } from '../exchange/take-delivery.ts';
import { refuseClassified } from '../refuse-classified.ts';
import { setting } from '../setting.ts';

function areaOf(services: Services, unit: string | null | undefined): { readonly caseArea?: string } {
  const area = services.use(access).findDepartment(unit ?? '')?.area;
  return area === undefined ? {} : { caseArea: area };
}

/** To the end of office hours of that day. */
function replyLimit(services: Services, replyBy: string | null, now: Date): TimeLimit | undefined {
  if (replyBy === null) return undefined;
  const left = endOfOfficeHours(services.use(flow).calendar(), replyBy).getTime() - now.getTime();
  return { amount: Math.max(0, left / 3_600_000), unit: 'urgent-hour' };
}

export const incomingBinding = bindCase(incomingDocument, {
  async limits({ row, stage, services, work }) {
    const own = stageLimit('incoming', stage);
    // The day that the sender or the one who proposes has set is the day of the work and of the whole.
    const asked = replyLimit(services, row.replyBy, work.now);
    if (asked !== undefined && stage === 'handle') return { stage: asked, whole: asked };
    if (asked !== undefined && stage === 'propose') return { ...own, whole: asked };
    if (stage !== 'propose' || row.urgency === null) return own;
    const days = setting(services, row.urgency === 'urgent' ? 'urgent-days' : 'pressing-days');
    const whole: TimeLimit = { amount: days, unit: 'work-day' };
    return { ...own, whole };
  },
  async assign({ row, stage }) {
    if (row.receiver === null) return undefined;
    // Rework goes back to the unit that did the work; a first handling names its unit itself.
    if (stage === 'handle') return row.leadUnit === null ? undefined : { unit: row.leadUnit };
    return { unit: row.receiver };
  },
  async before({ row, values, act, principal, services, work }) {
    await refuseClassified(services, values, act?.opinion, act?.files);
    if (row !== undefined) return undefined;
    const { delivery } = values;
    if (typeof delivery === 'string') {
      const taken = await takeOver({ principal, services, work }, delivery);
      return { ...taken, ...areaOf(services, taken.receiver) };
    }
    const [receiver] = principal.departments;
    return { ...(receiver === undefined ? {} : { receiver }), ...areaOf(services, receiver) };
  },
  async after({ row, action, principal, services, work }) {
    if (action === 'open' && row.delivery !== null)
      await settleReceived({ principal, services, work }, row.delivery, row.id);
  },
  link: (id) => `/office/incoming/${id}`,
});
