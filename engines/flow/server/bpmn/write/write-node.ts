/** One node of the model → one flow element of BPMN 2.0, with our extension where the standard has no words. */
import type { BpmnModdle } from 'bpmn-moddle';
import type {
  CandidateRule,
  Effect,
  ProcessNode,
  Repeats,
  Trigger,
  UserNode,
} from '../../../../../kernel/process.ts';
import type { TimeLimit } from '../../../../../kernel/working-time.ts';
import type { BpmnElement } from '../elements.ts';

type Given = Readonly<Record<string, unknown>>;

/** What making elements of one document needs: named messages, signals and errors, other nodes. */
export interface Writing {
  create(type: string, properties?: Given): BpmnElement;
  /** The root element of that kind and key, made when first asked for. */
  named(kind: 'Message' | 'Signal' | 'Error', key: string): BpmnElement;
  node(id: string): BpmnElement | undefined;
}

export function elementMaker(moddle: BpmnModdle): Writing['create'] {
  // Moddle makes an element with get and set of every known type.
  return (type, properties = {}) => moddle.create(type, withoutAbsent(properties)) as BpmnElement;
}

/** Moddle writes `undefined` and empty lists as they are. */
function withoutAbsent(properties: Given): Given {
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

export function joined(names: readonly string[] | undefined): string | undefined {
  return names === undefined || names.length === 0 ? undefined : names.join(' ');
}

export function extension(
  writing: Writing,
  ...values: readonly (BpmnElement | undefined)[]
): BpmnElement | undefined {
  const given = values.filter((value) => value !== undefined);
  return given.length === 0 ? undefined : writing.create('bpmn:ExtensionElements', { values: given });
}

export function writeLimit(writing: Writing, limit: TimeLimit | undefined): BpmnElement | undefined {
  return limit && writing.create('city:Limit', { amount: limit.amount, unit: limit.unit });
}

export function expression(writing: Writing, body: string | undefined): BpmnElement | undefined {
  return body === undefined ? undefined : writing.create('bpmn:FormalExpression', { body });
}

/** Other tools understand a duration; how it is counted stands in our limit beside it. */
function isoDuration({ amount, unit }: TimeLimit): string {
  const inDays = unit === 'natural-day' || unit === 'work-day';
  if (inDays && Number.isInteger(amount)) return `P${amount}D`;
  return `PT${Math.max(1, Math.round(amount * (inDays ? 24 : 1) * 60))}M`;
}

function writeTimer(writing: Writing, on: Extract<Trigger, { kind: 'timer' }>): BpmnElement {
  if ('at' in on)
    return writing.create('bpmn:TimerEventDefinition', { timeDate: expression(writing, on.at) });
  const length = isoDuration(on.after);
  return writing.create('bpmn:TimerEventDefinition', {
    extensionElements: extension(writing, writeLimit(writing, on.after)),
    ...(on.times === undefined
      ? { timeDuration: expression(writing, length) }
      : { timeCycle: expression(writing, `R${on.times}/${length}`) }),
  });
}

function reference(writing: Writing, kind: 'Message' | 'Signal' | 'Error', key: string | undefined) {
  return key === undefined || key === '' ? undefined : writing.named(kind, key);
}

function writeDefinition(writing: Writing, what: Trigger | Effect): BpmnElement {
  switch (what.kind) {
    case 'timer':
      return writeTimer(writing, what);
    case 'message':
      return writing.create('bpmn:MessageEventDefinition', {
        messageRef: reference(writing, 'Message', what.message),
        'city:caseKey': what.key,
      });
    case 'signal':
      return writing.create('bpmn:SignalEventDefinition', {
        signalRef: reference(writing, 'Signal', what.signal),
      });
    case 'error':
      return writing.create('bpmn:ErrorEventDefinition', {
        errorRef: reference(writing, 'Error', what.error),
      });
    case 'terminate':
      return writing.create('bpmn:TerminateEventDefinition');
  }
}

function definitions(writing: Writing, what: Trigger | Effect | undefined): Given {
  return what === undefined ? {} : { eventDefinitions: [writeDefinition(writing, what)] };
}

function loop(writing: Writing, repeats: Repeats | undefined): Given {
  if (repeats === undefined) return {};
  const loopCharacteristics = writing.create('bpmn:MultiInstanceLoopCharacteristics', {
    isSequential: repeats.order === 'sequential' ? true : undefined,
    'city:over': repeats.over,
    'city:item': repeats.item,
    loopCardinality: expression(writing, repeats.count),
    completionCondition: expression(writing, repeats.done),
  });
  return { loopCharacteristics };
}

function writeCandidate(writing: Writing, rule: CandidateRule): BpmnElement {
  return writing.create('city:Candidate', { ...rule });
}

function writeTask(writing: Writing, node: UserNode): BpmnElement | undefined {
  const { sign } = node;
  const bare = node.allow === '' && Object.keys(node.actions).length === 0 && node.candidate.kind === 'area';
  if (bare && !sign && !node.verbs && !node.fields && !node.needs && !node.returnTo) return undefined;
  return writing.create('city:Task', {
    permission: node.allow === '' ? undefined : node.allow,
    sign: sign?.mode,
    percent: sign?.mode === 'percent' ? sign.percent : undefined,
    verbs: joined(node.verbs),
    returnTo: joined(node.returnTo),
    needs: joined(node.needs),
    candidate: writeCandidate(writing, node.candidate),
    actions: Object.entries(node.actions).map(([key, { sets, requires, needs, ...action }]) =>
      writing.create('city:Action', {
        key,
        ...action,
        needs: joined(needs),
        sets: joined(sets),
        requires: joined(requires),
      }),
    ),
    fields: Object.entries(node.fields ?? {}).map(([name, right]) =>
      writing.create('city:Field', { name, right }),
    ),
  });
}

function pairs(writing: Writing, type: string, value: string, given: Readonly<Record<string, string>> = {}) {
  return Object.entries(given).map(([field, text]) => writing.create(type, { field, [value]: text }));
}

const gateways = {
  exclusive: 'bpmn:ExclusiveGateway',
  inclusive: 'bpmn:InclusiveGateway',
  parallel: 'bpmn:ParallelGateway',
  event: 'bpmn:EventBasedGateway',
} as const;

/** Type and properties of the element; the parts that hang on other elements (flows, insides) come from the caller. */
function shapeOf(writing: Writing, node: ProcessNode): readonly [type: string, properties: Given] {
  switch (node.kind) {
    case 'start':
      return ['bpmn:StartEvent', definitions(writing, node.on)];
    case 'end':
      return ['bpmn:EndEvent', { ...definitions(writing, node.does), 'city:outcome': node.outcome }];
    case 'user':
      return [
        'bpmn:UserTask',
        {
          extensionElements: extension(writing, writeTask(writing, node), writeLimit(writing, node.limit)),
          ...loop(writing, node.repeats),
        },
      ];
    case 'service':
      return [
        'bpmn:ServiceTask',
        { 'city:job': node.job === '' ? undefined : node.job, ...loop(writing, node.repeats) },
      ];
    case 'decision':
      return [
        'bpmn:BusinessRuleTask',
        {
          'city:decision': node.decision === '' ? undefined : node.decision,
          extensionElements: extension(writing, ...pairs(writing, 'city:Output', 'from', node.sets)),
        },
      ];
    case 'manual':
      return ['bpmn:ManualTask', {}];
    case 'send':
    case 'receive':
      return [
        node.kind === 'send' ? 'bpmn:SendTask' : 'bpmn:ReceiveTask',
        { messageRef: reference(writing, 'Message', node.message), 'city:caseKey': node.key },
      ];
    case 'exclusive':
    case 'inclusive':
    case 'parallel':
    case 'event':
      return [gateways[node.kind], {}];
    case 'catch':
      return ['bpmn:IntermediateCatchEvent', definitions(writing, node.on)];
    case 'throw':
      return ['bpmn:IntermediateThrowEvent', definitions(writing, node.does)];
    case 'boundary':
      return [
        'bpmn:BoundaryEvent',
        {
          attachedToRef: writing.node(node.host),
          cancelActivity: node.interrupting ? undefined : false,
          ...definitions(writing, node.on),
        },
      ];
    case 'sub-process':
      return ['bpmn:SubProcess', loop(writing, node.repeats)];
    case 'call':
      return [
        'bpmn:CallActivity',
        {
          calledElement: node.calls === '' ? undefined : node.calls,
          extensionElements: extension(
            writing,
            ...pairs(writing, 'city:Give', 'expression', node.gives),
            ...pairs(writing, 'city:Take', 'expression', node.takes),
          ),
          ...loop(writing, node.repeats),
        },
      ];
  }
}

export function writeNode(writing: Writing, id: string, node: ProcessNode): BpmnElement {
  const [type, properties] = shapeOf(writing, node);
  return writing.create(type, { id, name: node.title === '' ? undefined : node.title, ...properties });
}
