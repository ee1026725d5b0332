/** A user task of the model ↔ the form that the designers edit. */
import type { CandidateRule, TaskAction, UserNode } from '../../../../../kernel/process.ts';
import type { ActionForm, CandidateForm, TaskForm } from '../../../process/simple-process.ts';

const plainCandidate: CandidateForm = {
  kind: 'area',
  of: 'case',
  holds: '',
  roster: '',
  people: '',
  units: '',
};

function formOfCandidate(rule: CandidateRule): CandidateForm {
  return { ...plainCandidate, ...rule };
}

function candidateOf({ kind, of, holds, roster, people, units }: CandidateForm): CandidateRule {
  const whose = of === 'area' ? 'case' : of;
  switch (kind) {
    case 'post':
      return { kind, of: whose, ...(holds === '' ? {} : { holds }) };
    case 'head':
      return { kind, of: whose };
    case 'least-loaded':
      return { kind, of };
    case 'on-duty':
      return { kind, roster };
    case 'field':
      return units === '' ? { kind, people } : { kind, units };
    default:
      return { kind };
  }
}

function formOfAction(key: string, action: TaskAction, exitOf: (flow: string) => string): ActionForm {
  return {
    key,
    title: action.title,
    flow: action.flow === undefined ? '' : exitOf(action.flow),
    vote: action.vote ?? '',
    needs: [...(action.needs ?? [])],
    sets: [...(action.sets ?? [])],
    requires: [...(action.requires ?? [])],
    negative: action.negative ?? false,
    automatic: action.automatic ?? false,
  };
}

function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** Only what is said: a model holds no empty lists. */
function said<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function actionOf(form: ActionForm, flow: string | undefined): TaskAction {
  return {
    title: form.title,
    ...said({
      flow,
      vote: form.vote === '' ? undefined : form.vote,
      needs: some(form.needs),
      sets: some(form.sets),
      requires: some(form.requires),
      negative: form.negative || undefined,
      automatic: form.automatic || undefined,
    }),
  };
}

/** `exitOf`: the exit that a flow leads to, '' where it leads on. */
export function formOfTask(node: UserNode, exitOf: (flow: string) => string): TaskForm {
  return {
    permission: node.allow,
    candidate: formOfCandidate(node.candidate),
    sign: node.sign?.mode ?? 'single',
    percent: node.sign?.mode === 'percent' ? node.sign.percent : 60,
    actions: Object.entries(node.actions).map(([key, action]) => formOfAction(key, action, exitOf)),
    verbs: [...(node.verbs ?? [])],
    returnTo: [...(node.returnTo ?? [])],
    needs: [...(node.needs ?? [])],
    fields: { ...node.fields },
  };
}

/** `flowOf`: the flow that an action takes. */
export function taskOf(
  { title, limit }: Pick<UserNode, 'title' | 'limit'>,
  form: TaskForm,
  flowOf: (action: ActionForm) => string | undefined,
): UserNode {
  const { sign, percent } = form;
  const several = sign === 'percent' ? { mode: sign, percent } : { mode: sign };
  return {
    kind: 'user',
    title,
    allow: form.permission,
    candidate: candidateOf(form.candidate),
    actions: Object.fromEntries(form.actions.map((action) => [action.key, actionOf(action, flowOf(action))])),
    ...said({
      sign: sign === 'single' ? undefined : several,
      verbs: some(form.verbs),
      returnTo: some(form.returnTo),
      limit,
      fields: Object.keys(form.fields).length === 0 ? undefined : form.fields,
      needs: some(form.needs),
    }),
  };
}
