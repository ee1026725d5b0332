/** 生态环境监测 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import { onRegisters } from '../../../engines/registers/service.ts';
import contract from './contract.ts';
import { seedEnvironment } from './seed.ts';
import { issueInTime } from './server/air/issue-forecasts.ts';
import { makeDays } from './server/air/make-days.ts';
import { rankAreas } from './server/air/rank-areas.ts';
import { showBoard, showPublicAir, showStation } from './server/air/show-air.ts';
import { showForecastErrors } from './server/air/show-forecast.ts';
import { reportLastHour } from './server/demo/report-hours.ts';
import { loadReference } from './server/load-reference.ts';
import { judgedRegisters, judgeRows } from './server/record/judge-rows.ts';
import { exceedanceBinding } from './server/source/bind-exceedance.ts';
import { keepRules } from './server/source/keep-rules.ts';
import { showSource } from './server/source/show-source.ts';
import { traceAir, traceWater } from './server/trace/trace-sources.ts';
import { showSection, showSections } from './server/water/show-water.ts';

export default defineSystem({
  contract,
  handlers: {
    airBoard: showBoard,
    airStation: showStation,
    airRanking: rankAreas,
    forecastErrors: showForecastErrors,
    publicAir: showPublicAir,
    sections: showSections,
    section: showSection,
    traceAir,
    traceWater,
    source: showSource,
  },
  cases: { exceedance: exceedanceBinding },
  subscriptions: {
    limits: onRegisters(['environment.outlet-limit', 'environment.outlet'], keepRules),
    records: onRegisters(judgedRegisters, judgeRows),
  },
  jobs: {
    days: { cron: '20 * * * *', run: (_, services) => makeDays(services) },
    forecasts: { cron: '25 * * * *', run: (_, services) => issueInTime(services) },
    demonstration: { cron: '3 * * * *', run: (_, services) => reportLastHour(services) },
  },
  load: loadReference,
  seed: seedEnvironment,
});
