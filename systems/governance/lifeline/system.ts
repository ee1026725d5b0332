/** 城市生命线 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import { onRegisters } from '../../../engines/registers/service.ts';
import contract from './contract.ts';
import { seedLifeline } from './seed.ts';
import { reportDrainsNow } from './server/demo/make-drains.ts';
import { reportNow } from './server/demo/report-readings.ts';
import { showGas } from './server/gas/show-gas.ts';
import { reportBridgesNow } from './server/demo/make-bridges.ts';
import { judgeBridges } from './server/bridge/judge-bridges.ts';
import { showBridgeOfIncident, showBridgePoint, showBridgePoints } from './server/bridge/show-bridges.ts';
import { issueDrainage } from './server/drainage/issue-drainage.ts';
import { showDrain } from './server/drainage/show-drain.ts';
import { showDrainPoint, showDrainPoints } from './server/drainage/show-points.ts';
import { incidentBinding } from './server/incident/bind-incident.ts';
import { hearAlarm } from './server/incident/hear-alarm.ts';
import { locateIncident } from './server/incident/locate-incident.ts';
import { locateAgain, showAnalysis } from './server/incident/show-analysis.ts';
import { loadReference } from './server/load-reference.ts';
import { makeReport, makeScheduled, runReport } from './server/report/make-reports.ts';
import { renderReport, showReport, showReports } from './server/report/show-reports.ts';
import { showRisks } from './server/risk/show-risks.ts';
import { showBoard } from './server/show-board.ts';
import { keepRules } from './server/threshold/keep-rules.ts';
import { calibrate } from './server/water/calibrate-network.ts';
import { showClosure } from './server/water/close-valves.ts';
import { importNetwork } from './server/water/import-network.ts';
import { showNetwork } from './server/water/show-network.ts';

export default defineSystem({
  contract,
  handlers: {
    importNetwork,
    networkState: showNetwork,
    calibrate,
    closure: showClosure,
    board: showBoard,
    analysis: showAnalysis,
    locate: locateAgain,
    gas: showGas,
    drain: showDrain,
    risks: showRisks,
    makeReport,
    reports: showReports,
    report: showReport,
    reportFile: renderReport,
    drainPoints: showDrainPoints,
    drainPoint: showDrainPoint,
    bridgePoints: showBridgePoints,
    bridgePoint: showBridgePoint,
    bridgeOfIncident: showBridgeOfIncident,
  },
  cases: { incident: incidentBinding },
  subscriptions: {
    thresholds: onRegisters(['lifeline.threshold'], keepRules),
    alarms: { on: 'telemetry.alarm', run: hearAlarm },
  },
  jobs: {
    locate: {
      run: (input, services) => locateIncident(services, (input as { readonly incident: string }).incident),
    },
    report: { run: runReport },
    reports: { cron: '15 6 * * *', run: (_, services) => makeScheduled(services) },
    bridges: { cron: '5 * * * *', run: (_, services) => judgeBridges(services) },
    drainage: { cron: '*/10 * * * *', run: (_, services) => issueDrainage(services) },
    demonstration: { cron: '*/5 * * * *', run: (_, services) => reportNow(services) },
    'demonstration-bridges': { cron: '2,32 * * * *', run: (_, services) => reportBridgesNow(services) },
    'demonstration-drains': { cron: '*/10 * * * *', run: (_, services) => reportDrainsNow(services) },
  },
  load: loadReference,
  seed: seedLifeline,
});
