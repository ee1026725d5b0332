/** The code behind the case type, handed to the flow engine. */
import { bindCase } from '../../../../../engines/flow/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { checkAction } from './check-action.ts';
import { chooseAssignee } from './choose-assignee.ts';
import { chooseLimits } from './choose-limits.ts';
import { completeReport } from './complete-report.ts';
import { caseLink, followStep } from './follow-step.ts';

export const urbanCaseBinding = bindCase(urbanCase, {
  limits: chooseLimits,
  assign: chooseAssignee,
  async before({ row, action, ...step }) {
    return row === undefined ? completeReport(step) : checkAction({ row, ...step }, action);
  },
  after: followStep,
  link: caseLink,
});
