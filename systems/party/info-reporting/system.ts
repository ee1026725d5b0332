/** 一表通 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedReporting } from './seed.ts';
import { doubtAnswer, saveAnswer, submitAnswer } from './server/answer/fill-answer.ts';
import { importAnswers } from './server/answer/import-answers.ts';
import { passAnswer, returnAnswer } from './server/answer/move-answer.ts';
import { readAnswer } from './server/answer/read-answer.ts';
import { chaseArea, climbLadder } from './server/issue/chase.ts';
import { closeIssue, issueTable } from './server/issue/issue-table.ts';
import { passArea } from './server/issue/pass-area.ts';
import { loadReference } from './server/load-reference.ts';
import { exportSummary, fillTemplate } from './server/summary/sheets.ts';
import { summarise } from './server/summary/summarise.ts';
import { tableBinding } from './server/table/bind-table.ts';
import { compareTable, countSavings } from './server/table/compare-table.ts';

export default defineSystem({
  contract,
  handlers: {
    compare: compareTable,
    savings: countSavings,
    issue: issueTable,
    closeIssue,
    summary: summarise,
    chase: chaseArea,
    pass: passArea,
    exportSummary,
    template: fillTemplate,
    importAnswers,
    answer: readAnswer,
    saveAnswer,
    submitAnswer,
    doubt: doubtAnswer,
    returnAnswer,
    passAnswer,
  },
  cases: { table: tableBinding },
  jobs: { chase: { cron: '10 * * * *', run: (_, services) => climbLadder(services) } },
  load: loadReference,
  seed: seedReporting,
});
