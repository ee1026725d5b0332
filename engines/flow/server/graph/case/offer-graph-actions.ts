/** What a person may do with a case of a graph now, item by item, by the same rules that decide the step. */
import type { CaseProcess } from '../../../../../kernel/case.ts';
import type { ProcessModel } from '../../../../../kernel/process.ts';
import type { Offer } from '../../../contract.ts';
import { leadsTo } from '../../step/take-action.ts';
import { openItems } from '../token/decide-tokens.ts';
import type { Item, TokenCase } from '../token/types.ts';
import { jumpTargets } from '../verbs/administer.ts';
import { returnTargets } from '../verbs/send-back.ts';
import { droppable } from '../verbs/signers.ts';
import { editableFields, findAction, needsOf, refusesAction } from '../verbs/take-action.ts';
import { tokenVerbs } from '../verbs/token-verb-rules.ts';
import { faceOf, type Seen, taskOf, type TokenVerb } from '../verbs/verb-words.ts';
import type { FoundPowers } from './token-powers.ts';

const blank = { leadsTo: '', sets: [], requires: [], negative: false, stages: [] };

/** Where the next task is signed by several, the page asks for several people. */
function askedFor(
  { model }: Seen,
  needs: readonly string[],
  staged: CaseProcess['stages'][string]['actions'][string] | undefined,
): readonly string[] {
  const next = staged !== undefined && 'stage' in staged.to ? model.nodes[staged.to.stage] : undefined;
  const many =
    next?.kind === 'user' && next.candidate.kind === 'chosen' && (next.sign?.mode ?? 'single') !== 'single';
  return many ? needs.map((need) => (need === 'person' ? 'people' : need)) : needs;
}

function actionOffers(seen: Seen, process: CaseProcess): Offer[] {
  const task = taskOf(seen);
  if (task === undefined) return [];
  return Object.keys(task.actions).flatMap((name) => {
    const action = findAction(seen, name);
    if (action === undefined || action.automatic || refusesAction(seen, action) !== undefined) return [];
    const staged = process.stages[seen.item?.node ?? '']?.actions[name];
    return [
      {
        action: name,
        title: action.title,
        leadsTo: staged === undefined ? '' : leadsTo(process, staged),
        needs: [...askedFor(seen, needsOf(task, action), staged)],
        sets: [...new Set([...editableFields(task), ...(action.sets ?? [])])],
        requires: [...(action.requires ?? [])],
        negative: action.negative ?? false,
        stages: [],
      },
    ];
  });
}

function stagesOf(seen: Seen, name: string): Offer['stages'] {
  const titled = (ids: readonly string[]) =>
    ids.map((stage) => ({ stage, title: seen.model.nodes[stage]?.title ?? stage }));
  if (name === 'return') return titled(returnTargets(seen).map(({ node }) => node));
  return name === 'jump' ? titled(jumpTargets(seen)) : [];
}

function setsOf(seen: Seen, name: string): readonly string[] {
  const task = taskOf(seen);
  if (name !== 'answer' || seen.item?.manner !== 'detour' || task === undefined) return [];
  return [...editableFields(task), ...Object.values(task.actions).flatMap((action) => action.sets ?? [])];
}

function verbOffer(seen: Seen, name: string, rule: TokenVerb, names: ReadonlyMap<string, string>): Offer[] {
  if (rule.refuses(seen) !== undefined) return [];
  const signers = name === 'drop-signer' ? droppable(seen) : [];
  const detour = name === 'answer' && seen.item?.manner === 'detour';
  return [
    {
      ...blank,
      action: `verb.${name}`,
      title: detour ? '重新提交' : rule.title,
      needs: [...rule.needs],
      sets: [...new Set(setsOf(seen, name))],
      negative: rule.negative ?? false,
      stages: stagesOf(seen, name),
      ...(signers.length === 0
        ? {}
        : { signers: signers.map((item) => ({ item: item.id, name: names.get(item.person ?? '') ?? '' })) }),
    },
  ];
}

function offersOfItem(seen: Seen, several: boolean, names: ReadonlyMap<string, string>): Offer[] {
  const { item, model } = seen;
  if (item === undefined) return [];
  const verbs = Object.entries(tokenVerbs).filter(([, rule]) => !('whole' in rule));
  const offers = [
    ...actionOffers(seen, seen.process),
    ...verbs.flatMap(([name, rule]) => verbOffer(seen, name, rule, names)),
  ];
  const itemTitle = model.nodes[item.node]?.title ?? item.node;
  return offers.map((offer) => ({ ...offer, item: item.id, ...(several ? { itemTitle } : {}) }));
}

export function graphOffers(
  model: ProcessModel,
  before: TokenCase,
  powers: FoundPowers,
  by: string,
  names: ReadonlyMap<string, string>,
): Offer[] {
  const process = faceOf(model);
  const open = openItems(before.tokens);
  const look = (item: Item | undefined): Seen => ({ model, process, before, item, powers, by });
  const mine = open.filter((item) => powers.holds.has(item.id));
  // Whoever only supervises still frees an item whose holder is away.
  const shown = mine.length > 0 ? mine : open;
  const whole = Object.entries(tokenVerbs).filter(([, rule]) => 'whole' in rule);
  const only = open.length === 1 ? open[0] : undefined;
  return [
    ...shown.flatMap((item) => offersOfItem(look(item), shown.length > 1, names)),
    ...whole.flatMap(([name, rule]) => verbOffer(look(only), name, rule, names)),
  ];
}
