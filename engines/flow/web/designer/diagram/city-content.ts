/** Reads and writes our extension on an element of the open diagram; each write is one command that can be undone. */
import type {
  CandidateRule,
  Countersign,
  FieldRight,
  TaskNeed,
  TaskVerb,
} from '../../../../../kernel/process.ts';
import type { LimitUnit, TimeLimit } from '../../../../../kernel/working-time.ts';
import type { ActionForm, CandidateForm, TaskForm } from '../../../process/simple-process.ts';
import {
  contentIn,
  type Content,
  type Diagram,
  type DiagramElement,
  listIn,
  textIn,
  wordsIn,
} from './diagram-types.ts';

type Given = Readonly<Record<string, unknown>>;

export function findExtension(content: Content, type: string): Content | undefined {
  const holder = contentIn(content, 'extensionElements');
  return holder === undefined ? undefined : listIn(holder, 'values').find((each) => each.$type === type);
}

export function extensionsIn(content: Content, type: string): readonly Content[] {
  const holder = contentIn(content, 'extensionElements');
  return holder === undefined ? [] : listIn(holder, 'values').filter((each) => each.$type === type);
}

/** Moddle writes absent values by leaving the property out. */
export function make(diagram: Diagram, type: string, properties: Given): Content {
  const kept = Object.entries(properties).filter(
    ([, value]) => value !== '' && value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return diagram.get('bpmnFactory').create(type, Object.fromEntries(kept));
}

/** Puts these elements in the place of all of that type; foreign ones and our others stay. */
export function replaceExtensions(
  diagram: Diagram,
  element: DiagramElement,
  type: string,
  next: readonly Content[],
  holder: Content = element.businessObject,
): void {
  const now = contentIn(holder, 'extensionElements');
  const others = now === undefined ? [] : listIn(now, 'values').filter((each) => each.$type !== type);
  const values = [...others, ...next];
  const extensionElements =
    values.length === 0 ? undefined : diagram.get('bpmnFactory').create('bpmn:ExtensionElements', { values });
  diagram.get('modeling').updateModdleProperties(element, holder, { extensionElements });
}

function readAction(action: Content): ActionForm {
  return {
    key: textIn(action, 'key'),
    title: textIn(action, 'title'),
    flow: textIn(action, 'flow'),
    vote: textIn(action, 'vote') as ActionForm['vote'],
    needs: wordsIn(action, 'needs') as TaskNeed[],
    sets: wordsIn(action, 'sets'),
    requires: wordsIn(action, 'requires'),
    negative: action.get('negative') === true,
    automatic: action.get('automatic') === true,
  };
}

export function readTask(content: Content): TaskForm {
  const task = findExtension(content, 'city:Task');
  const candidate = task && contentIn(task, 'candidate');
  const percent = task?.get('percent');
  const fields = (task === undefined ? [] : listIn(task, 'fields')).map((field) => [
    textIn(field, 'name'),
    textIn(field, 'right'),
  ]);
  return {
    permission: textIn(task, 'permission'),
    candidate: {
      kind: (textIn(candidate, 'kind') || 'area') as CandidateRule['kind'],
      of: (textIn(candidate, 'of') || 'case') as CandidateForm['of'],
      holds: textIn(candidate, 'holds'),
      roster: textIn(candidate, 'roster'),
      people: textIn(candidate, 'people'),
      units: textIn(candidate, 'units'),
    },
    sign: (textIn(task, 'sign') || 'single') as Countersign['mode'],
    percent: typeof percent === 'number' ? percent : 60,
    actions: task === undefined ? [] : listIn(task, 'actions').map(readAction),
    verbs: wordsIn(task, 'verbs') as TaskVerb[],
    returnTo: wordsIn(task, 'returnTo'),
    needs: wordsIn(task, 'needs') as TaskNeed[],
    fields: Object.fromEntries(fields) as Record<string, FieldRight>,
  };
}

const usesOf: readonly string[] = ['post', 'head', 'least-loaded'];

function writeCandidate(
  diagram: Diagram,
  { kind, of, holds, roster, people, units }: CandidateForm,
): Content {
  return make(diagram, 'city:Candidate', {
    kind,
    ...(usesOf.includes(kind) ? { of } : {}),
    ...(kind === 'post' ? { holds } : {}),
    ...(kind === 'on-duty' ? { roster } : {}),
    ...(kind === 'field' && units !== '' ? { units } : {}),
    ...(kind === 'field' && units === '' ? { people } : {}),
  });
}

export function writeTask(diagram: Diagram, element: DiagramElement, task: TaskForm): void {
  const actions = task.actions.map(({ needs, sets, requires, negative, automatic, ...action }) =>
    make(diagram, 'city:Action', {
      ...action,
      needs: needs.join(' '),
      sets: sets.join(' '),
      requires: requires.join(' '),
      negative: negative || undefined,
      automatic: automatic || undefined,
    }),
  );
  const fields = Object.entries(task.fields).map(([name, right]) =>
    make(diagram, 'city:Field', { name, right }),
  );
  const made = make(diagram, 'city:Task', {
    permission: task.permission,
    sign: task.sign === 'single' ? '' : task.sign,
    percent: task.sign === 'percent' ? task.percent : undefined,
    verbs: task.verbs.join(' '),
    returnTo: task.returnTo.join(' '),
    needs: task.needs.join(' '),
    candidate: writeCandidate(diagram, task.candidate),
    actions,
    fields,
  });
  replaceExtensions(diagram, element, 'city:Task', [made]);
}

export function readLimit(content: Content): TimeLimit | undefined {
  const limit = findExtension(content, 'city:Limit');
  const amount = limit?.get('amount');
  return typeof amount === 'number' ? { amount, unit: textIn(limit, 'unit') as LimitUnit } : undefined;
}

/** Undefined takes the limit away. `holder`: an event's definition; default the element itself. */
export function writeLimit(
  diagram: Diagram,
  element: DiagramElement,
  limit: TimeLimit | undefined,
  holder?: Content,
): void {
  const made = limit === undefined ? [] : [make(diagram, 'city:Limit', { ...limit })];
  replaceExtensions(diagram, element, 'city:Limit', made, holder ?? element.businessObject);
}
