/** What a project is and has used, its papers, and its end. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Handlers } from '../../../../../kernel/system.ts';
import { epsilonUnit, Terms } from '../../../../../engines/privacy/contract.ts';
import { privacy } from '../../../../../engines/privacy/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { trace } from '../../registers/trace.ts';
import type { projectRoutes } from '../../routes/project-routes.ts';
import { operationLog } from '../leave-trace.ts';
import { ask } from '../run/ask-question.ts';
import { review, runResult } from '../run/review-run.ts';
import { setting } from '../setting.ts';
import { closeProject } from './close-project.ts';
import { contractPaper } from './contract-paper.ts';
import { titlesOf } from './field-titles.ts';
import { accountsOf } from './make-project.ts';
import { may, seenProject } from './seen-project.ts';

const shownSpending = 100;

export const projectHandlers: Handlers<typeof projectRoutes> = {
  async project({ id }, context) {
    const row = await seenProject(context, id);
    const titles = await titlesOf(context, row.dataset);
    const ledger = context.use(privacy);
    const accounts = accountsOf(row);
    const [own = ''] = accounts;
    const read = row.method === 'noisy' ? [...(await ledger.accounts(accounts))] : [];
    read.sort((one, other) => accounts.indexOf(one.account) - accounts.indexOf(other.account));
    const spending = row.method === 'noisy' ? await ledger.spending(own, shownSpending) : [];
    return {
      terms: Terms.parse(row.terms),
      titles: Object.fromEntries(titles),
      method: row.method,
      keyKind: row.keyKind,
      scope: row.id,
      commitment: row.commitment,
      step: setting(context, 'list-step'),
      least: setting(context, 'list-least'),
      most: setting(context, 'list-most'),
      runs: row.runs,
      used: row.used,
      budgets: read.map(({ account, total, spent }) => ({
        name: account === own ? '本项目' : '本数据集（全部项目）',
        total: total / epsilonUnit,
        spent: spent / epsilonUnit,
      })),
      spending: spending.map(({ id: of, at, amount, left }) => ({
        id: of,
        at,
        amount: amount / epsilonUnit,
        left: left / epsilonUnit,
      })),
      mayRun: row.agent === context.principal.id && may(context, 'apply', row) && row.status === 'active',
      mayClose: may(context, 'authorise', row) && row.status === 'active',
      ended: row.status !== 'active',
    };
  },
  ask,
  runResult,
  review,
  async traceReceipt({ id }, context) {
    await context.use(registers).of(trace).get(context.principal, id);
    const row = await context.use(registers).of(trace).trusted.find(context.use(store).db, id);
    if (row === undefined) throw commonErrors.missing();
    const receipt = await context.use(trust).logs.receipt(operationLog, row.leaf, row.statement);
    return {
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(receipt, null, 1)),
      fileName: `receipt-${id}.json`,
    };
  },
  contractPaper,
  closeProject,
};
