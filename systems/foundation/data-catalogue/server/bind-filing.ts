/** The code behind 目录编制, handed to the flow engine. */
import { bindCase } from '../../../../engines/flow/service.ts';
import { filing } from '../case/filing.ts';
import { checkFiling } from './check-filing.ts';
import { publishFiling } from './publish-filing.ts';
import { setting } from './setting.ts';

/** Who reviews for the whole city. */
const authority = 'city-data-resources';

export const filingBinding = bindCase(filing, {
  async limits({ stage, services }) {
    if (stage === 'revise') return undefined;
    const name = stage === 'authority' ? 'authority-days' : 'department-days';
    return { stage: { amount: setting(services, name), unit: 'work-day' } };
  },
  async assign({ row, stage }) {
    if (stage === 'authority') return { unit: authority };
    return stage === 'department' && row.provider !== null ? { unit: row.provider } : undefined;
  },
  async before({ row, action, values, principal, services, work }) {
    if (row === undefined) return checkFiling(services, work, principal, values);
    if (action !== 'submit') return undefined;
    await checkFiling(services, work, principal, { ...row, ...values });
    return undefined;
  },
  async after({ row, action, principal, services, work }) {
    if (action === 'publish') await publishFiling(services, work, row, principal.id);
  },
});
