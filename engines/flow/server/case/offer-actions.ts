/** What a person may do with a case now, by the same rules that decide the step. */
import type { CaseProcess } from '../../../../kernel/case.ts';
import type { Offer } from '../../contract.ts';
import { findAction, leadsTo, refusesAction } from '../step/take-action.ts';
import type { CaseState, Powers } from '../step/types.ts';
import { returnStages } from '../verbs/return.ts';
import { verbRules } from '../verbs/verb-rules.ts';

export function offersOf(process: CaseProcess, state: CaseState, powers: Powers, by: string): Offer[] {
  const stage = process.stages[state.row.stage ?? ''];
  const offers: Offer[] = [];
  for (const name of Object.keys(stage?.actions ?? {})) {
    const action = findAction(process, state, name);
    if (action === undefined || action.automatic || refusesAction(state, action, powers) !== undefined)
      continue;
    offers.push({
      action: name,
      title: action.title,
      leadsTo: leadsTo(process, action),
      needs: [...(action.needs ?? [])],
      sets: [...(action.sets ?? [])],
      requires: [...(action.requires ?? [])],
      negative: action.negative ?? false,
      stages: [],
    });
  }
  for (const [name, rule] of Object.entries(verbRules)) {
    if (rule.refuses(process, state, powers, by) !== undefined) continue;
    const stages = name === 'return' ? returnStages(process, state) : [];
    offers.push({
      action: `verb.${name}`,
      title: rule.title,
      leadsTo: '',
      needs: [...rule.needs],
      sets: [],
      requires: [],
      negative: rule.negative ?? false,
      stages: stages.map((each) => ({ stage: each, title: process.stages[each]?.title ?? each })),
    });
  }
  return offers;
}
