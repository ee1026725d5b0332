/** 河长制 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import { onRegisters } from '../../../engines/registers/service.ts';
import contract from './contract.ts';
import { seedRivers } from './seed.ts';
import { assess, listRows } from './server/assessment/assess.ts';
import { renderBulletin } from './server/bulletin/render-bulletin.ts';
import { reportGauges } from './server/demo/make-gauges.ts';
import { issueGauges } from './server/gauge/issue-gauges.ts';
import { showGauge, showGauges } from './server/gauge/show-gauges.ts';
import { loadReference } from './server/load-reference.ts';
import { listMine } from './server/patrol/list-mine.ts';
import { sendPatrol } from './server/patrol/send-patrol.ts';
import { readPatrol } from './server/patrol/show-patrol.ts';
import { problemBinding } from './server/problem/bind-problem.ts';
import { listKinds } from './server/problem/list-kinds.ts';
import { remindOverdue } from './server/problem/remind-overdue.ts';
import { reportProblem } from './server/problem/report-problem.ts';
import { measuredRegisters, measureLines } from './server/river/measure-lines.ts';
import { showMap, showReach } from './server/river/show-river.ts';
import { followReport } from './server/signboard/follow-report.ts';
import { reportFromBoard } from './server/signboard/report-from-board.ts';
import { showBoard } from './server/signboard/show-board.ts';
import { enforceStrategy, renewStrategy } from './server/strategy/keep-strategies.ts';
import { renderStrategy, showStrategy } from './server/strategy/show-strategy.ts';

export default defineSystem({
  contract,
  handlers: {
    map: showMap,
    reach: showReach,
    mine: listMine,
    sendPatrol,
    patrol: readPatrol,
    kinds: listKinds,
    reportProblem,
    board: showBoard,
    publicReport: reportFromBoard,
    followReport,
    assessment: assess,
    assessmentRows: listRows,
    bulletin: renderBulletin,
    strategy: showStrategy,
    enforceStrategy,
    renewStrategy,
    strategyFile: renderStrategy,
    gauges: showGauges,
    gauge: showGauge,
  },
  cases: { problem: problemBinding },
  subscriptions: { lines: onRegisters(measuredRegisters, measureLines) },
  jobs: {
    overdue: { cron: '30 8 * * *', run: (_, services) => remindOverdue(services) },
    gauges: { cron: '10 * * * *', run: (_, services) => issueGauges(services) },
    demonstration: { cron: '4 * * * *', run: (_, services) => reportGauges(services) },
  },
  load: loadReference,
  seed: seedRivers,
});
