/** The code behind 收文, handed to the flow engine. */
import type { TimeLimit } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { errors } from '../../errors.ts';
import { incomingDocument } from '../../incoming/incoming-document.ts';
import { isClassified } from '../../outgoing/check-draft.ts';
import { setting } from '../setting.ts';

export const incomingBinding = bindCase(incomingDocument, {
  async limits({ row, stage, services }) {
    if (stage !== 'propose' || row.urgency === null) return undefined;
    const days = setting(services, row.urgency === 'urgent' ? 'urgent-days' : 'pressing-days');
    const whole: TimeLimit = { amount: days, unit: 'work-day' };
    return { whole };
  },
  async assign({ row, stage }) {
    if (row.receiver === null) return undefined;
    // Rework goes back to the unit that did the work; a first handling names its unit itself.
    if (stage === 'handle') return row.leadUnit === null ? undefined : { unit: row.leadUnit };
    return { unit: row.receiver };
  },
  async before({ row, values, principal, services }) {
    if (isClassified([values.title, values.proposal, values.instruction, values.result]))
      throw errors.classified();
    if (row !== undefined) return undefined;
    const [receiver] = principal.departments;
    const area = services.use(access).findDepartment(receiver ?? '')?.area;
    return {
      ...(receiver === undefined ? {} : { receiver }),
      ...(area === undefined ? {} : { caseArea: area }),
    };
  },
  link: (id) => `/office/incoming/${id}`,
});
