/** 智慧城管 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';
import contract from './contract.ts';
import { seedCity } from './seed.ts';
import { findHotSpots, findRepeatPlaces } from './server/analysis/find-places.ts';
import { findSlowLinks } from './server/analysis/find-slow-links.ts';
import { showScreen } from './server/analysis/show-screen.ts';
import { rankMatters, showTrend } from './server/analysis/show-trend.ts';
import { urbanCaseBinding } from './server/case/bind-case.ts';
import { listStandards, listSuspects, suggestDutyUnits } from './server/case/read-case-help.ts';
import { countBoard } from './server/case/count-board.ts';
import { caseFilePaper, renderCaseFile } from './server/case/render-case-file.ts';
import { evaluate } from './server/evaluation/evaluate.ts';
import { convertSheet } from './server/import/convert-sheet.ts';
import { loadReference } from './server/reference/load-reference.ts';
import { findNearby, listMatters, suggestMatters } from './server/report/find-matters.ts';
import { rateReport, urgeReport, withdrawReport } from './server/report/move-report.ts';
import { listReports, readReport, readReportPhoto } from './server/report/read-reports.ts';
import { sendReport } from './server/report/send-report.ts';

export default defineSystem({
  contract,
  handlers: {
    matters: listMatters,
    suggest: suggestMatters,
    nearby: findNearby,
    report: sendReport,
    myReports: listReports,
    myReport: readReport,
    reportPhoto: readReportPhoto,
    urgeReport,
    withdrawReport,
    rateReport,
    board: countBoard,
    standards: listStandards,
    suspects: listSuspects,
    dutyUnits: suggestDutyUnits,
    convertSheet,
    caseFile: renderCaseFile,
    evaluation: evaluate,
    hotSpots: findHotSpots,
    repeatPlaces: findRepeatPlaces,
    slowLinks: findSlowLinks,
    trend: showTrend,
    ranking: rankMatters,
    screen: showScreen,
  },
  cases: { case: urbanCaseBinding },
  async load(services) {
    services.use(access).exits.addPapers({ 'urban-management.case-file': caseFilePaper });
    await loadReference(services);
  },
  seed: (services) => seedCity(services),
});
