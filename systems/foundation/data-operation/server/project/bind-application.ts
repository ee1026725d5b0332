/** The code behind 项目申请, handed to the flow engine. */
import { bindCase } from '../../../../../engines/flow/service.ts';
import { application } from '../../case/application.ts';
import { setting } from '../setting.ts';
import { checkApplication } from './check-application.ts';
import { makeProject } from './make-project.ts';

/** Who reviews and coordinates for the whole city. */
const authority = 'city-data-resources';
const limits = {
  authority: 'authority-days',
  provider: 'provider-days',
  sign: 'authority-days',
  coordinate: 'dispute-days',
} as const;
const checked: ReadonlySet<string> = new Set(['submit', 'agree', 'authorise', 'overrule']);

export const applicationBinding = bindCase(application, {
  async limits({ stage, services }) {
    const name = limits[stage as keyof typeof limits];
    return name === undefined ? undefined : { stage: { amount: setting(services, name), unit: 'work-day' } };
  },
  async assign({ row, stage }) {
    if (stage === 'provider') return row.provider === null ? undefined : { unit: row.provider };
    return Object.hasOwn(limits, stage) ? { unit: authority } : undefined;
  },
  async before({ row, action, values, principal, services, work }) {
    if (row === undefined) return checkApplication(services, work, values, principal.id);
    if (!checked.has(action)) return undefined;
    return checkApplication(services, work, { ...row, ...values }, row.initiator ?? '');
  },
  async after({ row, action, principal, services, work }) {
    if (action === 'authorise' || action === 'overrule') await makeProject(services, work, row, principal.id);
  },
});
