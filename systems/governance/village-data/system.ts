/** 村(社区)数据综合采集 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedVillage } from './seed.ts';
import { loadReference } from './server/load-reference.ts';
import { showCoverage, showProfile } from './server/load/coverage.ts';
import { showLoad, showLoadRows } from './server/load/figures.ts';
import { showCard } from './server/load/show-card.ts';
import { requestBinding } from './server/request/bind-request.ts';
import { showPlan } from './server/request/plan-request.ts';
import { usableFields } from './server/request/usable-fields.ts';
import { deliver } from './server/share/deliver.ts';
import { openDoubt } from './server/share/open-doubt.ts';
import { pushByHand } from './server/share/push-value.ts';
import { receiveDelivery } from './server/share/receive.ts';
import { findPerson } from './server/visit/find-person.ts';
import { listMine } from './server/visit/list-mine.ts';
import { sendVisit } from './server/visit/send-visit.ts';
import { settleConflict } from './server/visit/settle-conflict.ts';

export default defineSystem({
  contract,
  handlers: {
    mine: listMine,
    sendVisit,
    settle: settleConflict,
    person: findPerson,
    plan: showPlan,
    usable: usableFields,
    receive: receiveDelivery,
    push: pushByHand,
    doubt: openDoubt,
    load: showLoad,
    loadRows: showLoadRows,
    coverage: showCoverage,
    profile: showProfile,
    card: showCard,
  },
  cases: { request: requestBinding },
  subscriptions: { deliver: { on: 'village-data.changed', run: deliver } },
  load: loadReference,
  seed: seedVillage,
});
