/** The user task of a BPMN process with our words for approvals: candidates, countersign, actions, field rights, limit. */
import type {
  CandidateRule,
  Countersign,
  FieldRight,
  Repeats,
  TaskAction,
  TaskNeed,
  TaskVerb,
  UserNode,
  Whose,
} from '../../../../../kernel/process.ts';
import { needTitles, rightTitles, signTitles, verbTitles, whoseTitles } from '../../../process/words.ts';
import { type BpmnElement, childOf, extensionOf, listOf, namesOf, numberOf, textOf } from '../elements.ts';
import { readExpression, readLimit } from './read-expression.ts';
import type { Reading } from './reading.ts';

const whose = Object.keys(whoseTitles);
const rights = Object.keys(rightTitles);
const signs = Object.keys(signTitles);
const needs = Object.keys(needTitles);
const verbs = Object.keys(verbTitles);

/** Known names of a list; unknown ones are reported. */
function readNames<Name extends string>(
  element: BpmnElement,
  name: string,
  known: readonly string[],
  about: BpmnElement,
  reading: Reading,
): { [key: string]: readonly Name[] } {
  const given = namesOf(element, name) ?? [];
  const unknown = given.filter((each) => !known.includes(each));
  if (unknown.length > 0)
    reading.report('bpmn.unknown-word', 'error', about, `不认识的${name}取值：${unknown.join('、')}`);
  const kept = given.filter((each) => known.includes(each)) as Name[];
  return kept.length > 0 ? { [name]: kept } : {};
}

function readWhose(element: BpmnElement): Whose {
  const of = textOf(element, 'of') ?? 'case';
  return whose.includes(of) ? (of as Whose) : 'case';
}

/** Undefined for a rule that nobody knows. */
function readCandidate(element: BpmnElement): CandidateRule | undefined {
  const kind = textOf(element, 'kind');
  switch (kind) {
    case 'area':
    case 'unit':
    case 'initiator':
    case 'chosen':
      return { kind };
    case 'post': {
      const holds = textOf(element, 'holds');
      return { kind, ...(holds === undefined ? {} : { holds }), of: readWhose(element) };
    }
    case 'head':
      return { kind, of: readWhose(element) };
    case 'least-loaded':
      return { kind, of: textOf(element, 'of') === 'area' ? 'area' : readWhose(element) };
    case 'on-duty':
      return { kind, roster: textOf(element, 'roster') ?? '' };
    case 'field': {
      const units = textOf(element, 'units');
      return units === undefined ? { kind, people: textOf(element, 'people') ?? '' } : { kind, units };
    }
    default:
      return undefined;
  }
}

function readSign(task: BpmnElement): Countersign | undefined {
  const mode = textOf(task, 'sign');
  if (mode === undefined || !signs.includes(mode)) return undefined;
  if (mode === 'percent') return { mode, percent: numberOf(task, 'percent') ?? 100 };
  return { mode: mode as Exclude<Countersign['mode'], 'percent'> };
}

function readAction(element: BpmnElement, about: BpmnElement, reading: Reading): TaskAction {
  const flow = textOf(element, 'flow');
  const vote = textOf(element, 'vote');
  const sets = namesOf(element, 'sets');
  const requires = namesOf(element, 'requires');
  return {
    title: textOf(element, 'title') ?? '',
    ...(flow === undefined ? {} : { flow }),
    ...(vote === 'for' || vote === 'against' ? { vote } : {}),
    ...readNames<TaskNeed>(element, 'needs', needs, about, reading),
    ...(sets === undefined ? {} : { sets }),
    ...(requires === undefined ? {} : { requires }),
    ...(element.get('negative') === true ? { negative: true } : {}),
    ...(element.get('automatic') === true ? { automatic: true } : {}),
  };
}

function readFields(task: BpmnElement): { fields?: Readonly<Record<string, FieldRight>> } {
  const entries = listOf(task, 'fields').flatMap((field): [string, FieldRight][] => {
    const name = textOf(field, 'name');
    const right = textOf(field, 'right');
    return name === undefined || right === undefined || !rights.includes(right)
      ? []
      : [[name, right as FieldRight]];
  });
  return entries.length > 0 ? { fields: Object.fromEntries(entries) } : {};
}

/** Repeats of an activity, by the standard's multi-instance marker. */
export function readRepeats(element: BpmnElement, reading: Reading): { repeats?: Repeats } {
  const loop = childOf(element, 'loopCharacteristics');
  if (loop === undefined) return {};
  if (loop.$type !== 'bpmn:MultiInstanceLoopCharacteristics') {
    reading.report('bpmn.loop', 'error', element, '循环标记不支持，请用网关画出循环，或改为多实例');
    return {};
  }
  const over = textOf(loop, 'city:over');
  const item = textOf(loop, 'city:item');
  const count = readExpression(loop, 'loopCardinality', reading, element);
  const done = readExpression(loop, 'completionCondition', reading, element);
  if (over === undefined && count === undefined)
    reading.report('bpmn.repeats', 'error', element, '多实例没有写明次数或遍历的名单');
  if (textOf(loop, 'behavior') !== undefined && textOf(loop, 'behavior') !== 'All')
    reading.report('bpmn.repeats', 'error', element, '多实例不支持逐个抛出事件');
  const given = Object.entries({ over, count, item, done }).filter(([, value]) => value !== undefined);
  return {
    repeats: {
      order: loop.get('isSequential') === true ? 'sequential' : 'parallel',
      ...Object.fromEntries(given),
    },
  };
}

/** Without `city:task` it is nobody's: the permission stays empty, which the check before publishing refuses. */
export function readUserTask(
  element: BpmnElement,
  base: { readonly title: string; readonly within?: string },
  reading: Reading,
): UserNode {
  const task = extensionOf(element, 'city:Task');
  const limit = readLimit(element);
  const common = { kind: 'user' as const, ...base, ...(limit === undefined ? {} : { limit }) };
  if (task === undefined)
    return {
      ...common,
      allow: '',
      candidate: { kind: 'area' },
      actions: {},
      ...readRepeats(element, reading),
    };
  const rule = childOf(task, 'candidate');
  const candidate = rule && readCandidate(rule);
  if (rule !== undefined && candidate === undefined)
    reading.report(
      'bpmn.unknown-word',
      'error',
      element,
      `不认识的办理人规则“${textOf(rule, 'kind') ?? ''}”`,
    );
  const sign = readSign(task);
  const returnTo = namesOf(task, 'returnTo');
  const actions = listOf(task, 'actions').map((action, index): [string, TaskAction] => [
    textOf(action, 'key') ?? `action${index + 1}`,
    readAction(action, element, reading),
  ]);
  return {
    ...common,
    allow: textOf(task, 'permission') ?? '',
    candidate: candidate ?? { kind: 'area' },
    ...(sign === undefined ? {} : { sign }),
    actions: Object.fromEntries(actions),
    ...readNames<TaskVerb>(task, 'verbs', verbs, element, reading),
    ...(returnTo === undefined ? {} : { returnTo }),
    ...readFields(task),
    ...readNames<TaskNeed>(task, 'needs', needs, element, reading),
    ...readRepeats(element, reading),
  };
}
