/** 个人信息保护 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';
import contract from './contract.ts';
import { seedDataProtection } from './seed.ts';
import { markShared } from './server/export/mark-shared.ts';
import { readPolicies } from './server/policy/field-policies.ts';
import { policyHandlers } from './server/policy/policy-handlers.ts';
import { readReceipt, takeCopy } from './server/copy/hand-over.ts';
import { askExport, planWanted } from './server/export/ask-export.ts';
import { decideExport, withdrawExport } from './server/export/decide-export.ts';
import { expireExports } from './server/export/expire-exports.ts';
import { applyPath } from './server/export/export-path.ts';
import { listExports, readExport } from './server/export/read-exports.ts';
import { takeExport } from './server/export/take-export.ts';
import { traceExport } from './server/export/trace-export.ts';
import { showHolding, showHoldings } from './server/hold/show-holdings.ts';
import { loadReference } from './server/load-reference.ts';
import { ask, listRequests, readRequest, withdrawRequest } from './server/request/ask-requests.ts';
import { requestBinding } from './server/request/bind-request.ts';
import { reviewRequest } from './server/request/review-request.ts';

export default defineSystem({
  contract,
  handlers: {
    holdings: showHoldings,
    holding: showHolding,
    ask,
    myRequests: listRequests,
    myRequest: readRequest,
    withdrawRequest,
    take: takeCopy,
    receipt: readReceipt,
    review: reviewRequest,
    planWanted,
    askExport,
    exports: listExports,
    readExport,
    decideExport,
    withdrawExport,
    takeExport,
    trace: traceExport,
    ...policyHandlers,
  },
  cases: { request: requestBinding },
  jobs: {
    'expire-exports': { cron: '20 * * * *', run: (_, services) => expireExports(services) },
  },
  async load(services) {
    services.use(access).exits.approveAt(applyPath);
    await loadReference(services);
    const { covers } = services.use(access);
    covers.bindMarker((file) => markShared(services, file));
    await covers.bind(() => readPolicies(services));
  },
  seed: seedDataProtection,
});
